from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import nash_reversion
from coopgames.solvers.critical.answers import CriticalDiscountFactor
from coopgames.solvers.critical.corridor import family
from coopgames.solvers.critical.from_below import largest_factor, limit_from_below, without
from coopgames.solvers.critical.points import rational_point
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.solves import Solves, table_at
from coopgames.solvers.critical.threshold import Thresholds
from coopgames.solvers.critical.touching import is_only_touched
from coopgames.solvers.critical_deltas import critical_discount_factors
from tests.reference.payoff_set_twin import Twin, contains, generates_itself, outer

F = Fraction
WIDTH = F(1, 10**12)
Matrix = tuple[tuple[int, ...], ...]


def game(first: Matrix, second: Matrix) -> cg.StageGame:
    return cg.StageGame.from_bimatrix(first, second)


def random_game(seed: int, size: int) -> cg.StageGame:
    rnd = random.Random(seed)
    cells = [[(rnd.randint(-5, 9), rnd.randint(-5, 9)) for _ in range(size)] for _ in range(size)]
    return cg.StageGame.from_rows(cells)


DILEMMA = cg.prisoners_dilemma(10, 9, 3, 1)


def test_the_dilemma_has_a_fold_at_an_irrational_discount_factor() -> None:
    answer = critical_discount_factors(DILEMMA)
    assert answer.status is cg.Status.EXACT_UNCERTIFIED
    found = answer.value
    fold = found.polygon
    assert isinstance(fold.value, cg.AlgebraicNumber)
    assert fold.value.polynomial == (-47, 190, 1)  # 36 sqrt(7) - 95
    assert fold.exact
    assert fold.attained
    assert fold.below < fold.value < fold.above  # type: ignore[operator]
    assert fold.above - fold.value.lower < WIDTH  # type: ignore[operator]
    assert found.nonempty.value == 0
    assert found.segment.value == found.exceeds_static.value == F(1, 7)
    assert found.segment.exact
    assert list(found.contains) == [(0, 0), (0, 1), (1, 0)]


def test_the_payoff_set_of_the_dilemma_changes_where_it_is_said() -> None:
    below = cg.equilibrium_payoffs(cg.RepeatedGame(DILEMMA, F(2470, 10000)))
    above = cg.equilibrium_payoffs(cg.RepeatedGame(DILEMMA, F(24705, 100000)))
    assert (below.value.dimension, above.value.dimension) == (1, 2)


@pytest.mark.parametrize(("T", "R", "P", "S"), [(3, 2, 0, -1), (5, 3, 1, 0), (10, 9, 3, 1)])
def test_grim_trigger_is_optimal_in_dilemmas(T: int, R: int, P: int, S: int) -> None:
    stage = cg.prisoners_dilemma(T, R, P, S)
    grim = cg.critical_discount_factor(stage, nash_reversion(stage, (0, 0), (1, 1))).value
    found = critical_discount_factors(stage, [(0, 0)]).value.contains[0, 0]
    assert (found.value, found.exact, found.above) == (grim, True, grim)


def test_nothing_can_be_had_in_matching_pennies() -> None:
    pennies = game(((1, -1), (-1, 1)), ((-1, 1), (1, -1)))
    for _, found in critical_discount_factors(pennies).value.items():
        assert (found.value, found.exact, found.above) == (None, True, None)
        assert found.certificates[0].kind == "feasible_set"  # type: ignore[union-attr]
        assert cg.verify(found.certificates[0])


def test_what_begins_beyond_the_last_discount_factor_is_not_called_never() -> None:
    # The second player gains a million by leaving (0, 0), and is then worth 0 instead of 1/2.
    stage = game(((1, 0), (0, 0)), ((1, 10**7), (-1, 0)))
    found = critical_discount_factors(stage, [(0, 0)]).value.contains[0, 0]
    assert (found.value, found.exact, found.below) == (None, False, F(999_999, 1_000_000))
    assert "999999/1000000" in found.how
    assert cg.verify(found.certificates[0])


@pytest.mark.parametrize(
    ("first", "second", "name", "polynomial"),
    [
        # An incentive constraint begins to bind, with a threat that moves.
        (((-1, 9, 7), (-2, -1, -3), (-1, 2, 2)), ((-2, 2, -5), (2, 8, 6), (-1, 4, 3)), "segment",
         (-2, 0, 5)),
        (((-3, -1, -2), (2, -5, 9), (0, -5, -5)), ((7, 5, -5), (9, 0, 7), (0, 6, 5)), "polygon",
         (10, -21, -9, 17)),
        # A whole family of sets generates itself at the threshold.
        (((9, 3, 4), (8, -2, 1), (-5, -3, 6)), ((6, -2, 1), (-5, -5, -3), (6, 2, 3)), "segment",
         (-1, 0, 11)),
        # A structure that turns unstable.
        (((4, 7, -5), (5, 6, 0), (3, -3, 6)), ((6, 7, 2), (1, 5, 1), (8, 3, -5)), "polygon",
         (-1, 0, 6)),
        # A fold beside corners that move with the discount factor as well.
        (
            ((1, -3, 3), (6, 5, 0), (2, 3, 7)),
            ((5, 0, 9), (7, 6, -4), (5, -4, -3)),
            "segment",
            (65, -178, 121),
        ),
        # Folds of degree three and four.
        (((6, -3, 3), (4, -1, 3), (0, 3, -5)), ((5, -4, 0), (7, 1, 5), (7, 0, -4)), "segment",
         (-24, 49, -20, 4)),
        (((-2, 1, 3), (9, 5, -1), (1, 3, -2)), ((-4, 4, 1), (-4, -1, -2), (6, -5, 3)), "segment",
         (1, -22, 55, -50, 25)),
    ],
)  # fmt: skip
def test_irrational_thresholds_are_proved(
    first: Matrix, second: Matrix, name: str, polynomial: tuple[int, ...]
) -> None:
    stage = game(first, second)
    answer = critical_discount_factors(stage, [(0, 0)]).value
    found: CriticalDiscountFactor = getattr(answer, name)
    assert isinstance(found.value, cg.AlgebraicNumber)
    assert found.value.polynomial == polynomial
    assert found.exact
    step, size = F(1, 2000), {"segment": 1, "polygon": 2}[name]
    low, high = found.value.lower - step, found.value.upper + step
    sets = [cg.equilibrium_payoffs(cg.RepeatedGame(stage, F(d))).value for d in (low, high)]
    assert sets[0].dimension < size <= sets[1].dimension


@pytest.mark.parametrize("seed", range(14))
def test_the_ends_of_brackets_are_certified(seed: int) -> None:
    stage = random_game(seed, 2 + seed % 2)
    answer = critical_discount_factors(stage)
    values = [found.value for _, found in answer.value.items()[:3]]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == known == sorted(known)
    for _, found in answer.value.items():
        for end, certificate in zip((found.below, found.above), found.certificates, strict=True):
            if certificate is not None and certificate.kind != "feasible_set":
                assert cg.verify(certificate)
                assert F(certificate.document["game"]["discount_factor"]) == end
        if found.below is not None and found.above is not None:
            assert found.below < found.value <= found.above
            assert found.exact or all(found.certificates)


@pytest.mark.parametrize("seed", range(100, 126))
def test_the_plain_iteration_agrees(seed: int) -> None:
    stage = random_game(seed, 2)
    cells = [tuple(tuple(c[i * 2 : i * 2 + 2]) for i in (0, 1)) for c in stage.cells]
    answer = critical_discount_factors(stage).value
    points = {f"contains {a}": (stage.payoff(0, a), stage.payoff(1, a)) for a in answer.contains}
    for name, found in answer.items():
        if name in ("segment", "polygon", "exceeds_static") or not found.value:
            continue
        low, high = found.below - F(1, 100), found.above + F(1, 100)  # type: ignore[operator]
        point = None if name == "nonempty" else points[name]
        if low > 0:
            around = outer(Twin(*cells, low), 60)
            inside = around.vertices and (point is None or contains(around.vertices, point))
            assert not inside
        if high < 1:
            found_set = cg.equilibrium_payoffs(cg.RepeatedGame(stage, high)).value
            twin = Twin(*cells, high)
            if all(isinstance(x, Fraction) for v in found_set.vertices for x in v):
                assert generates_itself(twin, found_set.vertices)
            assert found_set.vertices
            assert point is None or found_set.contains(point)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10**6), st.fractions(F(1, 9), 9, max_denominator=9), st.integers(-9, 9))
def test_units_and_names_of_the_players_do_not_matter(seed: int, scale: F, shift: int) -> None:
    stage = random_game(seed, 2)
    first, second = ([list(c[i * 2 : i * 2 + 2]) for i in (0, 1)] for c in stage.cells)
    moved = [[scale * x + shift for x in row] for row in first]
    other = cg.StageGame.from_bimatrix(
        list(zip(*second, strict=True)), list(zip(*moved, strict=True))
    )
    one = critical_discount_factors(stage, [(0, 1)]).value
    two = critical_discount_factors(other, [(1, 0)]).value
    for (_, mine), (_, theirs) in zip(one.items(), two.items(), strict=True):
        assert (mine.value, mine.exact) == (theirs.value, theirs.exact)


def test_floats_give_floats() -> None:
    answer = critical_discount_factors(cg.prisoners_dilemma(3.0, 2.0, 0.0, -1.0), [(0, 0)])
    assert answer.status is cg.Status.FLOAT
    assert answer.value.contains[0, 0].value == pytest.approx(1 / 3)
    assert isinstance(answer.value.contains[0, 0].value, float)


def test_steps_are_reported_with_the_width() -> None:
    seen: list[tuple[int, float]] = []
    critical_discount_factors(DILEMMA, [(0, 0)], on_step=lambda n, w: seen.append((n, w)))
    assert len(seen) == 5
    assert [n for n, _ in seen] == sorted(n for n, _ in seen)
    assert seen[-1][1] <= WIDTH


def test_rows_say_all() -> None:
    rows = critical_discount_factors(DILEMMA, [(0, 0)]).value.to_rows()
    assert [row["property"] for row in rows][-1] == "contains (0, 0)"
    assert rows[1]["value"] == F(1, 7)


@pytest.mark.parametrize("width", [0, 1, -1, 0.5])
def test_the_width_is_an_exact_number_between_0_and_1(width: object) -> None:
    with pytest.raises(InvalidGameError, match="width"):
        critical_discount_factors(DILEMMA, width=width)


@pytest.mark.parametrize("profile", [(0,), (0, 2), (-1, 0), (0, True), (0, "a")])
def test_profiles_are_pairs_of_actions(profile: tuple[int, ...]) -> None:
    with pytest.raises(InvalidGameError, match="profiles"):
        critical_discount_factors(DILEMMA, [profile])


@pytest.mark.parametrize("width", [WIDTH, F(1, 1000)])
def test_what_is_not_recognised_is_enclosed(
    monkeypatch: pytest.MonkeyPatch, width: Fraction
) -> None:
    monkeypatch.setattr(Thresholds, "_candidates", lambda *_: iter(()))
    answer = critical_discount_factors(DILEMMA, [(0, 0)], width=width)
    found = answer.value.segment
    assert isinstance(found.value, cg.Enclosure)
    assert (found.exact, found.attained) == (False, None)
    assert (found.value.lower, found.value.upper) == (found.below, found.above)
    assert found.below < F(1, 7) <= found.above
    assert found.above - found.below <= width
    assert all(cg.verify(certificate) for certificate in found.certificates)
    # Below the fold the proofs are too long for so narrow a bracket.
    fold = answer.value.polygon
    assert fold.below < F(2470472, 10**7) < fold.above
    assert all(fold.certificates)


def test_other_games_are_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="3 players"):
        critical_discount_factors(cg.StageGame.from_function((2, 2, 2), lambda a, b, c: (a, b, c)))
    with pytest.raises(UnsupportedGameError, match="parameter"):
        critical_discount_factors(cg.prisoners_dilemma(cg.parameter("T", 2, 9), 2, 0, -1))
    with pytest.raises(InvalidGameError, match="stage"):
        critical_discount_factors(cg.RepeatedGame(DILEMMA, "1/2"))  # type: ignore[arg-type]


# --- the proofs refuse what is false ---


@pytest.mark.parametrize("seed", range(200, 212))
def test_no_property_is_proved_to_begin_too_late(seed: int) -> None:
    stage = random_game(seed, 3)
    solves = Solves(stage)
    for name in ("nonempty", "segment", "polygon"):
        wanted = Property(name)
        for late in (F(2, 3), F(9, 10)):
            if solves.holds(wanted, late - F(1, 50)):
                point = rational_point(solves, late)
                assert point is not None
                assert not point.begins(wanted)


def test_a_profile_is_enforced_up_to_its_largest_factor() -> None:
    table = Solves(DILEMMA).at(F(1, 2))
    segment = [(x, x) for x in (table.rows[3][0], table.rows[0][0])]
    assert largest_factor(segment, table.rows[0]) == 6  # (9 - 3)/(10 - 9)
    assert largest_factor(segment, table.rows[3]) is None
    left = without(table, [3])
    assert left.minmax == table.minmax
    assert largest_factor(segment, left.rows[0]) < left.patience


def test_the_limit_of_the_dilemma_is_its_static_equilibrium() -> None:
    solves = Solves(DILEMMA)
    delta = F(1, 7)
    found = solves.inner(delta)
    assert found is not None
    limit = limit_from_below(solves.at(delta), found.vertices, [])
    assert limit is not None
    assert limit.vertices == [(3, 3)]
    assert limit.live == [3]


def test_a_point_inside_is_not_only_touched() -> None:
    stage = game(((0, -1, 8), (2, 0, 2), (6, -5, -5)), ((-4, 0, -1), (6, -3, 2), (-3, -1, 6)))
    found = critical_discount_factors(stage, [(1, 0)]).value.contains[1, 0]
    assert (found.value, found.exact) == (F(2, 3), True)
    solves = Solves(stage)
    point = rational_point(solves, F(2, 3))
    assert point is not None
    (limit,) = point.limits
    row = solves.table.rows[3]
    assert is_only_touched(limit, (row[0], row[1]))
    n = len(point.vertices)
    middle = tuple(sum(p[c] for p in point.vertices) / n for c in (0, 1))
    assert not is_only_touched(limit, middle)
    assert not all(is_only_touched(limit, v) for v in point.vertices)


def test_a_payoff_ceases_to_bear_itself_at_an_irrational_discount_factor() -> None:
    stage = game(((6, -3, 3), (4, -1, 3), (0, 3, -5)), ((5, -4, 0), (7, 1, 5), (7, 0, -4)))
    found = critical_discount_factors(stage, [(1, 0)]).value.contains[1, 0]
    assert isinstance(found.value, cg.AlgebraicNumber)
    assert found.value.polynomial == (-2, 2, 1)
    assert found.exact


def test_a_threshold_where_floats_do_not_see_the_set() -> None:
    stage = game(((2, -3, 8), (2, 8, -2), (-1, -3, 5)), ((5, -3, 1), (-1, 4, 5), (8, 0, 3)))
    found = critical_discount_factors(stage, [(0, 0)]).value.polygon
    assert (found.value, found.exact) == (F(4, 9), True)
    assert all(found.certificates)


def test_no_corridor_leads_out_of_a_stable_payoff_set() -> None:
    solves = Solves(DILEMMA)
    delta = F(1, 4)
    inner = solves.inner(delta)
    assert inner is not None
    zero = inner.vertices[0][0] - inner.vertices[0][0]
    motion = [(zero + (1 if x > 9 else 0), zero + (1 if y > 9 else 0)) for x, y in inner.vertices]
    assert any(any(v) for v in motion)
    table = table_at(solves.table, solves.at(delta).delta)
    for grows, passes in ((True, True), (False, False)):
        sets = family(table, inner.vertices, motion, grows)
        assert sets.passes(table.rows, solves.table.size[0] / 4096) is passes

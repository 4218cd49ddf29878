"""Equilibrium payoffs of two players: laws, the slow twin from both sides, and false sets."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from coopgames.certificates import Certificate, verify
from coopgames.errors import CertificateError
from coopgames.solvers import Solution, Status
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from tests.properties._two_players import (
    DELTAS,
    Scale,
    corners,
    exchanged,
    floats_of,
    game_of,
    is_rational,
    matrix,
    payoff_range,
    reordered,
    same_corners,
    scales,
    twins,
)
from tests.reference.payoff_set_twin import (
    Polygon,
    Twin,
    first_profile,
    generates_itself,
    hull,
    outer,
    squared_distance,
)

#: Enclosures of irrational corners are this good, in units of the payoff range.
ROUNDING = Fraction(1, 2**100)
#: The twin rounds outward to 2**-24 at each step; this is what may remain when it stands still.
REMAINDER = Fraction(1, 1000)
#: Floats: rounding, in units of the payoff range, beyond the excess that the solver states.
FLOAT_ROUNDING = 1e-9
STEPS = 150

_UNEQUAL = Twin(matrix([[9, 1], [10, 3]]), matrix([[9, 10], [1, 3]]), Fraction(31, 125))
_PENNIES = Twin(matrix([[1, -1], [-1, 1]]), matrix([[-1, 1], [1, -1]]), Fraction(9, 10))
_EQUAL = Twin(matrix([[2, 2], [2, 2]]), matrix([[5, 5], [5, 5]]), Fraction(1, 2))


def solved(twin: Twin) -> Solution[Any]:
    return equilibrium_payoffs(game_of(twin))


def proved(twin: Twin) -> Polygon | tuple[tuple[Any, Any], ...]:
    """The vertices of a set that is proved to be V; games with a sandwich are left out here.

    How rarely that happens is a test of its own, `test_nearly_every_small_game_is_proved`.
    """
    solution = solved(twin)
    assume(solution.status is Status.PROVED)
    return solution.value.vertices


def within(polygon: Polygon, points: Polygon, slack: Fraction) -> bool:
    if not polygon:
        return not points
    return all(squared_distance(polygon, p) <= slack**2 for p in points)


@given(twins(), scales)
@example(_UNEQUAL, Scale((Fraction(1, 3), Fraction(5, 7)), (Fraction(0), Fraction(10**6))))
def test_units_and_zeros_of_payoffs_do_not_matter(twin: Twin, scale: Scale) -> None:
    expected = [scale.point(p) for p in corners(proved(twin))]
    assert same_corners(proved(scale(twin)), expected)


@pytest.mark.parametrize("delta", ["1/7", "31/125", "1/4", "99/100", "9999/10000"])
@pytest.mark.parametrize(
    ("factor", "shift"), [(10**9, 0), (Fraction(1, 10**11), 0), (1, 10**6), (1, -(10**9))]
)
def test_extreme_units_are_proved_too(delta: str, factor: Fraction, shift: int) -> None:
    twin = replace(_UNEQUAL, delta=Fraction(delta))
    both = Fraction(factor)
    scale = Scale((both, both), (Fraction(shift), Fraction(shift)))
    plain, scaled = solved(twin), solved(scale(twin))
    assert plain.status is scaled.status is Status.PROVED
    expected = [scale.point(p) for p in corners(plain.value.vertices)]
    assert same_corners(scaled.value.vertices, expected)


@given(st.data(), twins())
def test_the_order_of_actions_does_not_matter(data: st.DataObject, twin: Twin) -> None:
    other, _ = data.draw(reordered(twin))
    assert same_corners(proved(other), corners(proved(twin)))


@given(twins())
@example(_UNEQUAL)
def test_players_may_change_places(twin: Twin) -> None:
    expected = [(y, x) for x, y in corners(proved(twin))]
    assert same_corners(proved(exchanged(twin)), expected)


@given(twins(), st.integers(0, 1))
def test_a_duplicated_action_adds_nothing(twin: Twin, row: int) -> None:
    assume(row < len(twin.first))
    doubled = Twin((*twin.first, twin.first[row]), (*twin.second, twin.second[row]), twin.delta)
    assert same_corners(proved(doubled), corners(proved(twin)))


@given(twins())
def test_nobody_gets_less_than_the_minmax_and_all_is_feasible(twin: Twin) -> None:
    vertices = corners(proved(twin))
    feasible = hull(twin.payoffs(a) for a in twin.profiles)
    unit = payoff_range(twin)
    assert within(feasible, vertices, ROUNDING * unit)
    for player in (0, 1):
        assert all(v[player] >= twin.minmax[player] - ROUNDING * unit for v in vertices)


@given(twins(), st.integers(0, 12))
@example(_UNEQUAL, 5)
@example(_PENNIES, 3)
def test_the_set_lies_inside_every_outer_iterate_of_the_twin(twin: Twin, steps: int) -> None:
    vertices = corners(proved(twin))
    bound = outer(twin, steps).vertices
    if not bound:
        assert not vertices
    else:
        assert within(bound, vertices, ROUNDING * payoff_range(twin))


@given(twins())
def test_rational_sets_generate_themselves(twin: Twin) -> None:
    vertices = proved(twin)
    assume(is_rational(vertices))
    assert generates_itself(twin, corners(vertices))


@pytest.mark.slow
@given(twins(deltas=tuple(d for d in DELTAS if d <= Fraction(4, 5))))
@example(_UNEQUAL)
@example(_PENNIES)
@example(_EQUAL)
def test_the_twin_stands_still_at_the_same_set(twin: Twin) -> None:
    vertices = corners(proved(twin))
    limit = outer(twin, STEPS)
    event(f"still={limit.still}, exact={limit.exact}")
    if limit.exact:
        assert vertices == limit.vertices
    elif limit.still:
        # Standing still on a grid is no proof, but what it encloses loosely shows here.
        assert within(vertices, limit.vertices, REMAINDER * payoff_range(twin))


@given(twins(), st.sampled_from(DELTAS))
def test_more_patience_never_removes_a_payoff(twin: Twin, other: Fraction) -> None:
    # Abreu, Pearce and Stacchetti (1990, Theorem 6). It needs convex sets of promises, which the
    # public lottery gives. With d < D let v = (1 - d) g + d w for v, w in V(d). The promise
    # w' = s w + (1 - s) v with s = d (1 - D) / (D (1 - d)) <= 1 lies in V(d), makes
    # v = (1 - D) g + D w', and exceeds the threat by at least s (1 - d) / d h = (1 - D) / D h.
    low, high = sorted((twin.delta, other))
    smaller, larger = (corners(proved(replace(twin, delta=d))) for d in (low, high))
    assert within(larger, smaller, ROUNDING * payoff_range(twin))


@given(twins())
@example(_UNEQUAL)
@example(_PENNIES)
@example(_EQUAL)
def test_every_certificate_is_accepted_and_speaks_of_this_game(twin: Twin) -> None:
    solution = solved(twin)
    assert solution.certificate is not None
    verify(Certificate.from_json(solution.certificate.text))
    document = json.loads(solution.certificate.text)
    assert Fraction(document["game"]["discount_factor"]) == twin.delta
    first, second = document["game"]["payoffs"]
    assert matrix([[Fraction(x) for x in row] for row in first]) == twin.first
    assert matrix([[Fraction(x) for x in row] for row in second]) == twin.second
    if solution.status is Status.PROVED:
        assert document["kind"] == "maximal_payoff_set"
        assert len(document["vertices"]) == len(solution.value.vertices)


@given(twins())
@example(_UNEQUAL)
def test_floats_agree_with_the_exact_set(twin: Twin) -> None:
    exact = corners(proved(twin))
    solution = equilibrium_payoffs(floats_of(twin))
    assert solution.status is Status.FLOAT
    assert solution.certificate is None
    found = tuple((Fraction(x), Fraction(y)) for x, y in solution.value.vertices)
    excess: Any = solution.diagnostics["excess"]
    event(f"bounded={excess is not None}")
    slack = Fraction(excess or 0) + Fraction(FLOAT_ROUNDING) * payoff_range(twin)
    assert bool(found) == bool(exact)
    assert within(found, exact, slack)
    assert within(exact, found, slack)


def tempting(twin: Twin) -> Twin:
    """The game with an equilibrium at the first actions and high payoffs at the last ones."""
    first, second = ([list(row) for row in payoffs] for payoffs in (twin.first, twin.second))
    first[-1][-1] += 4
    second[-1][-1] += 4
    first[0][0] = max(row[0] for row in first)
    second[0][0] = max(second[0])
    return Twin(matrix(first), matrix(second), twin.delta)


_patient = tuple(d for d in DELTAS if d >= Fraction(1, 2))


@given(twins(fewest=2, deltas=_patient).map(tempting))
@example(_UNEQUAL)
def test_static_equilibria_generate_themselves_but_are_refused_as_the_whole_set(
    twin: Twin,
) -> None:
    static = twin.static_equilibria
    solution = solved(twin)
    assume(solution.status is Status.PROVED and static)
    assume(corners(solution.value.vertices) != static)
    assert solution.certificate is not None
    document = json.loads(solution.certificate.text)
    fields = {
        name: value
        for name, value in document.items()
        if name not in {"format", "version", "kind", "game", "game_digest", "digest"}
    }
    fields["field"] = None
    fields["vertices"] = [[str(x), str(y)] for x, y in static]
    fields["profiles"] = [first_profile(twin, point, static) for point in static]
    inside = {name: fields[name] for name in ("field", "vertices", "profiles", "uniform_payoffs")}
    # The neighbour that is accepted: the same set, claimed to be a part only.
    verify(Certificate.seal("self_generating_set", document["game"], inside))
    for theorem in _theorems(document["outside"]["theorem"], len(static)):
        fields["outside"] = {"chain": document["outside"]["chain"], "theorem": theorem}
        with pytest.raises(CertificateError):
            Certificate.seal("maximal_payoff_set", document["game"], fields).check()


def _theorems(original: Any, corners_of_set: int) -> list[Any]:
    """Say nothing, repeat what was said of the whole set, or give equal weights."""
    normals = {1: (4, 5), 2: (5, 6, 7, 8)}.get(
        corners_of_set, (corners_of_set, corners_of_set + 1, corners_of_set + 2)
    )
    equal = [{"weights": ["1"] * n, "total": str(n)} for n in normals]
    return [None, original, *equal]


@pytest.mark.slow
def test_nearly_every_small_game_is_proved() -> None:
    from random import Random

    random = Random(2014)
    left_out = 0
    for _ in range(400):
        m, n = random.randint(2, 3), random.randint(2, 3)
        first, second = (
            matrix([[random.randint(-5, 5) for _ in range(n)] for _ in range(m)]) for _ in range(2)
        )
        solution = solved(Twin(first, second, random.choice(DELTAS)))
        left_out += solution.status is not Status.PROVED
    assert left_out <= 1

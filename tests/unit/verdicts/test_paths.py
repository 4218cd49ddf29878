"""All orders in which one activity turns into another."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import pytest

from coopgames import verdict
from coopgames.errors import InvalidGameError
from coopgames.institutions import Activity, Arrangement, Case, load_case
from coopgames.verdicts import AttributePath, AttributePaths, Flip, attribute_paths
from coopgames.verdicts import paths as module

FIVE = ("concreteness", "simplicity", "simultaneity", "proximity", "valuer")


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("wanderley2004")


def walk(case: Case, column: str, discount_factor: object) -> AttributePaths:
    ends = case.activity("faena"), case.activity("subcontracting")
    columns = case.arrangement("treasury"), case.arrangement(column)
    return attribute_paths(*ends, columns, discount_factor)


@pytest.mark.parametrize(
    ("column", "flips"),
    [
        ("treasury", {("simultaneity",), ("concreteness", "proximity")}),
        (
            "reports",
            {
                ("concreteness", "simultaneity"),
                ("concreteness", "proximity"),
                ("simplicity", "simultaneity"),
            },
        ),
        ("collusion_proof", set()),
    ],
)
def test_what_flips_subcontracting_at_49_50(
    case: Case, column: str, flips: set[tuple[str, ...]]
) -> None:
    answer = verdict(case.activity("subcontracting"), case.arrangement(column), "49/50")
    assert answer.sustained is False
    assert set(answer.flips) == flips
    assert len(answer.flips) == len(flips)


def test_all_orders_and_each_game_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[tuple[Activity, str]] = []
    real = module.threshold_of

    def counted(activity: Activity, arrangement: Arrangement) -> object:
        solved.append((activity, arrangement.name))
        return real(activity, arrangement)

    monkeypatch.setattr(module, "threshold_of", counted)
    paths = walk(case, "reports", case.baseline)
    assert paths.differences == FIVE
    assert len(solved) == len(set(solved)) == 32
    assert len({path.order for path in paths.paths}) == 120
    assert all(sorted(path.order) == sorted(FIVE) for path in paths.paths)


@pytest.mark.parametrize("column", ["treasury", "reports", "collusion_proof"])
@pytest.mark.parametrize("discount_factor", ["993/1000", "49/50"])
def test_ends_and_counts(case: Case, column: str, discount_factor: str) -> None:
    paths = walk(case, column, discount_factor)
    for path in paths.paths:
        # Losing an attribute or the public value never helps here, so there is one flip, down.
        assert (path.verdicts[0], path.verdicts[-1]) == (True, False)
        assert [flip.sustained for flip in path.flips] == [False]
    assert sum(paths.flip_counts.values()) == sum(paths.step_counts.values()) == 120
    assert paths.flip_counts == paths.first_flip_counts


def test_a_waypoint_is_the_game_that_verdict_solves(case: Case) -> None:
    paths = walk(case, "reports", "49/50")
    changed = frozenset({"concreteness", "valuer"})
    point = paths.waypoints[changed]
    activity = case.activity("faena").replace(concreteness="not", valued_by="partner")
    assert (point.activity, point.arrangement.name) == (activity, "reports")
    answer = verdict(activity, case.arrangement("reports"), "49/50")
    assert (point.threshold, point.sustained) == (answer.threshold, answer.sustained)


def test_the_last_step_is_decided_by_the_minimal_sets(case: Case) -> None:
    # Before a treasury at 49/50 what is not yet changed keeps the verdict iff it holds a set that
    # would restore it.
    paths = walk(case, "treasury", "49/50")
    answer = verdict(case.activity("subcontracting"), case.arrangement("treasury"), "49/50")
    for changed, point in paths.waypoints.items():
        kept = set(FIVE) - changed
        assert point.sustained == any(set(names) <= kept for names in answer.flips)


def test_a_verdict_may_flip_back(case: Case) -> None:
    # A partner who sees for certain makes up for proximity when the valuer changes.
    paths = walk(case, "reports_seen", "49/50")
    several = [path for path in paths.paths if len(path.flips) > 1]
    assert several
    for path in several:
        down, up, again = path.flips
        assert (down.sustained, up.sustained, again.sustained) == (False, True, False)
        assert up.changed == "valuer"
    assert sum(paths.flip_counts.values()) == 120 + 2 * len(several)
    assert sum(paths.first_flip_counts.values()) == 120


def test_fewer_differences_fewer_orders(case: Case) -> None:
    ends = case.activity("faena"), case.activity("celebration")
    treasury = case.arrangement("treasury")
    paths = attribute_paths(*ends, (treasury, treasury), Fraction(9, 10))
    assert paths.differences == ("simultaneity",)
    assert [path.flips for path in paths.paths] == [(Flip(1, "simultaneity", False),)]
    same = attribute_paths(ends[0], ends[0], (treasury, treasury), Fraction(9, 10))
    assert (same.differences, same.paths) == ((), (AttributePath((), (True,)),))
    assert same.step_counts == {0: 1}


def test_a_level_and_its_number_are_the_same(case: Case) -> None:
    faena, treasury = case.activity("faena"), case.arrangement("treasury")
    as_number = faena.replace(concreteness="1/4", simplicity=1)
    assert attribute_paths(faena, as_number, (treasury, treasury), "1/2").differences == ()


def test_stakes_are_one_more_difference(case: Case) -> None:
    faena, treasury = case.activity("faena"), case.arrangement("treasury")
    other = case.activity("celebration").replace(cost=2)
    paths = attribute_paths(faena, other, (treasury, treasury), "9/10")
    assert paths.differences == ("simultaneity", "stakes")
    assert paths.waypoints[frozenset({"stakes"})].activity.cost == 2
    assert len(paths.paths) == factorial(2)


def test_undecided_verdicts_are_no_flip() -> None:
    path = AttributePath(("a", "b", "c"), (True, None, False, None))
    assert path.flips == (Flip(2, "b", False),)
    assert AttributePath(("a",), (None, True)).flips == ()


def test_rows(case: Case) -> None:
    rows = walk(case, "reports", "49/50").to_rows()
    assert len(rows) == 120
    first = rows[0]
    assert first["order"] == " > ".join(FIVE)
    assert first["flips"] == 1
    assert first["flipped_by"] == f"{first['first_flip_step']}: {first['first_flip_by']}"
    assert str(first["verdicts"]).startswith("sustained > ")


@pytest.mark.parametrize("discount_factor", [0, 1, "3/2"])
def test_bad_discount_factors(case: Case, discount_factor: object) -> None:
    with pytest.raises(InvalidGameError, match="discount_factor: got"):
        walk(case, "reports", discount_factor)


@pytest.mark.parametrize("arrangements", [None, (), ("treasury", "reports")])
def test_bad_arrangements(case: Case, arrangements: object) -> None:
    faena = case.activity("faena")
    with pytest.raises(InvalidGameError, match="arrangements: got"):
        attribute_paths(faena, faena, arrangements, "1/2")  # type: ignore[arg-type]

"""Two cases compared: what differs, which change flips a verdict, and in which share of orders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, permutations
from random import Random
from typing import Any

import pytest

from coopgames.certificates import verify
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import Exclusion, Fine, Promises
from coopgames.institutions import Arrangement, Case, EquityStandard, Scale, load_case
from coopgames.verdicts.changes import Situation, mixed, situation
from coopgames.verdicts.differences import ActivityDifference, Differences, differences
from coopgames.verdicts.flip_counts import count_flips, minimal_sets
from coopgames.verdicts.paths import AttributePath

ARRANGEMENT = ("observers", "sanction")


@pytest.fixture(scope="module")
def book() -> Case:
    return load_case("wanderley2004")


@pytest.fixture(scope="module")
def district() -> Case:
    return load_case("industrial_district")


@pytest.fixture(scope="module")
def found(book: Case, district: Case) -> Differences:
    return differences(book, district)


def of(found: Differences, name: str) -> ActivityDifference:
    return next(x for x in found.activities if x.name == name)


def shares(x: ActivityDifference) -> dict[str, str]:
    return {share.change.name: str(share.net) for share in x.shares}


def only(case: Case, *names: str) -> Case:
    return replace(case, activities=tuple(map(case.activity, names)))


# ------------------------------------------------------------------- the shipped pair of cases


def test_the_district_holds_the_stakes_and_the_scales_equal(book: Case, district: Case) -> None:
    assert "our coding, not evidence" in district.source
    assert (district.period, district.periods_per_year) == (book.period, book.periods_per_year)
    for activity in district.activities:
        own = book.activity(activity.name)
        assert activity.source
        assert activity.ground
        assert activity.observed
        assert '"' not in activity.ground  # paraphrases only
        for name in ("members", "cost", "benefit", "surplus"):
            assert getattr(activity, name) == getattr(own, name)
    assert [row | {"source": ""} for row in district.standard.to_rows()] == [
        row | {"source": ""} for row in book.standard.to_rows()
    ]


def test_which_verdicts_differ(found: Differences) -> None:
    assert [(x.name, x.first.word, x.second.word) for x in found.activities] == [
        ("subcontracting", "never", "sustained"),
        ("large_order", "never", "sustained"),
        ("collective_purchase", "sustained", "sustained"),
        ("technology", "not sustained", "sustained"),
    ]
    assert [x.name for x in found.differing] == ["subcontracting", "large_order", "technology"]
    assert len(found.left_out[0]) == 9
    assert found.left_out[1] == ()


def test_the_shares(found: Differences) -> None:
    assert shares(of(found, "subcontracting")) == {
        "concreteness": "32/105",
        "simplicity": "11/105",
        "simultaneity": "29/210",
        "proximity": "29/210",
        "observers": "37/420",
        "sanction": "37/420",
        "patience": "29/210",
    }
    assert shares(of(found, "large_order")) == {
        "concreteness": "5/12",
        "simplicity": "5/12",
        "proximity": "0",
        "observers": "1/12",
        "sanction": "1/12",
        "patience": "0",
    }
    assert shares(of(found, "technology")) == {
        "concreteness": "2/3",
        "proximity": "1/6",
        "patience": "1/6",
    }
    assert shares(of(found, "collective_purchase")) == {}
    assert of(found, "collective_purchase").sufficient == ()


def test_the_minimal_sets(found: Differences) -> None:
    order = of(found, "large_order")
    assert order.sufficient == (("concreteness",), ("simplicity",), ARRANGEMENT)
    assert order.undoing == tuple(("concreteness", "simplicity", x) for x in ARRANGEMENT)
    technology = of(found, "technology")
    assert technology.sufficient == (("concreteness",), ("proximity", "patience"))
    assert technology.undoing == (("concreteness", "proximity"), ("concreteness", "patience"))


@pytest.mark.parametrize("name", ["subcontracting", "large_order", "technology"])
def test_a_minimal_set_flips_and_no_part_of_it_does(found: Differences, name: str) -> None:
    x = of(found, name)
    for names in x.sufficient:
        answer = x.with_changes(*names)
        assert answer.sustained
        assert {"threshold", "equilibrium"} <= set(answer.certificates)
        assert all(verify(certificate) for certificate in answer.certificates.values())
        for left_out in names:
            assert x.with_changes(*(y for y in names if y != left_out)).sustained is False
    for names in x.undoing:
        rest = [change.name for change in x.changes if change.name not in names]
        assert x.with_changes(*rest).sustained is False
        for given_back in names:
            assert x.with_changes(*rest, given_back).sustained


def test_both_ends_have_certificates_and_are_the_ends_of_the_way(found: Differences) -> None:
    for x in found.activities:
        for judged, names in ((x.first, ()), (x.second, [y.name for y in x.changes])):
            assert "threshold" in judged.certificates
            assert all(verify(certificate) for certificate in judged.certificates.values())
            same = x.with_changes(*names)
            assert (same.sustained, same.threshold, same.status) == (
                judged.sustained,
                judged.threshold,
                judged.status,
            )


@pytest.mark.parametrize("name", ["large_order", "technology"])
def test_all_orders_counted_one_by_one(found: Differences, name: str) -> None:
    x = of(found, name)
    names = [change.name for change in x.changes]
    solved = {frozenset(y): x.with_changes(*y).sustained for y in subsets_of(names)}
    counts: Counter[str] = Counter()
    for order in permutations(names):
        verdicts = [solved[frozenset(order[:k])] for k in range(len(order) + 1)]
        flips = [k for k in range(len(order)) if verdicts[k] != verdicts[k + 1]]
        assert len(flips) == 1
        counts[order[flips[0]]] += 1
    assert {y.change.name: y.net * x.orders for y in x.shares} == {y: counts[y] for y in names}


def test_backwards_the_shares_are_the_same_and_the_sets_change_places(
    book: Case, district: Case, found: Differences
) -> None:
    for there in found.differing:
        back = of(differences(only(district, there.name), only(book, there.name)), there.name)
        assert shares(back) == shares(there)
        assert set(back.sufficient) == set(there.undoing)
        assert set(back.undoing) == set(there.sufficient)
        swapped = [(x.name, x.after, x.before) for x in back.changes]
        assert swapped == [(x.name, x.before, x.after) for x in there.changes]


def test_at_one_discount_factor_patience_is_no_change(book: Case, district: Case) -> None:
    found = differences(book, district, "993/1000")
    assert found.discount_factors == (Fraction(993, 1000), Fraction(993, 1000))
    assert all(change.name != "patience" for x in found.activities for change in x.changes)
    assert shares(of(found, "technology")) == {"concreteness": "1", "proximity": "0"}
    # Not as patient, and the district does not sustain it either.
    assert not of(differences(book, district, "98/100"), "technology").differs


def test_against_collusion_nothing_helps_but_other_eyes(book: Case, district: Case) -> None:
    """Where the two can agree on a report, who sees and judges is in every set that flips (P8)."""
    proof = [
        replace(case, columns=replace(case.columns, partner="collusion_proof"))
        for case in (book, district)
    ]
    found = differences(*proof)
    for name in ("subcontracting", "large_order"):
        sets = of(found, name).sufficient
        assert sets
        assert all("observers" in names for names in sets)
    technology = of(found, "technology")
    assert (technology.first.word, technology.second.word) == ("never", "never")


def test_a_case_beside_itself_differs_in_nothing(book: Case) -> None:
    found = differences(book, book)
    assert found.differing == ()
    assert all(x.changes == () and x.orders == 1 for x in found.activities)
    assert found.to_rows() == []


def test_the_rows(found: Differences) -> None:
    rows = [row for row in found.to_rows() if row["activity"] == "technology"]
    assert rows[0] == {
        "activity": "technology",
        "first_verdict": "not sustained",
        "second_verdict": "sustained",
        "change": "concreteness",
        "before": "not (1)",
        "after": "partly (1/2)",
        "share": Fraction(2, 3),
        "towards": Fraction(2, 3),
        "back": Fraction(0),
    }
    same = [row for row in found.to_rows() if row["activity"] == "collective_purchase"]
    assert {row["share"] for row in same} == {None}


# ---------------------------------------------------------------- what counts as a change


def with_partner(case: Case, name: str, **parts: Any) -> Case:
    """Return a case of one activity in which the partner's arrangement has other parts."""
    sanction: Any = parts.pop("sanction", Fine("burnt"))
    own = Arrangement("own", "partner", sanction, standard=case.standard, **parts)
    columns = replace(case.columns, order=("own",), partner="own", members=None)
    return replace(only(case, name), arrangements=(own,), columns=columns)


def change_names(first: Case, second: Case, delta: object = None) -> list[str]:
    return [x.name for x in differences(first, second, delta).activities[0].changes]


def test_each_part_of_a_partners_arrangement_is_a_change(book: Case) -> None:
    plain = with_partner(book, "technology")
    free = with_partner(book, "technology", side_agreement_cost=0)
    assert change_names(plain, free) == ["side_agreements"]
    assert change_names(plain, with_partner(book, "technology", partner_sees=1)) == ["partner_sees"]
    other = with_partner(book, "technology", sanction=Exclusion())
    assert change_names(plain, other) == ["sanction"]
    both = differences(plain, free).activities[0]
    assert (both.changes[0].before, both.changes[0].after) == ("none", "0")


def test_stakes_are_one_change(book: Case) -> None:
    poor = replace(
        only(book, "technology"),
        activities=(book.activity("technology").replace(members=19, surplus="1/10"),),
    )
    x = differences(book, poor).activities[0]
    assert [change.name for change in x.changes] == ["stakes"]
    assert x.changes[0].after == "members 19, cost 23/20, benefit 3/20, surplus 1/10"


def test_a_physical_penalty_is_a_change_before_members(book: Case) -> None:
    whip = replace(book.arrangement("treasury"), physical_penalty=1)
    columns = replace(book.columns, order=("treasury",), partner=None)
    other = replace(only(book, "faena"), arrangements=(whip,), columns=columns)
    assert change_names(book, other) == ["physical_penalty"]


def test_promises_come_and_go_with_the_partner(book: Case, district: Case) -> None:
    promises = with_partner(book, "subcontracting", sanction=Promises("burning"))
    x = of(differences(promises, district), "subcontracting")
    names = [change.name for change in x.changes]
    assert "observers" in names
    assert "sanction" not in names
    assert x.changes[names.index("observers")].before.startswith("the partner alone; any promises")
    assert sum(share.net for share in x.shares) == 1


def test_so_does_a_fine_with_a_cap(book: Case, district: Case) -> None:
    capped = replace(
        district.arrangement("quality_institution"), sanction=Fine("treasury", Fraction(20))
    )
    rest = tuple(x for x in district.arrangements if x.name != capped.name)
    x = of(differences(book, replace(district, arrangements=(capped, *rest))), "large_order")
    assert "sanction" not in [change.name for change in x.changes]
    assert x.second.sustained
    assert x.shares[-2].change.after == "all members; a flat fine to the treasury, at most 20"


def test_what_no_solver_covers_says_where(book: Case, district: Case) -> None:
    capped = with_partner(book, "technology", sanction=Fine("burnt", Fraction(1, 2)))
    with pytest.raises(UnsupportedGameError, match="technology under own in wanderley2004: "):
        differences(capped, district)


def test_a_level_is_compared_by_its_number(book: Case) -> None:
    keen = {x: getattr(book.standard, x) for x in ("simplicity", "simultaneity", "proximity")}
    scale = Scale("concreteness", Fraction(1, 8), Fraction(1, 4), Fraction(1, 2))
    standard = EquityStandard("keen", concreteness=scale, **keen)
    case = replace(
        only(book, "large_order"),
        standard=standard,
        arrangements=tuple(replace(x, standard=standard) for x in book.arrangements),
    )
    x = differences(book, case).activities[0]
    assert [(y.name, y.before, y.after) for y in x.changes] == [
        ("concreteness", "not (1)", "not (1/2)")
    ]
    number = replace(
        only(book, "large_order"),
        activities=(book.activity("large_order").replace(concreteness=1),),
    )
    assert change_names(book, number) == []


def test_what_lies_between_two_arrangements(book: Case, district: Case) -> None:
    first = situation(book, "subcontracting", book.baseline)
    second = situation(district, "subcontracting", district.baseline)

    def between(*names: str) -> Situation:
        return mixed(first, second, frozenset(names))

    assert between("sanction").arrangement.sanction == Fine("burnt")
    assert between("sanction").activity.valued_by == "partner"
    assert between("observers").arrangement.sanction == Fine("burnt")
    assert between("observers").arrangement.observers == "members"
    assert between(*ARRANGEMENT).arrangement.sanction == Fine("treasury")
    assert between("patience").discount_factor == district.baseline
    assert between("simultaneity").activity.simultaneity == 4
    assert between("simultaneity").activity.proximity == Fraction(3, 10)


# ------------------------------------------------------------------------- the counting


def subsets(names: str) -> list[frozenset[str]]:
    sizes = range(len(names) + 1)
    return [frozenset(x) for x in chain.from_iterable(combinations(names, k) for k in sizes)]


@pytest.mark.parametrize("seed", range(40))
def test_counting_through_sets_is_counting_through_orders(seed: int) -> None:
    """On any table of verdicts, also one that goes back and forth or has undecided entries."""
    random = Random(seed)
    names = "abcde"[: random.randint(1, 5)]
    verdicts = {x: random.choice((True, False, None)) for x in subsets(names)}
    verdicts[frozenset()], verdicts[frozenset(names)] = False, True
    towards: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for order in permutations(names):
        seen = tuple(verdicts[frozenset(order[:k])] for k in range(len(order) + 1))
        for flip in AttributePath(order, seen).flips:
            (towards if flip.sustained else back)[flip.changed] += 1
    assert count_flips(names, verdicts) == (towards, back)
    assert sum(towards.values()) - sum(back.values()) == len(list(permutations(names)))


def test_a_change_that_flips_back_is_told_apart(found: Differences) -> None:
    table = dict(zip(subsets("ab"), (False, True, True, True), strict=True))
    x = of(found, "technology")
    two = replace(x, changes=x.changes[:2], verdicts={})
    names = [change.name for change in two.changes]
    table = {frozenset(names[ord(y) - ord("a")] for y in key): v for key, v in table.items()}
    assert [y.net for y in replace(two, verdicts=table).shares] == [Fraction(1, 2), Fraction(1, 2)]
    three = [y.name for y in x.changes]
    wild = dict.fromkeys((frozenset(y) for y in subsets_of(three)), False)
    wild[frozenset(three)] = wild[frozenset(three[:1])] = True
    answer = replace(x, verdicts=wild).shares
    assert [y.back for y in answer] == [0, Fraction(1, 6), Fraction(1, 6)]
    assert sum(y.net for y in answer) == 1
    assert replace(x, verdicts=wild | {frozenset(three[1:]): None}).undecided == 1


def subsets_of(names: list[str]) -> list[tuple[str, ...]]:
    return [x for k in range(len(names) + 1) for x in combinations(names, k)]


def test_minimal_sets_have_no_flipping_part() -> None:
    assert minimal_sets("abc", lambda made: len(made) >= 2) == (
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    )
    assert minimal_sets("abc", lambda made: False) == ()


# ------------------------------------------------------------------------------ refusals


def test_nothing_in_common_is_one_clear_error(book: Case, district: Case) -> None:
    with pytest.raises(InvalidGameError, match=r"expected an activity of the same name in both"):
        differences(only(book, "faena"), district)


def test_two_clocks_are_refused(book: Case, district: Case) -> None:
    monthly = replace(district, period="month", periods_per_year=12)
    with pytest.raises(InvalidGameError, match=r"12 periods a year.*expected the same period"):
        differences(book, monthly)


@pytest.mark.parametrize("delta", [0, 1, "3/2", -1])
def test_a_discount_factor_out_of_range_is_refused(
    book: Case, district: Case, delta: object
) -> None:
    with pytest.raises(InvalidGameError, match="discount_factor"):
        differences(book, district, delta)


def test_what_is_not_a_case_is_refused(book: Case) -> None:
    anything: Any = "industrial_district"
    with pytest.raises(InvalidGameError, match=r"second: got 'industrial_district'"):
        differences(book, anything)


def test_an_unknown_change_lists_the_known_ones(found: Differences) -> None:
    with pytest.raises(InvalidGameError, match="expected one of concreteness, proximity, patience"):
        of(found, "technology").with_changes("stakes")

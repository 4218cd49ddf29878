"""Agreement between coders: examples by hand, and the laws that Cohen's kappa obeys."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.errors import InvalidGameError
from coopgames.institutions import ATTRIBUTES, LEVELS, Activity, Case, load_case
from coopgames.institutions.activity import OBSERVED, VALUERS
from coopgames.institutions.agreement import Agreement, AttributeAgreement, agreement

SHIPPED = load_case("wanderley2004")
CODED = (*ATTRIBUTES, "valued_by", "observed")


def case_of(name: str, activities: Sequence[Activity]) -> Case:
    return Case(
        name,
        "",
        "",
        "week",
        52,
        SHIPPED.baseline,
        SHIPPED.largest,
        SHIPPED.standard,
        tuple(activities),
        SHIPPED.arrangements,
        SHIPPED.columns,
    )


def coded(name: str, codings: Sequence[dict[str, Any]]) -> Case:
    """Return a case in which activity a0, a1, ... has these codings, and is met for the rest."""
    rest: dict[str, Any] = dict.fromkeys(ATTRIBUTES, "met") | {"valued_by": "members"}
    rest |= {"members": 20, "cost": 2, "benefit": 1, "surplus": 0}
    return case_of(name, [Activity(f"a{k}", **(rest | x)) for k, x in enumerate(codings)])


def by_table(attribute: str, table: dict[tuple[Any, Any], int]) -> AttributeAgreement:
    """Return the row of an attribute from the number of activities of each pair of codings."""
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    first = coded("first", [{attribute: x} for x, _ in pairs])
    second = coded("second", [{attribute: y} for _, y in pairs])
    return agreement(first, second).attribute(attribute)


# ---------------------------------------------------------------- by hand


def test_two_words_by_hand() -> None:
    # 50 activities, 20 + 15 alike: p_o = 7/10. The first says "members" of 25, the second of 30,
    # so p_e = 1/2 * 3/5 + 1/2 * 2/5 = 1/2, and kappa = (7/10 - 1/2) / (1 - 1/2) = 2/5.
    table = {
        ("members", "members"): 20,
        ("members", "partner"): 5,
        ("partner", "members"): 10,
        ("partner", "partner"): 15,
    }
    row = by_table("valued_by", table)
    assert row == ("valued_by", Fraction(7, 10), Fraction(2, 5), None)


def test_three_levels_by_hand() -> None:
    # Ten activities. First: met 5, partly 3, not 2. Second: met 4, partly 4, not 2. Alike: 7.
    # p_e = (5*4 + 3*4 + 2*2) / 100 = 36/100, kappa = (70 - 36) / (100 - 36) = 34/64 = 17/32.
    # Steps apart, observed: 1 + 2 + 2 = 5 in 10. Expected, in hundredths: one step 5*4 + 3*4 +
    # 3*2 + 2*4 = 46, two steps 2 * (5*2 + 2*4) = 36, together 82. Weighted: 1 - 50/82 = 16/41.
    table = {
        ("met", "met"): 3,
        ("met", "partly"): 1,
        ("met", "not"): 1,
        ("partly", "partly"): 3,
        ("not", "not"): 1,
        ("not", "met"): 1,
    }
    row = by_table("concreteness", table)
    assert row == ("concreteness", Fraction(7, 10), Fraction(17, 32), Fraction(16, 41))


def test_a_near_miss_weighs_less_than_a_far_one() -> None:
    base = {("met", "met"): 2, ("not", "not"): 2, ("partly", "partly"): 2}
    near = by_table("proximity", base | {("met", "partly"): 1})
    far = by_table("proximity", base | {("met", "not"): 1})
    assert near.kappa == far.kappa
    assert near.weighted_kappa is not None
    assert far.weighted_kappa is not None
    assert near.weighted_kappa > far.weighted_kappa


def test_systematic_disagreement_is_below_chance() -> None:
    row = by_table("simplicity", {("met", "not"): 1, ("not", "met"): 1})
    assert row == ("simplicity", 0, -1, -1)


def test_two_coders_who_always_say_the_same_have_no_kappa() -> None:
    assert by_table("simplicity", {("met", "met"): 4}) == ("simplicity", 1, None, None)
    # One of them constant: what agrees is what chance would have agree.
    row = by_table("simplicity", {("met", "met"): 3, ("met", "not"): 1})
    assert row == ("simplicity", Fraction(3, 4), 0, 0)
    assert by_table("simplicity", {("met", "not"): 4}) == ("simplicity", 0, 0, 0)


def test_numbers_are_codings_without_an_order() -> None:
    table = {("met", "met"): 2, (1, 1): 1, ("not", 6): 1}
    row = by_table("simplicity", table)
    # p_o = 3/4, p_e = (2*2 + 1*1) / 16 = 5/16, kappa = (12 - 5) / (16 - 5).
    assert row == ("simplicity", Fraction(3, 4), Fraction(7, 11), None)
    assert by_table("concreteness", {("1/4", "0.25"): 1}).equal == 1


def test_observed_has_an_order_unless_it_is_left_out() -> None:
    table = {("cooperation", "occasional"): 1, ("none", "none"): 2, ("occasional", "none"): 1}
    # Observed steps 2 of 4; expected, in sixteenths: (1*1*1 + 1*3*2) + 1*3*1 + 2*1*1 = 12.
    assert by_table("observed", table).weighted_kappa == 1 - Fraction(2 * 4, 12)
    assert by_table("observed", table | {("", "none"): 1}).weighted_kappa is None


# ---------------------------------------------------------------- the table


def recoded() -> Case:
    activities = [
        x.replace(concreteness="partly", valued_by="partner") if x.name == "faena" else x
        for x in SHIPPED.activities
    ]
    return case_of("second", activities)


def test_the_table_in_print() -> None:
    found = agreement(SHIPPED, recoded())
    assert [x.attribute for x in found.attributes] == list(CODED)
    assert found.to_rows()[1] == {
        "attribute": "simplicity",
        "equal": 1,
        "kappa": 1,
        "weighted_kappa": 1,
    }
    # The first codes met 9, partly 1, not 3; the second met 8, partly 2, not 3. Alike: 12 of 13.
    # p_e = (72 + 2 + 9) / 169, kappa = (156 - 83) / (169 - 83) = 73/86. Expected steps, in 169ths:
    # 9*2 + 9*3*2 + 1*8 + 1*3 + 3*8*2 + 3*2 = 137; weighted 1 - 13/137 = 124/137.
    assert found.attribute("concreteness")[1:] == (
        Fraction(12, 13),
        Fraction(73, 86),
        Fraction(124, 137),
    )
    # Who values it: members 9 and 8, so p_e = (72 + 20) / 169, kappa = (156 - 92) / (169 - 92).
    assert str(found).split("\n") == [
        "wanderley2004 and second: 13 activities",
        "attribute     equal             kappa             weighted kappa",
        "concreteness  0.923 (12/13)     0.849 (73/86)     0.905 (124/137)",
        "simplicity    1                 1                 1",
        "simultaneity  1                 1                 1",
        "proximity     1                 1                 1",
        "valued_by     0.923 (12/13)     0.831 (64/77)     undefined",
        "observed      1                 1                 1",
        "faena: concreteness met or partly",
        "faena: valued_by members or partner",
    ]


def test_what_is_left_out_is_said() -> None:
    first, second = coded("x", [{}]), coded("y", [{"observed": "none"}])
    lines = str(agreement(first, second)).split("\n")
    assert lines[0] == "x and y: 1 activity"
    assert lines[-1] == "a0: observed left out or none"


def test_other_activities_are_refused() -> None:
    shorter = case_of("shorter", SHIPPED.activities[2:])
    expected = "got 'shorter', expected the same activities in both cases; it has no faena, march"
    with pytest.raises(InvalidGameError, match=f"^second: {expected}$"):
        agreement(SHIPPED, shorter)
    with pytest.raises(InvalidGameError, match=f"^first: {expected}$"):
        agreement(shorter, SHIPPED)
    with pytest.raises(InvalidGameError, match="attribute: got 'x', expected one of concreteness"):
        agreement(SHIPPED, SHIPPED).attribute("x")


# ---------------------------------------------------------------- laws

settings_of = st.one_of(st.sampled_from(LEVELS), st.integers(1, 3))
coding = st.fixed_dictionaries(
    {
        "concreteness": st.sampled_from(LEVELS),
        "simplicity": settings_of,
        "simultaneity": st.sampled_from(LEVELS[:2]),
        "proximity": st.sampled_from(LEVELS),
        "valued_by": st.sampled_from(VALUERS),
        "observed": st.sampled_from(("", *OBSERVED)),
    }
)
two_codings = st.lists(st.tuples(coding, coding), min_size=1, max_size=8)
Codings = list[tuple[dict[str, Any], dict[str, Any]]]


def compared(codings: Codings) -> Agreement:
    return agreement(coded("x", [x for x, _ in codings]), coded("y", [y for _, y in codings]))


def chance_corrected(pairs: list[tuple[Any, Any]]) -> Fraction | None:
    """Cohen's formula of 1960, from shares: a twin of the code, which works with distances."""
    size = len(pairs)
    alike = Fraction(sum(x == y for x, y in pairs), size)
    chance = Fraction(sum(x == y for x, _ in pairs for _, y in pairs), size**2)
    return None if chance == 1 else (alike - chance) / (1 - chance)


def weighted(pairs: list[tuple[Any, Any]], scale: Sequence[str]) -> Fraction | None:
    """Cohen's weighted formula of 1968 with agreement weights 1 - |i - j| / (levels - 1)."""

    def weight(x: str, y: str) -> Fraction:
        return 1 - Fraction(abs(scale.index(x) - scale.index(y)), len(scale) - 1)

    size = len(pairs)
    alike = sum((weight(x, y) for x, y in pairs), Fraction(0)) / size
    chance = sum((weight(x, y) for x, _ in pairs for _, y in pairs), Fraction(0)) / size**2
    return None if chance == 1 else (alike - chance) / (1 - chance)


@given(two_codings)
def test_the_formulas_of_cohen(codings: Codings) -> None:
    found = compared(codings)
    for attribute in CODED:
        row = found.attribute(attribute)
        pairs = [(x[attribute], y[attribute]) for x, y in codings]
        assert row.equal == Fraction(sum(x == y for x, y in pairs), len(pairs))
        assert row.kappa == chance_corrected(pairs)
    for attribute in ("concreteness", "simultaneity", "proximity"):
        pairs = [(x[attribute], y[attribute]) for x, y in codings]
        assert found.attribute(attribute).weighted_kappa == weighted(pairs, LEVELS)


@given(two_codings)
def test_kappa_is_1_iff_all_agree_on_more_than_one_coding(codings: Codings) -> None:
    for row in compared(codings).attributes:
        used = {z[row.attribute] for pair in codings for z in pair}
        assert (row.kappa == 1) == (row.equal == 1 and len(used) > 1)
        assert (row.kappa is None) == (len(used) == 1)
        if row.weighted_kappa is not None:
            assert (row.weighted_kappa == 1) == (row.kappa == 1)
            assert row.weighted_kappa <= 1
        if row.kappa is not None:
            assert -1 <= row.kappa <= row.equal


@given(st.lists(coding, min_size=1, max_size=8))
def test_a_coder_agrees_with_herself(codings: list[dict[str, Any]]) -> None:
    found = compared([(x, x) for x in codings])
    assert all(row.equal == 1 and row.kappa in (1, None) for row in found.attributes)
    assert found.disagreements == ()


@given(two_codings)
def test_the_coders_can_change_places(codings: Codings) -> None:
    found, exchanged = compared(codings), compared([(y, x) for x, y in codings])
    assert found.attributes == exchanged.attributes
    assert [(x.activity, x.attribute, x.second, x.first) for x in exchanged.disagreements] == [
        *found.disagreements
    ]


@given(two_codings, st.randoms(use_true_random=False))
def test_the_order_of_the_activities_does_not_matter(codings: Codings, chance: Any) -> None:
    first, second = (coded("x", [pair[k] for pair in codings]) for k in (0, 1))
    found = agreement(first, second)
    shuffled = list(second.activities)
    chance.shuffle(shuffled)
    assert agreement(first, case_of("y", shuffled)).to_rows() == found.to_rows()
    back = agreement(case_of("x", first.activities[::-1]), second)
    assert back.to_rows() == found.to_rows()
    assert set(back.disagreements) == set(found.disagreements)


@given(two_codings)
def test_the_disagreements_are_those_of_the_table(codings: Codings) -> None:
    found = compared(codings)
    for row in found.attributes:
        named = [x for x in found.disagreements if x.attribute == row.attribute]
        assert len(named) == len(codings) * (1 - row.equal)
        for x in named:
            pair = codings[int(x.activity[1:])]
            assert (x.first, x.second) == (pair[0][row.attribute], pair[1][row.attribute])
            assert x.first != x.second

"""Activities, arrangements, and the games they make."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import Enclosure, RationalFunction, ends, normal_cdf, parameter
from coopgames.errors import InvalidGameError, MixedArithmeticError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    StageGame,
)
from coopgames.institutions import Activity, Arrangement, EquityStandard, Scale
from coopgames.institutions.primitives import (
    dimensions_of,
    lag_of,
    noise_of,
    signals_of,
    visibility_of,
)

TREASURY = Arrangement("treasury", "members", Fine("treasury"))
REPORTS = Arrangement("reports", "partner", Fine("burnt"))


def activity(*levels: object, **changes: Any) -> Activity:
    """Return an activity with the stakes of the contrast."""
    fields: dict[str, Any] = {
        "name": "work",
        "members": 20,
        "cost": "23/20",
        "benefit": "3/20",
        "surplus": "3/20",
        "valued_by": "members",
    }
    names = ("concreteness", "simplicity", "simultaneity", "proximity")
    fields |= dict(zip(names, levels or ("met",) * 4, strict=True))
    return Activity(**(fields | changes))


MET = activity()
MIXED = activity("partly", "not", "partly", "not", valued_by="partner")


def test_gain_and_value_of_the_contrast() -> None:
    assert (MET.gain, MET.value) == (1, 2)


def test_the_four_primitives() -> None:
    assert noise_of(MIXED, TREASURY) == Fraction(1, 2)
    assert dimensions_of(MIXED, TREASURY) == 6
    assert lag_of(MIXED, TREASURY) == 4
    assert visibility_of(MIXED, TREASURY) == Fraction(3, 10)
    measure = signals_of(MIXED, TREASURY)
    assert (measure.noise, measure.dimensions, measure.proximity) == (
        Fraction(1, 2),
        6,
        Fraction(3, 10),
    )
    assert measure.cutoff == Fraction(1, 2)


def test_explicit_values_need_no_standard() -> None:
    given = activity("1/3", 2, 5, "2/3")
    for arrangement in (TREASURY, REPORTS):
        measure = signals_of(given, arrangement)
        assert (measure.noise, measure.dimensions) == (Fraction(1, 3), 2)
        assert measure.proximity == Fraction(2, 3)
        assert lag_of(given, arrangement) == 5


def test_levels_are_resolved_by_the_arrangement_s_standard() -> None:
    book = EquityStandard.wanderley_2004()
    own = EquityStandard("own", Scale("concreteness", 1, 2, 3), *book.scales[1:])
    arrangement = Arrangement("t", "members", Fine("treasury"), standard=own)
    assert noise_of(MIXED, arrangement) == 2


def test_under_members_is_the_public_good_with_public_flags() -> None:
    game = MET.under(TREASURY, "993/1000")
    assert isinstance(game.stage, AnonymousGame)
    assert isinstance(game.monitoring, AttributedSignals)
    assert game.stage.members == 20
    assert (game.stage.gain_from_shirking, game.stage.cooperative_payoff) == (1, 2)
    assert game.transfers == (Fine("treasury"),)
    assert (game.lag, game.discount_factor) == (1, Fraction(993, 1000))
    assert game.monitoring.measure == signals_of(MET, TREASURY)


def test_under_a_partner_is_the_supplier_pair_with_a_private_signal() -> None:
    game = MIXED.under(REPORTS, "993/1000")
    assert isinstance(game.stage, StageGame)
    assert isinstance(game.monitoring, PrivateValuation)
    assert game.stage.payoff(0, (1, 0)) == 1  # the supplier's gain
    assert game.stage.payoff(0, (0, 0)) + game.stage.payoff(1, (0, 0)) == 2
    assert game.stage.payoff(0, (1, 0)) + game.stage.payoff(1, (1, 0)) == 0
    assert game.monitoring.observer == 1
    assert game.monitoring.side_agreement_cost is None
    assert game.lag == 4
    assert game.round_discount_factor == Fraction(993, 1000) ** 4


def test_the_arrangement_decides_who_observes_whatever_the_activity_says() -> None:
    public = MIXED.under(TREASURY, "9/10").monitoring
    private = MIXED.under(REPORTS, "9/10").monitoring
    assert isinstance(public, AttributedSignals)
    assert isinstance(private, PrivateValuation)
    assert private.alarm_rates == (public.false_alarm, public.detection)


def test_false_alarm_and_detection_enclose_the_normal_probabilities() -> None:
    signals = MET.under(TREASURY, "9/10").monitoring
    assert isinstance(signals, AttributedSignals)
    for value, z in ((signals.detection, 2), (signals.false_alarm, -2)):
        lower, upper = ends(normal_cdf(Fraction(z)))
        assert isinstance(value, Enclosure)
        assert (value.lower, value.upper) == (lower * Fraction(9, 10), upper * Fraction(9, 10))
        assert value.width < Fraction(1, 10**12)


def test_the_partner_may_see_for_certain_and_agree_at_a_cost() -> None:
    seen = Arrangement("s", "partner", Fine("burnt"), partner_sees=1, side_agreement_cost="1/3")  # type: ignore[arg-type]
    game = MIXED.under(seen, "9/10")
    assert isinstance(game.monitoring, PrivateValuation)
    assert game.monitoring.side_agreement_cost == Fraction(1, 3)
    assert game.monitoring.measure is not None
    assert game.monitoring.measure.proximity == 1


def test_by_default_the_game_is_a_family_in_delta() -> None:
    for arrangement in (TREASURY, REPORTS):
        delta = MET.under(arrangement).discount_factor
        assert isinstance(delta, RationalFunction)
        assert delta == parameter("delta", 0, 1)


def test_stakes_may_hold_a_parameter() -> None:
    surplus = parameter("surplus", 0, 10)
    assert activity(surplus=surplus).value == surplus + Fraction(37, 20)
    assert activity(members=parameter("n", 2, 100)).gain == 1


def test_a_physical_penalty_stands_beside_the_fine() -> None:
    beating = Arrangement("b", "members", Fine("treasury"), physical_penalty="1/2")  # type: ignore[arg-type]
    assert MET.under(beating, "9/10").transfers == (
        Fine("treasury"),
        PhysicalPenalty(Fraction(1, 2)),
    )
    assert "a physical penalty of 1/2 after a refusal" in beating.sanction_label


def test_restore_meets_the_named_attributes_only() -> None:
    restored = MIXED.restore("concreteness", "proximity")
    assert restored == activity("met", "not", "partly", "met", valued_by="partner")
    assert MIXED.restore() == MIXED
    assert (
        MIXED.restore("concreteness", "simplicity", "simultaneity", "proximity").replace(
            valued_by="members"
        )
        == MET
    )
    with pytest.raises(InvalidGameError, match="attributes: got 'concretness'.*'concreteness'"):
        MIXED.restore("concretness")


def test_replace_checks_fields_and_values() -> None:
    assert MET.replace(proximity="1/2").proximity == Fraction(1, 2)
    with pytest.raises(InvalidGameError, match=r"replace: got prox=1.*a field of Activity"):
        MET.replace(prox=1)
    with pytest.raises(InvalidGameError, match="proximity: got 2"):
        MET.replace(proximity=2)


def test_activities_are_frozen_and_print_what_makes_them_again() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        MET.name = "other"  # type: ignore[misc]
    again = eval(repr(MIXED), {"Activity": Activity, "Fraction": Fraction})
    assert again == MIXED
    assert hash(again) == hash(MIXED)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "a b", "name: got 'a b', expected a letter"),
        ("members", 1, "members: got 1, expected an integer >= 2"),
        ("members", True, "members: got True, expected an integer >= 2"),
        ("members", Fraction(3), "members: got Fraction"),
        ("cost", "x", "cost: "),
        ("cost", None, "cost: "),
        ("concreteness", "yes", "concreteness: got 'yes', expected a level"),
        ("simplicity", 0, "simplicity: got 0, expected an integer >= 1"),
        ("valued_by", "partners", "valued_by: got 'partners'.*did you mean 'partner'"),
        ("observed", "some", "observed: got 'some', expected one of cooperation"),
        ("ground", 3, "ground: got 3, expected a text"),
    ],
)
def test_bad_fields_are_named(field: str, value: object, message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        activity(**{field: value})


def test_float_stakes_are_refused() -> None:
    with pytest.raises(MixedArithmeticError, match='benefit: got the float 0.15.*"0.15"'):
        activity(benefit=0.15)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": ""}, "name: got ''"),
        ({"observers": "member"}, "observers: got 'member'.*did you mean 'members'"),
        ({"sanction": "fine"}, "sanction: got 'fine', expected a Fine"),
        ({"sanction": PhysicalPenalty(1)}, "sanction: got PhysicalPenalty"),
        ({"standard": None}, "standard: got None"),
        ({"partner_sees": 1}, "partner_sees: got 1, expected nothing when observers is 'members'"),
        ({"side_agreement_cost": 0}, "side_agreement_cost: got 0, expected nothing"),
        ({"physical_penalty": -1}, "physical_penalty: got -1, expected a number >= 0"),
        (
            {"observers": "partner"},
            "sanction: got a flat fine to the treasury, .*a sanction that burns",
        ),
        (
            {"observers": "partner", "sanction": Promises("balanced")},
            "sanction: got any promises, balanced, .*a sanction that burns",
        ),
        (
            {"observers": "partner", "sanction": Exclusion(), "physical_penalty": 1},
            "physical_penalty: got 1, expected nothing when observers is 'partner'",
        ),
        (
            {"observers": "partner", "sanction": Exclusion(), "partner_sees": 0},
            "partner_sees: got 0, expected a probability",
        ),
        (
            {"observers": "partner", "sanction": Exclusion(), "side_agreement_cost": "-1"},
            "side_agreement_cost: got -1, expected a number >= 0",
        ),
    ],
)
def test_bad_arrangements_are_refused(arguments: dict[str, Any], message: str) -> None:
    fields = {"name": "x", "observers": "members", "sanction": Fine("treasury")} | arguments
    with pytest.raises(InvalidGameError, match=message):
        Arrangement(**fields)


@pytest.mark.parametrize(
    ("sanction", "label"),
    [
        (Fine("burnt"), "a fine, burnt"),
        (Fine("treasury"), "a flat fine to the treasury"),
        (Fine("unflagged"), "a fine shared by the unflagged"),
        (Fine("unflagged", Fraction(3, 2)), "a fine shared by the unflagged, at most 3/2"),
        (Exclusion(), "exclusion by public lottery"),
    ],
)
def test_sanctions_in_words(sanction: Any, label: str) -> None:
    assert Arrangement("x", "members", sanction).sanction_label == label


def test_promises_are_for_partners() -> None:
    promises = Promises("burning")
    assert Arrangement("x", "partner", promises).sanction_label == "any promises, burning"
    with pytest.raises(InvalidGameError, match="sanction: got any promises, burning"):
        Arrangement("x", "members", promises)


def test_labels_fall_back_on_the_name() -> None:
    assert Arrangement("reports_seen", "partner", Exclusion()).label == "reports seen"
    assert activity(name="large_order").label == "large order"
    assert activity(title="Large order").label == "Large order"


def test_lag_and_dimensions_are_bounded() -> None:
    levels: Any = "met", 1_000_000, 1_000, "met"
    activity = Activity("x", 20, "23/20", "3/20", "3/20", *levels, "members")
    assert (activity.simplicity, activity.simultaneity) == (1_000_000, 1_000)
    with pytest.raises(InvalidGameError, match="simultaneity: got 1001, expected at most 1,000 "):
        activity.replace(simultaneity=1_001)
    with pytest.raises(InvalidGameError, match="simplicity: got 1000001, expected at most 1,000,0"):
        activity.replace(simplicity=1_000_001)

"""The thresholds of marches: solvers against formulas, and deviations below them."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.arithmetic import AlgebraicNumber, Enclosure, RationalFunction, normal_cdf
from coopgames.catalogue.defensive.march import March
from coopgames.catalogue.defensive.march_dialogue import Escalation, ThreatOfMarches
from coopgames.catalogue.defensive.march_once import MarchForPrivateGain, MarchOnce
from coopgames.claims.closed_forms.march import FORMS
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import AnonymousGame, LinearPublicGood, PayoffTable, StageGame
from coopgames.solvers import Status, check_equilibrium, pure_nash
from coopgames.solvers.global_games import global_game_cutoffs
from coopgames.solvers.laplacian import laplacian_gain, laplacian_threshold
from coopgames.solvers.participation import joining_gains, numbers_of_participants
from coopgames.solvers.stopping import first_stop
from coopgames.solvers.symmetric_mixing import largest_cost_of_mixing, symmetric_mixed_equilibria
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

positive = rationals("1/10", 9)
shares = rationals(0, 1)
some_patience = rationals("1/10", "19/20")
found_out = rationals("1/10", 1)
payoffs = st.fractions(-4, 4, max_denominator=4)


@cache
def formula(institution: str, unknown: str) -> Any:
    """A closed form, built once."""
    return FORMS[institution, unknown]()


def with_needed(least: int, most: int, spare: int = 0) -> st.SearchStrategy[tuple[int, int]]:
    """Numbers of members, and of those of them that success needs (some may be spare)."""
    return st.integers(least, most).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(1, n - spare))
    )


# --- a duty of membership ---


@many
@given(with_needed(2, 40, 1), positive, shares, positive, found_out, some_patience)
def test_duty_needs_a_club_surplus(
    numbers: tuple[int, int], b: Fraction, kept: Fraction, c: Fraction, d: Fraction, beta: Fraction
) -> None:
    march = March(*numbers, b, kept, 0, c, d, beta)
    found = thresholds(march, parameter("club_surplus", 0, 1000))
    assert_same(found, formula("march", "s").at(B=b, chi=kept, c=c, D=d, beta=beta))
    if found:
        assert_deviation(march.at(club_surplus=below(found)))


@many
@given(positive, shares, rationals(0, 6), positive, found_out)
def test_duty_needs_patience(
    b: Fraction, kept: Fraction, surplus: Fraction, c: Fraction, d: Fraction
) -> None:
    march = March(3, 2, b, kept, surplus, c, d)
    found = thresholds(march)
    assert_same(found, formula("march", "beta").at(B=b, chi=kept, s=surplus, c=c, D=d))
    if found is not None:
        assert_deviation(march.at(discount_factor=below(found)))


@settings(max_examples=40, deadline=None)
@given(with_needed(2, 3, 1), positive, shares, positive, shares, some_patience)
def test_duty_of_one_stands_for_all(
    numbers: tuple[int, int], b: Fraction, kept: Fraction, c: Fraction, d: Fraction, beta: Fraction
) -> None:
    march = March(*numbers, b, kept, 1, c, d, beta)
    one = check_equilibrium(march.member_game(), march.member_profile())
    everybody = check_equilibrium(march.game(), march.profile())
    assert one.value is everybody.value
    gains: list[Any] = [answer.diagnostics["deviation"] for answer in (one, everybody)]
    assert gains[0].gain == gains[1].gain


def test_absence_that_nobody_notices_is_never_deterred() -> None:
    march = March(3, 2, club_surplus=Fraction(1000), detection=Fraction(0))
    assert thresholds(march) is None
    assert march.verdict().word == "never"


def test_what_success_keeps_from_outsiders_does_not_matter() -> None:
    game = March(3, 2, Fraction(8), Fraction(1, 4)).game()
    inside, outside = game.payoff("excluded: 2", ("march", "look on", "march"))[:2]
    assert inside - outside == Fraction(8, 4) + Fraction(6, 5) - 1


# --- one march ---


@many
@given(with_needed(2, 40), positive, rationals(0, 9))
def test_exactly_those_needed_march(
    numbers: tuple[int, int], cost: Fraction, fine: Fraction
) -> None:
    n, needed = numbers
    march = MarchOnce(n, needed, 4, cost, fine)
    found = thresholds(march, parameter("benefit", 0, 20))
    assert_same(found, formula("march: once", "B").at(n=n, T=needed, c=cost, Df=fine))
    if found:
        assert_deviation(march.at(benefit=below(found)))


@settings(max_examples=60, deadline=None)
@given(with_needed(2, 5), positive, positive, rationals(0, 9))
def test_two_members_stand_for_all(
    numbers: tuple[int, int], benefit: Fraction, cost: Fraction, fine: Fraction
) -> None:
    march = MarchOnce(*numbers, benefit, cost, fine)
    few = check_equilibrium(march.member_game(), march.member_profile())
    everybody = check_equilibrium(march.game(), march.profile())
    assert few.value is everybody.value
    gains: list[Any] = [answer.diagnostics["deviation"] for answer in (few, everybody)]
    assert gains[0].gain == gains[1].gain


def participants(n: int, needed: int, benefit: Fraction, net: Fraction) -> tuple[int, ...]:
    """What the note says: by the net cost of marching, knife edges included."""
    if net < 0:
        return (n,)
    if net == 0:
        return tuple(m for m in range(n + 1) if m != needed - 1)
    if net > benefit:
        return (0,)
    nobody = needed >= 2 or net == benefit
    return (0, needed) if nobody else (needed,)


@many
@given(with_needed(2, 60), st.integers(1, 4), st.integers(1, 8), st.integers(0, 8))
def test_numbers_of_marchers(numbers: tuple[int, int], benefit: int, cost: int, fine: int) -> None:
    # Whole numbers, so that the knife edges are met often.
    march = MarchOnce(*numbers, benefit, cost, fine)
    found = numbers_of_participants(march.stage()).value
    assert found == participants(*numbers, Fraction(benefit), Fraction(cost - fine))


@many
@given(st.integers(2, 4).flatmap(lambda n: st.lists(payoffs, min_size=2 * n, max_size=2 * n)))
def test_numbers_of_participants_are_the_pure_equilibria_of_all(row: list[Fraction]) -> None:
    n = len(row) // 2
    table = PayoffTable(tuple(row[:n]), tuple(row[n:]))
    acts = list(product((0, 1), repeat=n))

    def nested(i: int, fixed: tuple[int, ...] = ()) -> Any:
        if len(fixed) == n:
            return table(fixed[i], sum(fixed) - fixed[i])
        return [nested(i, (*fixed, a)) for a in (0, 1)]

    equilibria = set(pure_nash(StageGame([nested(i) for i in range(n)])).value)
    counts = numbers_of_participants(AnonymousGame(n, table)).value
    assert equilibria == {a for a in acts if sum(a) in counts}


def test_ten_thousand_members() -> None:
    march = MarchOnce(10_000, 5_000, 4, 1)
    assert numbers_of_participants(march.stage()).value == (0, 5_000)


# --- everybody marches with the same probability ---


@many
@given(with_needed(3, 16, 1).map(lambda x: (x[0], max(2, x[1]))))
def test_largest_ratio_of_mixing(numbers: tuple[int, int]) -> None:
    n, needed = numbers
    answer = largest_cost_of_mixing(pivotal(n, needed))
    assert_same(answer.value, formula("march: once", "ratio").at(n=n, T=needed))
    assert answer.diagnostics["probability"] == Fraction(needed - 1, n - 1)
    assert answer.diagnostics["attained"] is True


@settings(max_examples=60, deadline=None)
@given(with_needed(3, 9, 1).map(lambda x: (x[0], max(2, x[1]))), probabilities(), positive)
def test_mixed_equilibria(numbers: tuple[int, int], share: Fraction, benefit: Fraction) -> None:
    largest: Any = largest_cost_of_mixing(pivotal(*numbers)).value

    def found(ratio: Fraction) -> tuple[Any, ...]:
        march = MarchOnce(*numbers, benefit, ratio * benefit)
        return symmetric_mixed_equilibria(march.stage()).value

    assert found(largest) == (Fraction(numbers[1] - 1, numbers[0] - 1),)
    assert found(largest * (1 + share)) == ()
    roots = found(largest * share)
    assert len(roots) == 2
    for root in roots:
        low, high = root.refine(80) if isinstance(root, AlgebraicNumber) else (root, root)
        gaps = [pivot_chance(*numbers, x) - largest * share for x in (low, high)]
        assert gaps[0] * gaps[1] <= 0


def pivotal(n: int, needed: int) -> AnonymousGame:
    """Success is worth 1 to everybody and taking part costs nothing."""
    return AnonymousGame(n, lambda own, others: int(own + others >= needed))


def pivot_chance(n: int, needed: int, t: Fraction) -> Fraction:
    """That exactly one marcher is missing among the others."""
    ways = math.comb(n - 1, needed - 1)
    return ways * t ** (needed - 1) * (1 - t) ** (n - needed)


@pytest.mark.parametrize("needed", [1, 6])
def test_with_one_or_all_needed_the_largest_ratio_is_not_reached(needed: int) -> None:
    answer = largest_cost_of_mixing(pivotal(6, needed))
    assert (answer.value, answer.diagnostics["attained"]) == (1, False)
    assert symmetric_mixed_equilibria(MarchOnce(6, needed, 1, 1).stage()).value == ()
    assert (
        len(symmetric_mixed_equilibria(MarchOnce(6, needed, 1, Fraction(1, 2)).stage()).value) == 1
    )


@pytest.mark.parametrize("fine", [1, 2])
def test_nobody_mixes_if_marching_costs_nothing(fine: int) -> None:
    # The pivotal probability is positive inside, so the net cost must be too.
    assert symmetric_mixed_equilibria(MarchOnce(6, 3, 1, 1, fine).stage()).value == ()


@many
@given(st.lists(payoffs, min_size=3, max_size=6))
def test_the_largest_cost_is_the_greatest_gain(gains: list[Fraction]) -> None:
    n = len(gains)
    table = PayoffTable((Fraction(0),) * n, tuple(gains))
    answer: Any = largest_cost_of_mixing(AnonymousGame(n, table))

    def gain(t: Fraction) -> Fraction:
        weights = [math.comb(n - 1, k) * t**k * (1 - t) ** (n - 1 - k) for k in range(n)]
        return sum((w * g for w, g in zip(weights, gains, strict=True)), Fraction(0))

    assert all(gain(Fraction(k, 12)) <= answer.value for k in range(13))
    place = answer.diagnostics["probability"]
    near = place.refine(100)[0] if isinstance(place, AlgebraicNumber) else place
    assert gain(near) <= answer.value
    assert answer.value < gain(near) + Fraction(1, 10**20)


# --- selection ---


@many
@given(with_needed(2, 60), positive, rationals(0, 9))
def test_selected_private_gain(numbers: tuple[int, int], cost: Fraction, fine: Fraction) -> None:
    n, needed = numbers
    gain = parameter("private_benefit", 0, 1000)
    march = MarchForPrivateGain(n, needed, gain, cost, fine)
    answer = laplacian_threshold(march.stage())
    found = answer.value[0].lower
    assert (len(answer.value), answer.value[0].upper) == (1, 1000)
    form = formula("march: private gain", "b_p")
    assert_same(found, form.at(n=n, T=needed, c=cost, Df=fine))
    assert answer.diagnostics["complements"] is True
    if found:
        assert laplacian_gain(march.at(private_benefit=below(found)).stage()).value < 0


@many
@given(with_needed(2, 9), positive, rationals(0, 9))
def test_all_marching_is_an_equilibrium_long_before(
    numbers: tuple[int, int], cost: Fraction, fine: Fraction
) -> None:
    march = MarchForPrivateGain(*numbers, 1, cost, fine)
    found = thresholds(march, parameter("private_benefit", 0, 1000))
    assert_same(found, formula("march: private gain", "b_p_nash").at(c=cost, Df=fine))
    if found:
        assert_deviation(march.at(private_benefit=below(found)))


@many
@given(st.lists(payoffs, min_size=4, max_size=4))
def test_with_two_members_it_is_risk_dominance(row: list[Fraction]) -> None:
    (away, lonely, cheat, both) = row
    stage = AnonymousGame(2, PayoffTable((away, cheat), (lonely, both)))
    gain: Any = laplacian_gain(stage).value
    if both > cheat and away > lonely:  # two strict equilibria
        dominance = (both - cheat) ** 2 - (away - lonely) ** 2
        assert (gain > 0) is (dominance > 0)
    assert laplacian_gain(stage).diagnostics["complements"] is (both - cheat >= lonely - away)


def test_selection_of_a_public_benefit_is_not_claimed() -> None:
    answer = laplacian_gain(MarchOnce(9, 5, 4, 1).stage())
    assert (answer.value, answer.diagnostics["complements"]) == (Fraction(4, 9) - 1, False)


def test_complements_may_depend_on_a_parameter() -> None:
    x = parameter("x", 0, 1)
    shirk: Any = (0, 0)
    contribute: Any = (0, 2 * x - 1)
    answer = laplacian_threshold(AnonymousGame(2, PayoffTable(shirk, contribute)))
    assert answer.diagnostics["complements"] is None
    assert [str(interval) for interval in answer.value] == ["[1/2, 1)"]


cutoff_numbers = st.tuples(positive, probabilities()).map(lambda x: (x[0], x[0] * x[1]))


@many
@given(cutoff_numbers, rationals("1/50", 9), rationals("1/50", 9))
def test_strength_of_the_state(
    numbers: tuple[Fraction, Fraction], noise: Fraction, other: Fraction
) -> None:
    gain, cost = numbers
    found = global_game_cutoffs(gain, cost, noise).value
    assert_same(found.strength, formula("march: private gain", "theta").at(b_p=gain, c=cost, Df=0))
    # Neither the strength nor the doubt depends on the noise; the signal does.
    again = global_game_cutoffs(gain, cost, other).value
    assert (again.strength, again.doubt) == (found.strength, found.doubt)
    # The marginal member is indifferent, on the grid of the other implementation.
    chance = Enclosure.hull(*(normal_cdf(-x) for x in (found.doubt.upper, found.doubt.lower)))
    assert cost / gain in chance
    assert (found.signal - found.strength).lower <= found.doubt.upper * noise
    assert found.strength.width < Fraction(1, 10**20)


def test_a_sure_thing_and_a_lost_cause() -> None:
    easy, hard = (global_game_cutoffs(10**9, cost, 1).value for cost in (1, 10**9 - 1))
    assert Fraction(10**9 - 1, 10**9) in easy.strength
    assert Fraction(1, 10**9) in hard.strength


# --- when to escalate ---

movements = st.builds(
    Escalation,
    belief=rationals("1/20", "19/20"),
    concession=rationals("1/5", 1),
    benefit=rationals(2, 20),
    pressure_cost=rationals(0, 2),
    extreme=rationals("1/2", 9),
    discount_factor=rationals("1/2", "49/50"),
)


def border(m: Any) -> Fraction | None:
    """The belief at which pressing once more is worth escalating now; None if it never is."""
    margin = m.concession * (m.benefit - m.discount_factor * m.extreme)
    if margin <= 0:
        return None
    return ((1 - m.discount_factor) * m.extreme + m.pressure_cost) / margin


def numbers_of(m: Any) -> dict[str, Fraction]:
    """The numbers of the formulas, but for the belief."""
    return {
        "h": m.concession,
        "B": m.benefit,
        "c_1": m.pressure_cost,
        "E": m.extreme,
        "delta": m.discount_factor,
    }


@many
@given(movements)
def test_largest_belief_at_which_to_escalate_at_once(movement: Any) -> None:
    at_once = movement.at(periods=0)
    (found,) = at_once.threshold("belief").value
    assert (found.lower, found.lower_closed) == (0, False)
    edge = border(movement)
    if edge is None or edge >= 1:
        assert found.upper == 1
        return
    assert_same(found.upper, formula("march: escalation", "lambda_0").at(**numbers_of(movement)))
    assert_deviation(at_once.at(belief=(found.upper + 1) / 2))


@many
@given(movements, st.booleans())
def test_escalation_period(movement: Any, late: bool) -> None:
    answer = first_stop(movement.bounded, "escalate")
    edge, belief, periods = border(movement), movement.belief, 0
    while edge is not None and belief > edge:
        soft = belief * (1 - movement.concession)
        belief, periods = soft / (1 - belief * movement.concession), periods + 1
    assert answer.value == periods
    plan = movement.at(periods=periods)
    assert check_equilibrium(plan.game(), plan.profile()).value is True
    if late and belief != edge:
        assert_deviation(movement.at(periods=periods + 1))
    if not late and periods:
        assert_deviation(movement.at(periods=periods - 1))
    if periods and movement.concession < 1:
        form = formula("march: escalation", "t")
        real = form.at(**numbers_of(movement), lambda_0=movement.belief)
        digits = Fraction(str(real if isinstance(real, Fraction) else real.evalf(40)))
        slack = Fraction(1, 10**30)
        assert periods - 1 - slack <= digits <= periods + slack


def test_escalation_on_the_knife_edge() -> None:
    # The belief after one period is at the border itself: escalate then, or press once more.
    half = Fraction(1, 2)
    movement = Escalation(half, half, benefit=8, pressure_cost=1, extreme=2, discount_factor=half)
    edge = border(movement)
    assert edge == Fraction(4, 7)
    tie = movement.at(belief="8/11")
    assert first_stop(tie.bounded, "escalate").value == 1
    assert [tie.at(periods=t).verdict().sustained for t in range(4)] == [False, True, True, False]


def test_bounds_of_the_value_close_in() -> None:
    answer = first_stop(Escalation().bounded, "escalate")
    gains: Any = answer.diagnostics["gains"]
    assert all(lower <= upper < 0 for lower, upper in gains[:-1])
    assert gains[-1][0] >= 0


def test_a_short_horizon_decides_nothing() -> None:
    answer = first_stop(Escalation().bounded, "escalate", most=7)
    assert (answer.value, answer.status) == (None, Status.UNDECIDED)


# --- what makes dialogue work ---


@many
@given(positive, rationals("1/50", 1), some_patience)
def test_marchers_that_make_a_threat(concession: Fraction, harm: Fraction, delta: Fraction) -> None:
    threat = ThreatOfMarches(concession, harm, 1, delta)
    found = thresholds(threat, parameter("marchers", 0, 10_000))
    form = formula("march: threat", "m")
    assert_same(found, form.at(k_g=concession, x=harm, delta=delta))
    assert_deviation(threat.at(marchers=below(found)))


@many
@given(positive, rationals("1/50", 1), rationals(1, 2000))
def test_patience_that_makes_a_threat(
    concession: Fraction, harm: Fraction, marchers: Fraction
) -> None:
    threat = ThreatOfMarches(concession, harm, marchers)
    found = thresholds(threat)
    form = formula("march: threat", "delta")
    assert_same(found, form.at(k_g=concession, x=harm, m=marchers))
    assert_deviation(threat.at(discount_factor=below(found)))


def test_without_marchers_no_government_concedes() -> None:
    assert ThreatOfMarches(marchers=0).verdict().word == "never"


# --- what is refused ---

free = parameter("x", 0, 1)
symbolic = AnonymousGame(3, LinearPublicGood(1, free))
three: Any = 3
plain = AnonymousGame(3, LinearPublicGood(1, 2))


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (lambda: March(3, 3), InvalidGameError, "needed: got 3, expected fewer than the 3 members"),
        (lambda: March(5).game(), UnsupportedGameError, "members: got 5"),
        (lambda: MarchOnce(3, 4), InvalidGameError, "needed: got 4, expected at most the 3"),
        (lambda: MarchForPrivateGain(3, 4), InvalidGameError, "needed: got 4, expected at most"),
        (lambda: MarchOnce(11).game(), UnsupportedGameError, "members: got 11"),
        (lambda: Escalation(belief=1), InvalidGameError, "belief"),
        (lambda: Escalation(concession=0), InvalidGameError, "concession"),
        (lambda: ThreatOfMarches(marchers=-1), InvalidGameError, "marchers"),
        (lambda: global_game_cutoffs(1, 1, 1), InvalidGameError, "cost"),
        (lambda: global_game_cutoffs(1, 0, 1), InvalidGameError, "cost"),
        (lambda: global_game_cutoffs(0, 1, 1), InvalidGameError, "private_benefit"),
        (lambda: global_game_cutoffs(2, 1, 0), InvalidGameError, "noise"),
        (lambda: numbers_of_participants(symbolic), UnsupportedGameError, "parameter"),
        (lambda: symmetric_mixed_equilibria(symbolic), UnsupportedGameError, "parameter"),
        (lambda: largest_cost_of_mixing(symbolic), UnsupportedGameError, "parameter"),
        (
            lambda: symmetric_mixed_equilibria(AnonymousGame(3, LinearPublicGood(1, 1))),
            UnsupportedGameError,
            "never gains",
        ),
        (lambda: laplacian_threshold(plain), UnsupportedGameError, "parameter"),
        (lambda: joining_gains(three), InvalidGameError, "an AnonymousGame"),
        (lambda: first_stop(Escalation().bounded, "strike"), InvalidGameError, "stop"),
        (lambda: first_stop(Escalation(belief=0.5).bounded, "escalate"), CoopgamesError, "belief"),
    ],
)  # fmt: skip
def test_bad_input_gives_one_clear_error(ask: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        ask()


def test_the_selection_needs_both_ends_of_a_domain() -> None:
    gain: RationalFunction = parameter("gain", 0)
    stage = AnonymousGame(2, LinearPublicGood(gain, 1))
    with pytest.raises(InvalidGameError, match="both ends"):
        laplacian_threshold(stage)


def test_games_in_floats_are_answered_in_floats() -> None:
    stage = AnonymousGame(3, LinearPublicGood(0.5, 1.0))
    assert numbers_of_participants(stage).status is Status.FLOAT
    assert laplacian_gain(stage).status is Status.FLOAT
    assert laplacian_gain(stage).value == pytest.approx(-0.5)

"""Independence, other relations, wealth, courts, certifiers and panels beside a pair."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import AttributedSignals, GaussianMeasure, PrivateValuation, RepeatedGame
from coopgames.solvers import Solution, Status, critical_discount_factor, critical_value
from coopgames.solvers.arbitration import ArbitrationPanel, Certifier, best_panel, largest_fee
from coopgames.solvers.courts import Court, court_values, filing_game
from coopgames.solvers.fines import working_fines
from coopgames.solvers.pair_options import Partnership, worth_risking
from coopgames.solvers.pair_wealth import (
    LimitedWealth,
    SafetyFirst,
    wealth_threshold,
    wealth_values,
)
from coopgames.solvers.reviews_never import sustainable_by_review

#: The base of the notes' table "which single attribute flips it": not sustained at 9/10.
GAIN, VALUE, ALPHA, ETA, BETA = map(Fraction, ("6/5", "1", "1/4", "1/2", "9/10"))


def pair(
    gain: object = GAIN,
    value: object = VALUE,
    rates: tuple[object, object] = (ALPHA, ETA),
    beta: object = BETA,
    **more: Any,
) -> RepeatedGame:
    reports = PrivateValuation.binary(*rates, **more)
    return RepeatedGame(cg.supplier_pair(gain, value), beta, reports)


def assert_certified(answer: Solution[Any]) -> None:
    assert answer.certificate is not None
    assert answer.certificate.check()


def threshold(game: RepeatedGame) -> Any:
    return critical_discount_factor(game).value


# --- independence and other relations ------------------------------------------------------------


def partners(**given: Any) -> Partnership:
    base: dict[str, Any] = {"gain": 1, "surplus": "4/5", "false_alarm": "1/10", "detection": "3/5"}
    return Partnership(**(base | given))


def test_alone_bundled_and_in_a_treasury() -> None:
    """``1/(1 - 1/10 + x/2)`` with x = 4/5 and 33/10 at stake; ``1/(1 + x/2)`` with a treasury."""
    assert threshold(partners().alone()) == Fraction(10, 13)
    assert threshold(partners(others="5/2").bundled()) == Fraction(20, 51)
    assert threshold(partners(others="5/2").bundled_in_treasury()) == Fraction(20, 53)
    assert threshold(partners(others="5/2").alone()) == Fraction(10, 13)


def test_independence_is_taken_from_the_surplus() -> None:
    """At 23/25 the pair needs 43/115 a round: independence may be worth 4/5 - 43/115 = 49/115."""
    family = partners(independence=cg.parameter("u", 0, "4/5")).alone("23/25")
    (interval,) = critical_value(family, "u").value
    assert (interval.upper, interval.upper_closed) == (Fraction(49, 115), True)
    assert threshold(partners(independence="49/115").alone()) == Fraction(23, 25)


def test_the_larger_the_safety_net_the_less_it_is_worth_risking() -> None:
    """Exclusion: (4/5 + x)/(1 - 9/10 b) >= x/(1 - b) iff x <= (4/5)(1 - b)/(b/10)."""
    family = partners(others=cg.parameter("net", 0, 100))
    for beta in (Fraction(23, 25), Fraction(1, 2), Fraction(99, 100)):
        answer = worth_risking(family, beta)
        (interval,) = answer.value
        assert interval.upper == 8 * (1 - beta) / beta
        assert_certified(answer)
    always = partners(false_alarm=0, others=cg.parameter("net", 0, 100))
    assert [str(i) for i in worth_risking(always, "1/2").value] == ["(0, 100)"]
    worthless = partners(surplus=0, others=cg.parameter("net", 0, 100))
    assert worth_risking(worthless, "1/2").value == ()


def test_a_burnt_fine_is_worth_it_iff_its_false_alarms_cost_less() -> None:
    """Iff (1/2) v >= 1/10, whatever else is at stake and whatever the patience."""
    for others, beta in product((0, 3), ("1/2", "9/10")):
        family = partners(surplus=cg.parameter("v", 0, 1), others=others)
        (interval,) = worth_risking(family, beta, "fine").value
        assert (interval.lower, interval.lower_closed) == (Fraction(1, 5), True)


def test_partnerships_refuse_what_makes_no_sense() -> None:
    with pytest.raises(InvalidGameError, match="detection"):
        partners(false_alarm="3/4")
    with pytest.raises(UnsupportedGameError, match="FLOAT numbers, expected exact ones"):
        Partnership(1.0, 0.8, 0.1, 0.6)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="'exclusion' or 'fine'"):
        worth_risking(partners(), "1/2", "prison")  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="one number that is coopgames.parameter"):
        worth_risking(partners(), "1/2")
    with pytest.raises(InvalidGameError, match="more than the false alarm rate"):
        worth_risking(partners(detection="1/10", others=cg.parameter("x", 0, 1)), "1/2", "fine")


# --- wealth and safety first ---------------------------------------------------------------------


def test_between_no_wealth_and_enough() -> None:
    """W = 0: exclusion alone, 5/9 = 1/(4/5 + 1); no limit: the treasury's 1/2; falling between."""
    bound = {
        w: wealth_threshold(LimitedWealth(1, 2, "1/5", "7/10", w)) for w in (0, "1/2", 4, None)
    }
    assert bound[0].value == Fraction(5, 9)
    assert bound[None].value == bound[4].value == Fraction(1, 2)
    assert bound["1/2"].value == AlgebraicNumber.root([-20, 36, 1], Fraction(0), Fraction(1))
    for answer in bound.values():
        assert_certified(answer)
        assert len(answer.diagnostics["set"]) == 1  # type: ignore[arg-type]


def test_wealth_does_not_matter_without_false_alarms() -> None:
    for wealth in (0, 1, None):
        assert wealth_threshold(LimitedWealth(1, 2, 0, "1/2", wealth)).value == Fraction(1, 2)


def test_no_wealth_and_exclusion_too_dear() -> None:
    answer = wealth_threshold(LimitedWealth(GAIN, VALUE, ALPHA, ETA, 0))
    assert (answer.value, answer.status) == (None, Status.NEVER)
    assert_certified(answer)
    assert wealth_threshold(LimitedWealth(GAIN, VALUE, ALPHA, ETA)).value == Fraction(24, 29)
    assert wealth_threshold(LimitedWealth(1, 2, "1/2", "1/2")).value is None


def test_the_wealth_with_which_fines_alone_deter() -> None:
    """At 1/2 the pair is just patient enough with a treasury: W = 1/((1/2)(1/2)) = 4, its all."""
    family = LimitedWealth(1, 2, "1/5", "7/10", cg.parameter("wealth", 0, 10))
    (interval,) = wealth_values(family, "1/2").value
    assert interval.lower == 4


def test_safety_first() -> None:
    """The largest of 1/(1 + 9/5) and 1/((3/5) x), with x = income above the minimum."""

    def cautious(income: object, tolerance: object = 0) -> SafetyFirst:
        return SafetyFirst(1, 3, "1/5", "4/5", income, "1/2", tolerance)  # type: ignore[arg-type]

    assert threshold(cautious("5/2").association()) == Fraction(5, 6)
    assert threshold(cautious("7/2").association()) == Fraction(5, 9)
    assert threshold(cautious(100).association()) == Fraction(5, 14)
    assert threshold(cautious("1/2").association()) is None
    assert threshold(cautious("1/2", "1/5").association()) == Fraction(5, 14)
    assert threshold(cautious("1/2", "19/100").association()) is None
    with pytest.raises(InvalidGameError, match="least_income"):
        cautious("1/4")


def test_safety_first_wants_one_game_on_the_whole_domain() -> None:
    """No cap at a <= 1/5, where 1/(1 + 3 (4/5 - a)) < 2/5; capped above, where nothing deters."""

    def cautious(rate: object, tolerance: object) -> RepeatedGame:
        person = SafetyFirst(1, 3, rate, "4/5", "5/2", "1/2", tolerance)  # type: ignore[arg-type]
        return person.association("2/5")

    def rates(lower: object, upper: object) -> Any:
        return cg.parameter("a", lower, upper)

    with pytest.raises(UnsupportedGameError, match="tolerance: got 1/5 .*whole domain"):
        cautious(rates(0, "1/2"), "1/5")
    with pytest.raises(UnsupportedGameError, match="tolerance"):
        cautious("1/5", cg.parameter("t", 0, 1))
    with pytest.raises(UnsupportedGameError, match="tolerance"):
        cautious("1/5", cg.parameter("t"))
    touches = cg.parameter("t", 0, 1)
    with pytest.raises(UnsupportedGameError, match="tolerance"):  # reaches it at one point only
        cautious("1/5", Fraction(1, 5) - (touches - Fraction(1, 2)) ** 2 / 4)
    (below,) = critical_value(cautious(rates(0, "1/5"), "1/5"), "a").value
    assert (below.lower, below.upper) == (0, Fraction(1, 5))
    # Above, 2 (2/5) (4/5 - a) >= 1 at no a; numbers on both sides of the end say so too.
    assert critical_value(cautious(rates("1/5", "1/2"), "1/5"), "a").value == ()
    assert threshold(cautious("1/5", "1/5")) == Fraction(5, 14) < Fraction(2, 5)
    assert threshold(cautious("21/100", "1/5")) == Fraction(50, 59) > Fraction(2, 5)
    assert threshold(cautious("1/5", cg.parameter("t", "1/5", 1))) == Fraction(5, 14)
    assert threshold(cautious("1/5", cg.parameter("t", 0, "1/5"))) == Fraction(5, 6)
    with pytest.raises(InvalidGameError, match="tolerance: got .*, expected a number >= 0"):
        cautious("1/5", -1)


@pytest.mark.parametrize("beta", [1, -1, "3/2", cg.parameter("b", 0, 2), 0.5])
def test_rounds_are_discounted_by_less_than_one(beta: Any) -> None:
    """Beyond [0, 1) the equations of the values have solutions that are sums of nothing."""
    wealth = LimitedWealth(1, 2, "1/5", "7/10", cg.parameter("wealth", 0, 10))
    family = partners(others=cg.parameter("net", 0, 10))
    for ask in (
        lambda: wealth_values(wealth, beta),
        lambda: worth_risking(family, beta),
        lambda: worth_risking(family, beta, by="fine"),
    ):
        with pytest.raises(CoopgamesError, match="discount_factor: got"):
            ask()


def test_the_discount_factor_of_a_link_may_be_the_parameter() -> None:
    """(4/5 + 1)/(1 - 9/10 b) >= 1/(1 - b) iff b <= 8/9."""
    (interval,) = worth_risking(partners(others=1), cg.parameter("b", 0, 1)).value
    assert (interval.lower, interval.upper) == (0, Fraction(8, 9))


def test_wealth_is_not_negative() -> None:
    with pytest.raises(InvalidGameError, match="wealth: got .*, expected a number >= 0"):
        LimitedWealth(1, 2, "1/5", "7/10", -1)
    with pytest.raises(InvalidGameError, match="value: got .*, expected a number >= 0"):
        LimitedWealth(1, -2, "1/5", "7/10")


# --- courts --------------------------------------------------------------------------------------


def reliability(hears: str, damages: object, **given: Any) -> Any:
    court = Court(damages, cg.parameter("rho", 0, 1), hears, **given)  # type: ignore[arg-type]
    answer = court_values(pair("1/2", 1, ("1/10", "7/10")), court)
    assert_certified(answer)
    return answer.value[0].lower if answer.value else None


def test_three_kinds_of_court() -> None:
    """Work saves rho, 2 rho - 1 and (7/10) rho times (9/10) 2, and must save 1/2."""
    assert reliability("proof", 2) == Fraction(5, 18)
    assert reliability("errs", 2) == (1 + Fraction(5, 18)) / 2
    assert reliability("filed", 2) == Fraction(5, 18) / Fraction(7, 10)
    # Little can be taken, or the damages are small: no court helps.
    assert reliability("proof", 2, wealth="1/2") is None
    assert reliability("proof", "1/2") is None
    assert reliability("proof", 9, wealth=2) == Fraction(5, 18)


def test_any_number_of_a_court_may_be_the_parameter() -> None:
    damages = Court(cg.parameter("K", 0, 9), "1/2", "proof")
    (interval,) = court_values(pair("1/2", 1), damages).value
    assert interval.lower == Fraction(1, 2) / (BETA / 2)
    patience = pair("1/2", 1, beta=cg.parameter("beta", 0, 1))
    (interval,) = court_values(patience, Court(2, "1/2")).value
    assert interval.lower == Fraction(1, 2)
    signal = pair("1/2", 1, (0, cg.parameter("eta", 0, 1)))
    (interval,) = court_values(signal, Court(2, "1/2", "filed")).value
    assert interval.lower == Fraction(5, 9)


def test_a_parameter_that_does_not_matter() -> None:
    """Who files sees a bad signal: if shirking never shows one, no court deters, at any rho."""
    for gain, rates in (("1/2", (0, 0)), ("-1/2", (0, 0)), ("1/2", (0, "1/2"))):
        rho = cg.parameter("rho", 0, 1)
        answer = court_values(pair(gain, 1, rates), Court(2, rho, "filed"))
        assert answer.status is Status.PROVED
        assert_certified(answer)
        if rates == (0, 0):
            whole = [(i.lower, i.upper, i.lower_closed, i.upper_closed) for i in answer.value]
            assert whole == ([(0, 1, False, False)] if Fraction(gain) < 0 else [])
        else:  # (9/10) (1/2) 2 rho >= 1/2
            assert answer.value[0].lower == Fraction(5, 9)
    free = partners(gain=cg.parameter("g", 0, 1), others=1)
    for beta, linked in (("8/9", 1), ("9/10", 0)):
        assert len(worth_risking(free, beta).value) == linked


@pytest.mark.parametrize("hears", ["proof", "errs", "filed"])
def test_the_branches_of_the_tree_are_laws(hears: Any) -> None:
    court = Court(2, "2/3", hears)
    for worked, complaint in product((True, False), map(Fraction, (0, "1/3", 1))):
        branches = list(court.branches(worked, complaint))
        assert sum(chance for chance, _ in branches) == 1  # type: ignore[arg-type]
        paid = sum((p for p, pays in branches if pays), start=Fraction(0))  # type: ignore[arg-type]
        assert paid == court.conviction(worked, complaint)
    assert court.conviction(True, Fraction(1)) == (Fraction(1, 3) if hears == "errs" else 0)


def test_where_filing_costs_something_neither_side_is_pure() -> None:
    """Shirking a f/(a f + e (b r K - f)), filing k/(b e r K), from the two indifferences."""
    game = pair("1/2", 1, ("1/10", "7/10"))
    lawsuit = filing_game(game, Court(2, "1/2", "filed", filing_cost="1/5"))
    (mixed,) = cg.nash_equilibria(lawsuit).value
    assert mixed[0] == (Fraction(49, 51), Fraction(2, 51))
    assert mixed[1] == (Fraction(13, 63), Fraction(50, 63))
    poor = filing_game(game, Court(9, "1/2", "filed", wealth=2, filing_cost="1/5"))
    assert poor == lawsuit
    with pytest.raises(InvalidGameError, match="'filed'"):
        filing_game(game, Court(2, "1/2"))


def test_courts_refuse() -> None:
    with pytest.raises(InvalidGameError, match=r"reliability: got .*, expected a probability"):
        Court(1, "3/2")
    with pytest.raises(InvalidGameError, match="damages"):
        Court(-1, "1/2")
    with pytest.raises(InvalidGameError, match="one of proof, errs, filed"):
        Court(1, "1/2", "rumours")  # type: ignore[arg-type]
    three = PrivateValuation(1, ("1/2", "1/4", "1/4"), (0, 0, 1))  # type: ignore[arg-type]
    court = Court(1, cg.parameter("rho", 0, 1))
    with pytest.raises(UnsupportedGameError, match="two reports, one each round"):
        court_values(RepeatedGame(cg.supplier_pair(1, 1), BETA, three), court)
    with pytest.raises(UnsupportedGameError, match="two reports, one each round"):
        court_values(pair(review=2), court)
    with pytest.raises(InvalidGameError, match="one number that is"):
        court_values(pair(), Court(1, "1/2"))


# --- certifiers and panels -----------------------------------------------------------------------


def test_a_certifier_makes_the_signal_public() -> None:
    """1/(1 + (7/10)(2 - fee)); what may be paid for it at 9/10 is 2 - (1/9)/(7/10)."""
    signals = AttributedSignals("1/20", "3/4")
    game = pair(1, 2)
    assert threshold(Certifier(signals).applied_to(game)) == Fraction(5, 12)
    assert threshold(Certifier(signals, Fraction(1, 10)).applied_to(game)) == Fraction(100, 233)
    answer = largest_fee(game, signals)
    assert_certified(answer)
    fee = answer.value
    assert fee == 2 - Fraction(10, 63)
    assert threshold(Certifier(signals, fee).applied_to(game)) == BETA
    assert largest_fee(pair(20, 2), signals).value is None
    assert largest_fee(game, AttributedSignals("1/2", "1/2")).value is None
    with pytest.raises(InvalidGameError, match="something to pay a fee from"):
        largest_fee(pair(1, 0), signals)


def test_the_fee_of_a_noisy_certifier() -> None:
    """v - (1/9) gain / (2 Phi(1/(2 s)) - 1), here with s = 1/2: 2 Phi(1) - 1 = 0.6826895."""
    signals = AttributedSignals.gaussian(GaussianMeasure("1/2", 1, 1))
    fee = largest_fee(pair("4/5", 1), signals).value
    assert isinstance(fee, Enclosure)
    assert fee.width < Fraction(1, 10**12)
    assert float(fee) == pytest.approx(1 - 0.8 / 9 / 0.682689492137, abs=1e-11)


def _convictions(rates: list[Fraction], votes: int) -> Fraction:
    """All ways in which the arbitrators can vote."""
    total = Fraction(0)
    for ballot in product((True, False), repeat=len(rates)):
        if sum(ballot) >= votes:
            chance = Fraction(1)
            for against, rate in zip(ballot, rates, strict=True):
                chance *= rate if against else 1 - rate
            total += chance
    return total


@pytest.mark.parametrize(
    ("size", "votes"), [(1, None), (2, None), (3, None), (4, 1), (4, 4), (5, 2)]
)
def test_verdicts_against_all_ballots(size: int, votes: int | None) -> None:
    rates = [(Fraction(1, 20 + k), Fraction(3 + k, 10)) for k in range(size)]
    panel = ArbitrationPanel([AttributedSignals(*pair) for pair in rates], votes)
    verdicts = panel.verdicts()
    needed = size // 2 + 1 if votes is None else votes
    assert verdicts.false_alarm == _convictions([alpha for alpha, _ in rates], needed)
    assert verdicts.detection == _convictions([eta for _, eta in rates], needed)


def test_majorities() -> None:
    """5/7, 125/193, 3125/5077; and a majority that hurts: 1/4, then 0.20875, 0.161922."""
    game = pair(1, 1, ("1/5", "3/5"))
    found = [
        threshold(ArbitrationPanel.of(size, "1/5", "3/5").applied_to(game)) for size in (1, 3, 5)
    ]
    assert found == [Fraction(5, 7), Fraction(125, 193), Fraction(3125, 5077)]
    verdicts = [ArbitrationPanel.of(size, "1/20", "3/10").verdicts() for size in (1, 3, 5)]
    differences = [v.detection - v.false_alarm for v in verdicts]
    assert differences[:2] == [Fraction(1, 4), Fraction(167, 800)]
    assert float(differences[2]) == pytest.approx(0.161922, abs=1e-6)
    # One vote is enough here, and then a second arbitrator helps.
    assert best_panel(2, "1/20", "3/10").votes == 1


def test_panels_of_a_parameter() -> None:
    """Three arbitrators at 9/10: how reliable must they be? D(3 a^2 - 2 a^3) = 1/9 by majority."""
    rate = cg.parameter("eta", 0, 1)
    family = ArbitrationPanel.of(3, 0, rate).applied_to(pair(1, 1))
    (interval,) = critical_value(family, "eta").value
    assert interval.lower == AlgebraicNumber.root([-1, 0, 27, -18], Fraction(0), Fraction(1))


def test_panels_refuse() -> None:
    for arguments, message in (
        (([],), "arbitrators: got .*, expected at least one"),
        (([AttributedSignals(0, 1)], 2), "votes: got 2, expected an integer from 1 to 1"),
        (([AttributedSignals(0, 1)], 0), "votes: got 0"),
    ):
        with pytest.raises(InvalidGameError, match=message):
            ArbitrationPanel(*arguments)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="size: got 0"):
        ArbitrationPanel.of(0, 0, 1)
    association = cg.AnonymousGame(2, cg.LinearPublicGood(1, "3/2"))
    with pytest.raises(CoopgamesError, match="expected supplier_pair"):
        Certifier(AttributedSignals(0, 1)).applied_to(RepeatedGame(association, BETA))


# --- which single attribute flips the verdict ---------------------------------------------------


def test_which_single_attribute_flips_the_verdict() -> None:
    """The notes' table at 9/10, column "truthful only"; and of the column "collusion-proof"."""
    assert threshold(pair()) is None
    certified = Certifier(AttributedSignals(ALPHA, ETA)).applied_to(pair())
    assert threshold(certified) == Fraction(24, 29)
    court = Court(3, cg.parameter("rho", 0, 1))
    (interval,) = court_values(pair(), court).value
    assert interval.lower == Fraction(4, 9)
    for rates, expected in (
        (("1/20", "3/4"), Fraction(15, 23)),
        (("1/10", "3/5"), Fraction(60, 79)),
        (("1/5", "11/20"), Fraction(120, 131)),
    ):
        assert threshold(pair(rates=rates)) == expected
    stakes = Partnership(GAIN, VALUE, ALPHA, ETA, others=cg.parameter("others", 0, 9))
    (interval,) = critical_value(stakes.bundled(BETA)).value
    assert interval.lower == Fraction(26, 15) - VALUE
    # Enforceable, but not worth it: a burnt fine costs more than subcontracting brings.
    assert worth_risking(stakes, BETA, "fine").value == ()
    for rounds in (1, 2, 3):
        proof = pair(side_agreement_cost=0, review=rounds)
        assert sustainable_by_review(proof).value is False
    assert sustainable_by_review(pair(review=2)).value is True


PANELS: dict[str, Any] = {
    "votes: got 2.5": lambda: ArbitrationPanel.of(3, 0, 1, votes=2.5),  # type: ignore[arg-type]
    "size: got 2.0": lambda: ArbitrationPanel.of(2.0, 0, 1),  # type: ignore[arg-type]
    "size: got '3'": lambda: ArbitrationPanel.of("3", 0, 1),  # type: ignore[arg-type]
    "arbitrators: got 3": lambda: ArbitrationPanel(3),  # type: ignore[arg-type]
    "arbitrators.0.: got 3": lambda: ArbitrationPanel([3]),  # type: ignore[list-item]
    "size: got 0,": lambda: best_panel(0, 0, 1),
    "size: got -1": lambda: best_panel(-1, 0, 1),
    "size: got 2.0,": lambda: best_panel(2.0, 0, 1),  # type: ignore[arg-type]
    "signals: got 'x'": lambda: largest_fee(pair(), "x"),  # type: ignore[arg-type]
    "game: got 3,": lambda: largest_fee(3, AttributedSignals(0, 1)),  # type: ignore[arg-type]
    "game: got 4": lambda: court_values(4, Court(1, cg.parameter("r", 0, 1))),  # type: ignore[arg-type]
    "court: got 3": lambda: court_values(pair(), 3),  # type: ignore[arg-type]
    "court: got 5": lambda: filing_game(pair(), 5),  # type: ignore[arg-type]
    "damages": lambda: court_values(pair(), Court(2.0, cg.parameter("r", 0, 1))),
    "reliability": lambda: court_values(pair(beta=cg.parameter("b", 0, 1)), Court(2, 0.5)),
    "fee: got .*>= 0": lambda: Certifier(AttributedSignals(0, 1), -1),
    "signals: got 3": lambda: Certifier(3),  # type: ignore[arg-type]
    "game: got 6": lambda: working_fines(6),  # type: ignore[arg-type]
    "partners: got 3": lambda: worth_risking(3, "1/2"),  # type: ignore[arg-type]
    "voluntary: got 3": lambda: cg.PhysicalPenalty(1, voluntary=3),  # type: ignore[arg-type]
    "voluntary: got None": lambda: cg.PhysicalPenalty(1, voluntary=None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("message", list(PANELS))
def test_what_is_no_third_party_is_named(message: str) -> None:
    with pytest.raises(CoopgamesError, match=message):
        PANELS[message]()

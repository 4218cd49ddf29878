"""Strongly symmetric equilibria: known answers, numbers of flags, edges and refusals."""

from __future__ import annotations

import copy
import math
import pickle
import time
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import fmpq

import coopgames as cg
from coopgames.arithmetic import Enclosure
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    AttributedSignals,
    LinearPublicGood,
    PayoffTable,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.public.liquidity import liquidity_functions
from coopgames.solvers.public.symmetric import read_symmetric_game
from coopgames.solvers.public.symmetric_count import CountedPromises
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs

PD = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
TWO_SIGNALS = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
BLAME = [
    [["4/5", "1/10", "1/10"], ["3/10", "1/10", "3/5"]],
    [["3/10", "3/5", "1/10"], ["1/5", "2/5", "2/5"]],
]


def delta() -> Any:
    return cg.parameter("delta", 0, 1)


def counted(members: int, kappa: str, value: str, rates: tuple[str, str]) -> RepeatedGame:
    """All contribute: `value` each; a lone shirker gains, a lone contributor loses `kappa`."""
    gain, common = Fraction(kappa), Fraction(value)
    middle = [Fraction(0)] * (members - 1)
    table = PayoffTable([*middle, common + gain], [-gain, *middle[1:], common])
    return RepeatedGame(AnonymousGame(members, table), delta(), AnonymousSignals(*rates))


def family(game: RepeatedGame) -> Any:
    answer = strongly_symmetric_payoffs(game)
    assert answer.status.name == "PROVED"
    return answer.value


# ---- known answers


def test_one_likelihood_ratio() -> None:
    """Abreu, Milgrom and Pearce (1991): best = g - gain/(l - 1), with l = (1/2)/(1/10)."""
    value = family(RepeatedGame(StageGame(PD), delta(), PublicMonitoring(TWO_SIGNALS)))
    assert value.limit == 2 - Fraction(1) / (5 - 1)
    assert value.limit_discount_factor == Fraction(10, 17)
    assert value.critical_discount_factor(action=0) == Fraction(10, 17)
    assert (value.at("4/5").worst, value.at("4/5").best) == (0, Fraction(7, 4))
    assert value.at("1/2").best == 0


def test_signals_that_name_the_deviator_need_rows_for_every_player() -> None:
    """With player 1's rows alone the best payoff would be 9/5."""
    value = family(RepeatedGame(StageGame(PD), delta(), PublicMonitoring(BLAME)))
    assert value.limit == Fraction(8, 5)


@pytest.mark.parametrize(
    ("members", "kappa", "rates", "critical", "limit"),
    [
        (5, "9/10", ("1/10", "1/2"), "50000/52407", "900000/900031"),
        (8, "1/2", ("1/20", "2/5"), "25600000000/29497767387", "25600000000/25600000013"),
    ],
)
def test_number_of_flags(
    members: int, kappa: str, rates: tuple[str, str], critical: str, limit: str
) -> None:
    """A program for each pair of a best and a worst action gives the same thresholds."""
    value = family(counted(members, kappa, "1", rates))
    assert value.critical_discount_factor(action=0) == Fraction(critical)
    assert value.limit_discount_factor == Fraction(limit)
    # All flagged is the likeliest news of a shirker: its ratio bounds what all must lose.
    low, high = map(Fraction, rates)
    assert value.limit == 1 - Fraction(kappa) / (high / low - 1)


def test_best_of_eight_members() -> None:
    game = counted(8, "1/2", "1", ("1/20", "2/5")).at("9/10")
    answer = strongly_symmetric_payoffs(game)
    assert answer.status.name == "PROVED"
    assert answer.value.best == Fraction(94720000000, 138379850189)
    assert answer.value.worst == 0
    assert (answer.value.best_action, answer.value.worst_action) == (0, 1)
    losses = answer.diagnostics["losses"]
    assert list(losses) == sorted(losses)
    assert losses[-1] == answer.diagnostics["liquidity"]


def test_sixty_members_take_no_time() -> None:
    start = time.perf_counter()
    answer = strongly_symmetric_payoffs(counted(60, "1/2", "1", ("1/20", "2/5")))
    assert time.perf_counter() - start < 10
    assert answer.status.name == "PROVED"
    assert answer.value.limit == 1 - Fraction(1, 2) / 7


def members(count: int) -> RepeatedGame:
    good, signals = LinearPublicGood(2, 3), AnonymousSignals("1/10", "1/2")
    return RepeatedGame(AnonymousGame(count, good), "9/10", signals)


def test_four_hundred_members_take_seconds() -> None:
    """Running sums over the sorted signals; with a sum for each price it took ten times as long."""
    program = read_symmetric_game(members(400))
    begun = time.perf_counter()
    found = liquidity_functions(program)
    assert time.perf_counter() - begun < 5
    assert len(found.grid) > 300


def test_more_members_than_the_checker_reads() -> None:
    """No certificate is written that would be refused in any case."""
    answer = strongly_symmetric_payoffs(members(401))
    assert answer.status.name == "EXACT_UNCERTIFIED"
    assert "at most 400" in str(answer.diagnostics["refused"])
    assert "the checker refused it" in answer.status.value
    assert answer.value is not None
    largest = strongly_symmetric_payoffs(members(400))
    assert largest.status.name == "PROVED"


def test_a_price_adds_what_it_would_add_signal_by_signal() -> None:
    """Lines of the knapsack, by a plain sum over all signals, at prices on and between kinks."""
    program = CountedPromises(
        4, (fmpq(3), fmpq(0)), (fmpq(1), fmpq(1, 2)), (fmpq(1, 5), fmpq(3, 4))
    )
    for function, position in product((0, 1), (0, 1)):
        rate, other = (program.rates[k] for k in (position, 1 - position))
        beside = [math.comb(3, k) * rate**k * (1 - rate) ** (3 - k) for k in range(4)]
        law = [(1 - rate) * x + rate * y for x, y in zip([*beside, 0], [0, *beside], strict=True)]
        lone = [
            (1 - other) * x + other * y for x, y in zip([*beside, 0], [0, *beside], strict=True)
        ]
        sign = 1 if function else -1
        pull = [sign * (p - q) for p, q in zip(law, lone, strict=True)]
        kinks = [p / x for p, x in zip(law, pull, strict=True) if x > 0]
        for price in [fmpq(0), *kinks, *(x + fmpq(1, 7) for x in kinks)]:
            slope = sum(max(price * x - p, fmpq(0)) for p, x in zip(law, pull, strict=True))
            line = program.line(function, position, (price,))
            assert line.slope == -sign * slope
            base = program.payoffs[position] + sign * price * program.gains[position]
            assert line.constant == base


@pytest.mark.parametrize("unit", [Fraction(10**5000), Fraction(1, 10**5000)], ids=["huge", "tiny"])
def test_numbers_that_python_does_not_print(unit: Fraction) -> None:
    scaled = StageGame([[[x * unit for x in row] for row in cells] for cells in PD])
    asked = RepeatedGame(scaled, "4/5", PublicMonitoring(TWO_SIGNALS))
    answer = strongly_symmetric_payoffs(asked)
    assert answer.status.name == "PROVED"
    assert answer.value.best == unit * Fraction(7, 4)
    every = strongly_symmetric_payoffs(asked.at(delta()))
    assert every.status.name == "PROVED"
    assert "best=" in repr(answer)
    assert "<best payoff" in repr(every)


def test_long_rates_of_many_members() -> None:
    """What the numbers of a certificate add up to has more digits than Python prints."""
    signals = AnonymousSignals(f"0.1{'3' * 60}", f"0.6{'7' * 60}")
    asked = RepeatedGame(AnonymousGame(50, LinearPublicGood(2, 3)), "9/10", signals)
    answer = strongly_symmetric_payoffs(asked)
    assert answer.status.name == "PROVED"
    assert answer.certificate is not None
    assert max(map(len, answer.certificate.document["total"])) > 4300


def test_the_domain_of_the_parameter_is_not_read() -> None:
    laws = PublicMonitoring(TWO_SIGNALS)
    narrow = RepeatedGame(StageGame(PD), cg.parameter("delta", 0, "1/4"), laws)
    assert family(narrow).to_rows() == family(narrow.at(delta())).to_rows()


def test_a_discount_factor_that_is_a_constant_polynomial() -> None:
    constant = delta() * 0 + Fraction(4, 5)
    asked = RepeatedGame(StageGame(PD), constant, PublicMonitoring(TWO_SIGNALS))
    answer = strongly_symmetric_payoffs(asked)
    assert (answer.status.name, answer.value.best) == ("PROVED", Fraction(7, 4))


def test_linear_public_good() -> None:
    stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    value = family(RepeatedGame(stage, delta(), AnonymousSignals(0, "1/2")))
    # Nobody is flagged by mistake: full contribution costs nothing once it can be enforced.
    assert value.limit == Fraction(31, 20)
    assert value.critical_discount_factor(action=1) == 0


def test_stick_and_carrot_holds_payoffs_below_the_static_equilibrium() -> None:
    """A third action is bad for all; it is played once, and rewarded by what follows."""
    stage = StageGame([[[4, 0, -6], [5, 1, -6], [3, 0, -7]], [[4, 5, 3], [0, 1, 0], [-6, -6, -7]]])
    value = family(RepeatedGame(stage, delta()))
    found = value.at("9/10")
    assert found.worst < 1
    assert found.worst_action == 2
    assert found.best == 4


# ---- one discount factor, floats, edges


def test_answer_at_a_number_and_its_certificate() -> None:
    game = RepeatedGame(StageGame(PD), "4/5", PublicMonitoring(TWO_SIGNALS))
    answer = strongly_symmetric_payoffs(game)
    assert answer.certificate is not None
    assert answer.certificate.kind == "liquidity_payoffs"
    assert answer.diagnostics["liquidity"] == 7
    assert "same action" in answer.method
    steps = strongly_symmetric_payoffs(game.at(delta()))
    assert steps.certificate is not None
    assert steps.certificate.kind == "liquidity_steps"


def test_answers_for_all_discount_factors_are_pickled_and_copied() -> None:
    value = family(RepeatedGame(StageGame(PD), delta(), PublicMonitoring(TWO_SIGNALS)))
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert twin == value
        assert twin.to_rows() == value.to_rows()


def test_rows() -> None:
    rows = family(RepeatedGame(StageGame(PD), delta(), PublicMonitoring(TWO_SIGNALS))).to_rows()
    assert [row["discount_factor"] for row in rows] == [0, Fraction(10, 17)]
    assert [row["best"] for row in rows] == [0, Fraction(7, 4)]


def test_floats_are_the_decimals_that_they_print_as() -> None:
    floats = StageGame([[[float(x) for x in row] for row in cell] for cell in PD])
    laws = [[[0.9, 0.1], [0.5, 0.5]], [[0.5, 0.5], [0.2, 0.8]]]
    answer = strongly_symmetric_payoffs(RepeatedGame(floats, 0.8, PublicMonitoring(laws)))
    assert answer.status.name == "FLOAT"
    assert answer.value.best == pytest.approx(1.75, abs=0)
    assert isinstance(answer.value.best, float)
    members = AnonymousGame(2, PayoffTable([0.0, 3.0], [-1.0, 2.0]))
    counts = strongly_symmetric_payoffs(RepeatedGame(members, 0.9, AnonymousSignals(0.1, 0.5)))
    assert counts.status.name == "FLOAT"
    assert counts.value.best < 2


def test_linear_public_good_in_floats_is_read_before_it_is_rounded() -> None:
    """0.1 * 3 is not 0.3 in floats: the gain from shirking is 0 here, not a rounding error."""
    floats = AnonymousGame(3, LinearPublicGood(0.1, 0.1, 0.3))
    answer = strongly_symmetric_payoffs(RepeatedGame(floats, 0.5, AnonymousSignals(0.2, 0.2)))
    assert answer.value.best == pytest.approx(0.5, abs=0)
    assert answer.diagnostics["liquidity"] > 0
    exact = AnonymousGame(3, LinearPublicGood("1/10", "1/10", "3/10"))
    signals = AnonymousSignals("1/5", "1/5")
    twin = strongly_symmetric_payoffs(RepeatedGame(exact, "1/2", signals))
    assert float(twin.value.best) == pytest.approx(answer.value.best, abs=0)


def test_no_equilibrium() -> None:
    """A unique symmetric profile in which both want to do something else."""
    stage = StageGame([[[0, 1], [1, 0]], [[0, 1], [1, 0]]])
    one = [[["1"], ["1"]], [["1"], ["1"]]]
    game = RepeatedGame(stage, delta(), PublicMonitoring(one))
    value = family(game)
    assert (value.limit, value.limit_discount_factor, value.at("1/2")) == (None, None, None)
    assert repr(value) == "SymmetricEquilibria(<no equilibrium>)"
    for discount_factor in (0, "1/2"):
        answer = strongly_symmetric_payoffs(game.at(discount_factor))
        assert answer.status.name == "PROVED"
        assert answer.value is None
        assert answer.diagnostics["liquidity"] is None


def test_flags_that_tell_nothing() -> None:
    value = family(counted(4, "1/2", "1", ("3/10", "3/10")))
    assert value.critical_discount_factor(action=0) is None
    assert (value.limit, value.limit_discount_factor) == (0, 0)


def test_one_player_or_one_action() -> None:
    alone = RepeatedGame(StageGame([[1, 2]]), delta(), PublicMonitoring([["1", "0"], ["0", "1"]]))
    assert family(alone).limit == 2
    still = RepeatedGame(StageGame([[[5]], [[5]]]), delta(), PublicMonitoring([[["1/2", "1/2"]]]))
    assert family(still).at("1/2").worst == 5


def test_certificates_that_nobody_would_check_are_not_written() -> None:
    answer = strongly_symmetric_payoffs(counted(250, "1/2", "1", ("1/20", "2/5")))
    assert answer.status.name == "EXACT_UNCERTIFIED"
    assert "promises" in str(answer.diagnostics["refused"])
    assert answer.value.limit == 1 - Fraction(1, 2) / 7


# ---- refusals


def test_games_that_are_not_symmetric() -> None:
    uneven = StageGame([[[2, 0], [0, 1]], [[3, 0], [0, 1]]])
    with pytest.raises(InvalidGameError, match="payoffs 2, 3 when all use action 0"):
        strongly_symmetric_payoffs(RepeatedGame(uneven, "1/2"))
    with pytest.raises(InvalidGameError, match="same number of actions"):
        strongly_symmetric_payoffs(RepeatedGame(StageGame([[[2, 0]], [[2, 0]]]), "1/2"))


def test_other_games() -> None:
    stage, signals = StageGame(PD), PublicMonitoring(TWO_SIGNALS)
    members = AnonymousGame(3, LinearPublicGood("9/10", "27/20"))
    refused = [
        RepeatedGame(stage, "1/2", signals, Promises("burning")),
        RepeatedGame(stage, "1/2", signals, lag=2),
        RepeatedGame(members, "1/2", AttributedSignals("1/10", "1/2")),
        RepeatedGame(members, "1/2"),
        RepeatedGame(members, "1/2", AnonymousSignals(Enclosure(0, "1/10"), "1/2")),
        RepeatedGame(members, delta() ** 2, AnonymousSignals("1/10", "1/2")),
        RepeatedGame(members, "1/2", AnonymousSignals("1/10", cg.parameter("eta", "1/2", 1))),
    ]
    for asked in refused:
        with pytest.raises(UnsupportedGameError, match="expected"):
            strongly_symmetric_payoffs(asked)


def test_arguments() -> None:
    with pytest.raises(InvalidGameError, match="game: got 3"):
        strongly_symmetric_payoffs(3)  # type: ignore[arg-type]
    value = family(RepeatedGame(StageGame(PD), delta(), PublicMonitoring(TWO_SIGNALS)))
    for action in (2, -1, "0", True):
        with pytest.raises(InvalidGameError, match="action"):
            value.critical_discount_factor(action=action)

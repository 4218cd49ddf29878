"""Payoffs under public signals with payments and burning: known answers, edges and refusals."""

from __future__ import annotations

import copy
import math
import pickle
import random
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

import coopgames as cg
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    LinearPublicGood,
    PerfectMonitoring,
    PhysicalPenalty,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.public import liquidity_bounds, transfers_balanced
from coopgames.solvers.public.signal_game import read_signal_game
from coopgames.solvers.public_payoffs import public_perfect_payoffs

BURNING = Promises("burning")
PD = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
TWO_SIGNALS = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
BLAME = [
    [["4/5", "1/10", "1/10"], ["3/10", "1/10", "3/5"]],
    [["3/10", "3/5", "1/10"], ["1/5", "2/5", "2/5"]],
]


def delta() -> Any:
    return cg.parameter("delta", 0, 1)


def game(payoffs: Any, laws: Any, discount_factor: Any = None) -> RepeatedGame:
    chosen = delta() if discount_factor is None else discount_factor
    return RepeatedGame(StageGame(payoffs), chosen, PublicMonitoring(laws), BURNING)


def family(payoffs: Any, laws: Any) -> Any:
    answer = public_perfect_payoffs(game(payoffs, laws))
    assert answer.status.name == "PROVED"
    return answer.value


def flags(members: int, false_alarm: str, detection: str) -> list[Any]:
    """One public flag for each member, independent given acts (0 works, 1 shirks)."""
    rates = Fraction(false_alarm), Fraction(detection)

    def law(acts: tuple[int, ...]) -> list[Fraction]:
        found = []
        for shown in product((0, 1), repeat=members):
            chance = Fraction(1)
            for act, flag in zip(acts, shown, strict=True):
                chance *= rates[act] if flag else 1 - rates[act]
            found.append(chance)
        return found

    def nest(acts: tuple[int, ...]) -> list[Any]:
        if len(acts) == members:
            return law(acts)
        return [nest((*acts, act)) for act in (0, 1)]

    return nest(())


def public_good(members: int, benefit: str, cost: str) -> StageGame:
    share, loss = Fraction(benefit), Fraction(cost)
    return StageGame.from_function(
        (2,) * members,
        lambda *acts: [share * (members - sum(acts)) - loss * (1 - act) for act in acts],
    )


# ---- known answers


def test_binary_signal_that_does_not_tell_who_burns_on_the_path() -> None:
    # One likelihood ratio, 5, for both: each loses gain / (ratio - 1) = 1/4 as under strong
    # symmetry; U = 4 - 2/4 cannot be passed by any promises.
    value = family(PD, TWO_SIGNALS)
    assert value.limit == Fraction(7, 2)
    assert value.limit_discount_factor == Fraction(10, 17)
    assert value.critical_discount_factor(profile=(0, 0)) == Fraction(10, 17)
    assert value.critical_discount_factor(profile=(1, 1)) == 0
    assert value.critical_discount_factor(joint_payoff="7/2") == Fraction(10, 17)
    assert value.critical_discount_factor(joint_payoff="18/5") is None
    assert value.critical_discount_factor(joint_payoff=-5) == 0


def test_blame_lets_payments_do_what_burning_cannot() -> None:
    value = family(PD, BLAME)
    assert value.limit == 4
    assert value.at(value.limit_discount_factor).joint_payoff == 4


@pytest.mark.parametrize(
    ("members", "benefit", "cost", "rates", "limit", "reached", "profile"),
    [
        (2, "3", "4", ("1/10", "3/5"), "4", "1/2", "100/209"),
        (3, "3/5", "1", ("1/10", "7/10"), "12/5", "25/58", "1000/2331"),
    ],
)
def test_members_with_attributed_flags(
    members: int,
    benefit: str,
    cost: str,
    rates: tuple[str, str],
    limit: str,
    reached: str,
    profile: str,
) -> None:
    """Two programs that know nothing of liquidity give these numbers (theory notes, 5.1)."""
    stage = public_good(members, benefit, cost)
    signals = PublicMonitoring(flags(members, *rates))
    answer = public_perfect_payoffs(RepeatedGame(stage, delta(), signals, BURNING)).value
    full = (0,) * members
    assert answer.critical_discount_factor(profile=full) == Fraction(profile)
    assert answer.limit == Fraction(limit)
    assert answer.limit_discount_factor == Fraction(reached)


def test_perfect_monitoring_is_the_closed_form() -> None:
    stage = cg.prisoners_dilemma(3, 2, 0, -1)
    answer = public_perfect_payoffs(RepeatedGame(stage, delta(), None, BURNING))
    assert answer.status.name == "PROVED"
    assert answer.value.critical_discount_factor(profile=(0, 0)) == Fraction(1, 3)
    assert answer.value.limit == 4


def test_a_larger_liquidity_can_need_less_patience() -> None:
    """F rises by a jump: the least discount factor of a profile is found beyond its own L."""
    payoffs = [[[1, 0], [-2, 2]], [[2, 3], [0, -2]]]
    laws = [[["1/4", "3/4"], ["0", "1"]], [["0", "1"], ["3/4", "1/4"]]]
    value = family(payoffs, laws)
    assert value.critical_discount_factor(profile=(0, 1)) == Fraction(2, 3)
    assert value.at("2/3").liquidity == 4
    assert value.at("65/100") is None
    # At L = 8/3, where (0, 1) begins, F is 1: by itself that would need 8/11.
    assert value.at("8/11").liquidity > Fraction(8, 3)


def test_where_the_stakes_begin_negative() -> None:
    payoffs = [[[4, -1], [2, 1]], [[1, 3], [3, 0]]]
    laws = [[["3/4", "1/4"], ["1/2", "1/2"]], [["1/2", "1/2"], ["3/4", "1/4"]]]
    value = family(payoffs, laws)
    assert value.critical_discount_factor(profile=(0, 0)) == Fraction(12, 13)
    assert value.at("11/12") is None
    assert value.limit_discount_factor == Fraction(12, 13)


# ---- one discount factor


def test_answer_at_a_number() -> None:
    answer = public_perfect_payoffs(game(PD, TWO_SIGNALS, "4/5"))
    assert answer.status.name == "PROVED"
    assert answer.certificate is not None
    assert answer.certificate.kind == "liquidity_payoffs"
    assert set(answer.value.vertices) == {(0, 0), (Fraction(7, 2), 0), (0, Fraction(7, 2))}
    facts = answer.diagnostics
    assert facts["liquidity"] == 14
    assert (facts["on_path"], facts["punishing"]) == ((0, 0), ((1, 1), (1, 1)))
    assert "burning" in answer.method
    plan = answer.diagnostics["plan"]
    assert repr(plan).startswith("PublicTransferPlan(on_path=(0, 0)")
    # Just below the critical discount factor only the static equilibrium is left.
    below = public_perfect_payoffs(game(PD, TWO_SIGNALS, "9999/17000"))
    assert below.value.vertices == ((0, 0),)


def test_the_plan_of_a_family_is_certified() -> None:
    value = family(PD, BLAME)
    solved = value.plan("3/4")
    assert solved.status.name == "PROVED"
    assert solved.value == value.at("3/4")
    assert "3/4" in solved.certificate.document["game"]["discount_factor"]


def test_answers_for_all_discount_factors_are_pickled_and_copied() -> None:
    value = family(PD, TWO_SIGNALS)
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert twin == value
        assert twin.to_rows() == value.to_rows()


def test_rows_say_where_formulas_change() -> None:
    rows = family(PD, TWO_SIGNALS).to_rows()
    assert [row["discount_factor"] for row in rows] == [0, Fraction(10, 17)]
    assert [row["joint_payoff"] for row in rows] == [0, Fraction(7, 2)]


def test_three_players_get_a_polytope() -> None:
    stage = public_good(3, "3/5", "1")
    signals = PublicMonitoring(flags(3, "1/10", "7/10"))
    answer = public_perfect_payoffs(RepeatedGame(stage, "3/4", signals, BURNING))
    assert answer.status.name == "PROVED"
    assert len(answer.value.vertices) == 4
    assert answer.value.support((1, 1, 1)) == answer.diagnostics["joint_payoff"]
    assert answer.value.support((-1, 0, 0)) == -answer.diagnostics["punishments"][0]


# ---- edges


def test_one_signal_leaves_static_equilibria() -> None:
    one = [[["1"], ["1"]], [["1"], ["1"]]]
    value = family(PD, one)
    assert (value.limit, value.limit_discount_factor) == (0, 0)
    assert value.critical_discount_factor(profile=(0, 0)) is None
    assert value.at("99/100").liquidity == 0


def test_no_equilibrium_at_all() -> None:
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    same = [[["1/2", "1/2"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/2", "1/2"]]]
    value = family(pennies, same)
    assert (value.limit, value.limit_discount_factor, value.at("99/100")) == (None, None, None)
    assert value.to_rows() == []
    assert repr(value) == "PublicTransferEquilibria(<no equilibrium>)"
    for discount_factor in (0, "9/10"):
        answer = public_perfect_payoffs(game(pennies, same, discount_factor))
        assert answer.status.name == "PROVED"
        assert answer.value.dimension == -1
        assert answer.diagnostics["plan"] is None
    assert value.plan("1/2").value is None


def test_zero_sum_games_never_have_anything_to_lose() -> None:
    # Every profile can be enforced, but F <= 0: no liquidity is ever kept.
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    value = family(pennies, BLAME)
    assert value.limit is None
    assert value.critical_discount_factor(profile=(0, 1)) is None


def test_one_player_and_one_action() -> None:
    # The player alone can burn after a signal that his own action makes likelier.
    alone = family([[1, 2]], [["1", "0"], ["0", "1"]])
    assert (alone.limit, alone.limit_discount_factor) == (2, 0)
    nothing = family([[[5]], [[7]]], [[["1/3", "2/3"]]])
    assert (nothing.limit, nothing.limit_discount_factor) == (12, 0)
    assert nothing.at("1/2").punishments == (5, 7)


def test_signals_that_only_a_deviation_makes_possible() -> None:
    """The signal is never seen on the path, and costs nothing there."""
    laws = [[["1", "0"], ["1/2", "1/2"]], [["1/2", "1/2"], ["0", "1"]]]
    value = family(PD, laws)
    assert value.limit == 4
    # A shirker is found out half of the time: 2 each must be at stake, 4 = 4 d/(1 - d).
    assert value.critical_discount_factor(profile=(0, 0)) == Fraction(1, 2)


TURNED = [
    # A profile without a curve, and one with a curve, begin inside a piece of another's slope.
    (
        [[[-6, 0], [-3, 5]], [[5, -6], [-3, 5]]],
        [
            [["1/12", "5/6", "1/12"], ["1/5", "2/5", "2/5"]],
            [["1/3", "2/3", "0"], ["1/2", "1/2", "0"]],
        ],
    ),
    (
        [[[1, -5], [-1, 4]], [[-2, 0], [0, 6]]],
        [
            [["2/25", "1/25", "2/25", "4/5"], ["10/21", "10/21", "0", "1/21"]],
            [["0", "0", "0", "1"], ["20/43", "3/43", "0", "20/43"]],
        ],
    ),
]


@pytest.mark.parametrize(("payoffs", "laws"), TURNED, ids=["without a curve", "with a curve"])
def test_profiles_that_begin_between_grid_points(
    payoffs: Any, laws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line is turned around the point where the profile begins; the checker accepts it."""
    turns: list[object] = []
    original = liquidity_bounds._Lines._turned

    def counted(lines: Any, weights: Any, wanted: Any) -> Any:
        turns.append(wanted)
        return original(lines, weights, wanted)

    monkeypatch.setattr(liquidity_bounds._Lines, "_turned", counted)
    value = family(payoffs, laws)
    assert turns
    assert value.limit == 10


def test_a_discount_factor_that_is_a_constant_polynomial() -> None:
    constant = delta() - delta() + Fraction(4, 5)
    answer = public_perfect_payoffs(game(PD, TWO_SIGNALS, constant))
    assert answer.status.name == "PROVED"
    assert answer.diagnostics["joint_payoff"] == Fraction(7, 2)
    with pytest.raises(InvalidGameError, match="discount_factor"):
        public_perfect_payoffs(game(PD, TWO_SIGNALS, delta() - delta() + 2))


@pytest.mark.parametrize("transfers", [None, Promises("balanced")], ids=["none", "balanced"])
@pytest.mark.parametrize("laws", [TWO_SIGNALS, None], ids=["signals", "perfect"])
def test_a_constant_polynomial_whatever_the_payments(transfers: Any, laws: Any) -> None:
    """It is a number, also where a parameter is refused."""
    monitoring = laws and PublicMonitoring(laws)
    asked = RepeatedGame(StageGame(PD), delta() * 0 + Fraction(1, 5), monitoring, transfers)
    answer = public_perfect_payoffs(asked)
    assert answer.value == public_perfect_payoffs(asked.at("1/5")).value


def test_the_domain_of_the_parameter_is_not_read() -> None:
    narrow = family(PD, TWO_SIGNALS).game.at(cg.parameter("delta", 0, "1/4"))
    value = public_perfect_payoffs(narrow).value
    assert value.to_rows() == family(PD, TWO_SIGNALS).to_rows()
    assert value.at("4/5") == family(PD, TWO_SIGNALS).at("4/5")


@pytest.mark.parametrize("unit", [Fraction(10**5000), Fraction(1, 10**5000)], ids=["huge", "tiny"])
def test_payoffs_that_python_does_not_print(unit: Fraction) -> None:
    """Python prints no integer of more than 4,300 digits; certificates and reprs have them."""
    scaled = [[[x * unit for x in row] for row in cells] for cells in PD]
    answer = public_perfect_payoffs(game(scaled, TWO_SIGNALS, "4/5"))
    assert answer.status.name == "PROVED"
    assert answer.diagnostics["joint_payoff"] == unit * Fraction(7, 2)
    value = family(scaled, TWO_SIGNALS)
    assert value.limit == unit * Fraction(7, 2)
    assert "<joint payoff" in repr(value)
    assert "joint_payoff=" in repr(value.at("4/5"))


@pytest.mark.parametrize("at_one", [True, False], ids=["near one", "near zero"])
def test_discount_factors_that_python_does_not_print(at_one: bool) -> None:
    tiny = Fraction(1, 10**5000)
    chosen = 1 - tiny if at_one else tiny
    answer = public_perfect_payoffs(game(PD, TWO_SIGNALS, chosen))
    assert answer.status.name == "PROVED"
    assert answer.diagnostics["joint_payoff"] == (Fraction(7, 2) if at_one else 0)


def test_questions_in_floats_are_read_as_decimals() -> None:
    value = family(PD, TWO_SIGNALS)
    assert value.at(0.8) == value.at("4/5")


def test_huge_and_tiny_payoffs_in_floats() -> None:
    huge = [[[x * 1e308 for x in row] for row in cell] for cell in [[[1, -1], [1, 0]]] * 2]
    laws = [[[0.9, 0.1], [0.5, 0.5]], [[0.5, 0.5], [0.2, 0.8]]]
    with pytest.raises(UnsupportedGameError, match="range of floats"):
        public_perfect_payoffs(game(huge, laws, 0.8))
    tiny = [[[x * 1e-300 for x in row] for row in cell] for cell in PD]
    assert public_perfect_payoffs(game(tiny, laws, 0.8)).diagnostics["joint_payoff"] == (
        pytest.approx(3.5e-300)
    )


def test_random_games_with_many_ties_are_proved() -> None:
    rng = random.Random(12)
    for _ in range(25):
        payoffs = [[[rng.randint(-2, 2) for _ in range(2)] for _ in range(2)] for _ in range(2)]
        shares = [rng.randint(0, 2) for _ in range(4)]
        laws = [
            [[Fraction(2 + s, 6), Fraction(4 - s, 6)] for s in pair]
            for pair in (shares[:2], shares[2:])
        ]
        value = family(payoffs, laws)
        for row in value.to_rows():
            assert value.plan(row["discount_factor"]).status.name == "PROVED"


# ---- nothing burnt

UNEVEN = [[[1, -3], [4, -2]], [[2, 1], [-1, 4]]]
UNEVEN_LAWS = [[["1/5", "4/5"], ["4/5", "1/5"]], [["7/10", "3/10"], ["1/10", "9/10"]]]


def balanced(payoffs: Any, laws: Any, discount_factor: Any) -> Any:
    signals = None if laws is None else PublicMonitoring(laws)
    asked = RepeatedGame(StageGame(payoffs), discount_factor, signals, Promises("balanced"))
    return public_perfect_payoffs(asked)


def test_sums_have_a_lower_bound_where_nothing_can_be_burnt() -> None:
    answer = balanced(UNEVEN, UNEVEN_LAWS, "3/4")
    assert answer.status.name == "EXACT_UNCERTIFIED"
    facts = answer.diagnostics
    assert (facts["joint_payoff"], facts["least_joint_payoff"]) == (2, Fraction(10, 21))
    assert facts["punishments"] == (-2, Fraction(7, 3))
    assert (facts["on_path"], facts["wasting"]) == ((1, 1), (0, 1))
    assert len(answer.value.vertices) == 4
    assert not answer.value.contains((-2, Fraction(7, 3)))
    burning = public_perfect_payoffs(game(UNEVEN, UNEVEN_LAWS, "3/4"))
    assert burning.diagnostics["joint_payoff"] == Fraction(32, 15)
    assert all(burning.value.contains(vertex) for vertex in answer.value.vertices)
    assert "nothing burnt" in answer.method


def test_iteration_from_above_comes_down_to_the_same_offsets() -> None:
    data = read_signal_game(RepeatedGame(StageGame(UNEVEN), 0, PublicMonitoring(UNEVEN_LAWS)))
    sums = [Fraction(6), Fraction(10), Fraction(3), Fraction(1)]
    for _ in range(70):
        sums = one_step(data, Fraction(3, 4), sums)
    exact = [Fraction(2), -Fraction(10, 21), Fraction(2), -Fraction(7, 3)]
    assert all(0 <= x - y < Fraction(1, 10**5) for x, y in zip(sums, exact, strict=True))


def one_step(data: Any, delta_now: Fraction, offsets: list[Fraction]) -> list[Fraction]:
    """The operator on (U, -U_low, -v_1, -v_2), in plain programs over promises w(y)."""
    directions = [(1, 1), (-1, -1), (-1, 0), (0, -1)]
    read = [[Fraction(str(x)) for x in row] for row in data.payoffs]
    best: list[list[Fraction]] = [[] for _ in directions]
    for place, payoffs in enumerate(read):
        law = [Fraction(str(p)) for p in data.laws[place]]
        count = len(law)
        rows = []
        for y in range(count):
            for direction, offset in zip(directions, offsets, strict=True):
                row = [0] * (2 * count)
                row[y], row[count + y] = direction
                rows.append(Row(row, "<=", offset))  # type: ignore[arg-type]
        for deviation in data.deviations[place]:
            row = [Fraction(0)] * (2 * count)
            for y, shift in enumerate(deviation.shift):
                row[deviation.player * count + y] = delta_now * Fraction(str(shift))
            rows.append(Row(row, ">=", (1 - delta_now) * Fraction(str(deviation.gain))))  # type: ignore[arg-type]
        for k, (a, b) in enumerate(directions):
            objective = [a * p for p in law] + [b * p for p in law]
            outcome = solve_lp(LinearProgram(objective, rows, free=range(2 * count)))
            if outcome.status == "optimal":
                assert outcome.value is not None
                now = a * payoffs[0] + b * payoffs[1]
                best[k].append((1 - delta_now) * now + delta_now * outcome.value)
    grid = 2**40
    return [Fraction(-(-max(x) * grid // 1), grid) for x in best]


def test_where_punishments_waste_as_much_as_burning_nothing_is_lost() -> None:
    """In this dilemma the worst sum is the sum of the punishments: a burn is play of (1, 1)."""
    for discount_factor in ("1/2", "10/17", "4/5"):
        without = balanced(PD, TWO_SIGNALS, discount_factor)
        with_burning = public_perfect_payoffs(game(PD, TWO_SIGNALS, discount_factor))
        assert without.value == with_burning.value


def test_perfect_monitoring_never_needs_burning() -> None:
    rng = random.Random(4)
    for _ in range(10):
        cells = [[[rng.randint(-5, 5) for _ in range(3)] for _ in range(2)] for _ in range(2)]
        steps = cg.transfer_equilibria(StageGame(cells)).value
        for discount_factor in ("0", "1/2", "9/10"):
            facts = balanced(cells, None, discount_factor).diagnostics
            step = steps.at(discount_factor)
            assert facts["joint_payoff"] == (None if step is None else step.joint_payoff)
            assert facts["punishments"] == (None if step is None else step.punishments)


def test_nothing_burnt_in_floats_and_with_three_players() -> None:
    floats = [[[float(x) for x in row] for row in cell] for cell in UNEVEN]
    laws = [[[0.2, 0.8], [0.8, 0.2]], [[0.7, 0.3], [0.1, 0.9]]]
    answer = balanced(floats, laws, 0.75)
    assert answer.status.name == "FLOAT"
    assert answer.diagnostics["punishments"] == pytest.approx((-2, 7 / 3))
    stage, signals = public_good(3, "3/5", "1"), PublicMonitoring(flags(3, "1/10", "7/10"))
    three = public_perfect_payoffs(RepeatedGame(stage, "3/4", signals, Promises("balanced")))
    assert three.value.support((1, 1, 1)) == Fraction(12, 5)


def test_nothing_burnt_and_no_equilibrium() -> None:
    pennies = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    answer = balanced(pennies, BLAME, "9/10")
    assert answer.value.dimension == -1
    assert answer.diagnostics["joint_payoff"] is None


def test_an_answer_between_two_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut short, the search leaves a set that generates itself and one that contains all."""
    monkeypatch.setattr(transfers_balanced, "MOST_STEPS", 2)
    stage = [[[1, -3], [4, -2]], [[2, 1], [-1, 4]]]
    answer = balanced(stage, UNEVEN_LAWS, "3/4")
    assert answer.status.name == "BRACKETED"
    exact = [(-2, Fraction(4)), (Fraction(-1, 3), Fraction(7, 3))]
    assert all(answer.diagnostics["outer"].contains(vertex) for vertex in exact)
    assert all(answer.diagnostics["outer"].contains(v) for v in answer.value.vertices)


# ---- floats


def test_floats_are_the_decimals_that_they_print_as() -> None:
    floats = [[[float(x) for x in row] for row in cell] for cell in PD]
    laws = [[[0.9, 0.1], [0.5, 0.5]], [[0.5, 0.5], [0.2, 0.8]]]
    answer = public_perfect_payoffs(game(floats, laws, 0.8))
    assert answer.status.name == "FLOAT"
    assert answer.certificate is None
    assert answer.diagnostics["joint_payoff"] == pytest.approx(3.5, abs=0)
    assert isinstance(answer.diagnostics["joint_payoff"], float)
    assert "rounded once" in answer.method
    assert len(answer.value.vertices) == 3
    assert not answer.value.is_exact
    # 10/17 is no decimal: beside it, the answer is on the right side.
    assert len(public_perfect_payoffs(game(floats, laws, 0.588)).value.vertices) == 1
    assert len(public_perfect_payoffs(game(floats, laws, 0.589)).value.vertices) == 3


def test_three_players_in_floats() -> None:
    stage = StageGame.from_function((2, 2, 2), lambda *a: [0.6 * (3 - sum(a)) - (1 - x) for x in a])
    answer = public_perfect_payoffs(RepeatedGame(stage, 0.5, PerfectMonitoring(), BURNING))
    assert answer.status.name == "FLOAT"
    assert len(answer.value.vertices) == 4
    assert answer.diagnostics["joint_payoff"] == pytest.approx(2.4)


# ---- refusals


@pytest.mark.parametrize(
    ("transfers", "words"),
    [
        (Fine("treasury"), "critical_discount_factor"),
        (Exclusion(), "critical_discount_factor"),
        ([PhysicalPenalty(1), BURNING], "critical_discount_factor"),
        (Promises("burnt"), 'expected Promises("burning")'),
    ],
    ids=["fine", "exclusion", "penalty", "burnt"],
)
def test_other_transfers(transfers: Any, words: str) -> None:
    asked = RepeatedGame(StageGame(PD), "1/2", PublicMonitoring(TWO_SIGNALS), transfers)
    with pytest.raises(UnsupportedGameError, match=r"transfers: got") as caught:
        public_perfect_payoffs(asked)
    assert words in str(caught.value)


@pytest.mark.parametrize("budget", ["balanced", "burning", "burnt"])
@pytest.mark.parametrize("laws", [TWO_SIGNALS, None], ids=["signals", "perfect"])
def test_promises_with_a_cap_are_refused(budget: Any, laws: Any) -> None:
    """With a cap the set before the payments has another form: no answer may ignore it."""
    monitoring = laws and PublicMonitoring(laws)
    for chosen in ("1/2", delta()):
        asked = RepeatedGame(StageGame(PD), chosen, monitoring, Promises(budget, cap=0))
        with pytest.raises(UnsupportedGameError, match=r"transfers: got .*without a cap"):
            public_perfect_payoffs(asked)


@pytest.mark.parametrize("budget", ["balanced", "burning"])
def test_games_that_take_too_long(budget: Any) -> None:
    """Two actions and a flag for each of seven members: it is said at once."""
    stage, rows = public_good(7, "3/5", "1"), PublicMonitoring(flags(7, "1/10", "1/2"))
    asked = RepeatedGame(stage, "4/5", rows, Promises(budget))
    with pytest.raises(UnsupportedGameError, match="128 action profiles x 7 players x 128 signals"):
        public_perfect_payoffs(asked)


@pytest.mark.parametrize(
    "tolerance",
    [math.nan, math.inf, None, True, object, 0, 1, "-1/10", "much"],
    ids=["nan", "inf", "None", "True", "class", "0", "1", "negative", "word"],
)
@pytest.mark.parametrize("transfers", [None, BURNING, Promises("balanced")], ids=str)
def test_tolerances(tolerance: Any, transfers: Any) -> None:
    """Also where none is needed; the message names the argument."""
    asked = RepeatedGame(StageGame(PD), "1/2", PublicMonitoring(TWO_SIGNALS), transfers)
    with pytest.raises(InvalidGameError, match=r"tolerance: got"):
        public_perfect_payoffs(asked, tolerance=tolerance)


def test_other_floats_as_tolerance_name_the_argument() -> None:
    with pytest.raises(MixedArithmeticError, match="tolerance: got"):
        public_perfect_payoffs(game(PD, BLAME, "1/2"), tolerance=np.float32(0.25))


def test_other_games() -> None:
    stage, signals = StageGame(PD), PublicMonitoring(TWO_SIGNALS)
    members = AnonymousGame(3, LinearPublicGood("9/10", "27/20"))
    refused = [
        RepeatedGame(stage, "1/2", signals, BURNING, lag=2),
        RepeatedGame(stage, delta() ** 2, signals, BURNING),
        RepeatedGame(stage, delta(), signals),
        RepeatedGame(stage, delta(), signals, Promises("balanced")),
        RepeatedGame(members, "1/2", AttributedSignals("1/10", "1/2"), BURNING),
        RepeatedGame(
            StageGame([[[cg.parameter("x", 0, 1), 0], [0, 1]], PD[1]]), "1/2", signals, BURNING
        ),
        RepeatedGame(public_good(3, "3/5", "1"), "1/2", PublicMonitoring(flags(3, "0", "1"))),
        RepeatedGame(StageGame.from_function((2,) * 8, lambda *a: list(a)), "1/2", None, BURNING),
    ]
    for asked in refused:
        with pytest.raises(UnsupportedGameError, match="expected"):
            public_perfect_payoffs(asked)


def test_arguments() -> None:
    with pytest.raises(InvalidGameError, match="game: got 3"):
        public_perfect_payoffs(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="on_step"):
        public_perfect_payoffs(game(PD, BLAME, "1/2"), on_step=3)  # type: ignore[arg-type]
    value = family(PD, TWO_SIGNALS)
    with pytest.raises(InvalidGameError, match="either profile or joint_payoff"):
        value.critical_discount_factor()
    with pytest.raises(InvalidGameError, match="profile"):
        value.critical_discount_factor(profile=(0, 2))
    with pytest.raises(InvalidGameError, match="profile"):
        value.critical_discount_factor(profile=(0,))
    with pytest.raises(InvalidGameError, match="joint_payoff: got 'much'"):
        value.critical_discount_factor(joint_payoff="much")
    with pytest.raises(MixedArithmeticError, match="joint_payoff: got"):
        value.critical_discount_factor(joint_payoff=3.5)
    with pytest.raises(InvalidGameError, match="discount_factor"):
        value.at(1)


def test_perfect_monitoring_without_transfers_is_the_other_verb() -> None:
    asked = RepeatedGame(StageGame(PD), "1/2")
    assert public_perfect_payoffs(asked).value == cg.equilibrium_payoffs(asked).value


def test_two_players_without_transfers_are_handed_on() -> None:
    """The other solver gets tolerance and progress reports as they are."""
    one = PublicMonitoring([[["1"], ["1"]], [["1"], ["1"]]])
    asked = RepeatedGame(StageGame(PD), "1/2", one)
    answer = public_perfect_payoffs(asked, tolerance="1/100", on_step=lambda step, change: None)
    assert answer.value.vertices == ((0, 0),)
    assert "no transfers" in answer.method

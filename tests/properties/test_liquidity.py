"""Liquidity functions against other ways to the same numbers, on games with many ties."""

import math
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    PayoffTable,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.public.signal_game import read_signal_game
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs

BURNING = Promises("burning")
SHAPES = [(2, 2), (2, 2), (2, 3), (2, 1), (3,), (1,), (2, 2, 2)]
DELTAS = [Fraction(0), Fraction(1, 3), Fraction(4, 5), Fraction(999, 1000)]


def delta():
    return cg.parameter("delta", 0, 1)


def nested(cells, shape):
    if not shape:
        return cells[0]
    size = len(cells) // shape[0]
    return [nested(cells[k * size : (k + 1) * size], shape[1:]) for k in range(shape[0])]


@st.composite
def laws(draw, count, most=4):
    """Laws of a signal for some profiles, with zeros and with equal laws; no signal is idle."""
    size = draw(st.integers(1, most))
    weights = st.lists(st.sampled_from([0, 0, 1, 1, 2, 5]), min_size=size, max_size=size)
    different = draw(st.lists(weights.filter(any), min_size=1, max_size=count))
    chosen = [different[k % len(different)] for k in range(count)]
    used = [y for y in range(size) if any(w[y] for w in chosen)]
    return [[Fraction(w[y], sum(w)) for y in used] for w in chosen]


@st.composite
def games(draw, shapes=SHAPES, most=4):
    shape = draw(st.sampled_from(shapes))
    size = math.prod(shape)
    payoff = st.integers(-3, 3)
    cells = [draw(st.lists(payoff, min_size=size, max_size=size)) for _ in shape]
    signals = PublicMonitoring(nested(draw(laws(size, most)), shape))
    stage = StageGame([nested(row, shape) for row in cells])
    return RepeatedGame(stage, delta(), signals, BURNING)


@given(games())
@settings(max_examples=60, deadline=None)
def test_one_delta_and_all_deltas_agree_and_both_are_proved(game):
    whole = public_perfect_payoffs(game)
    assert whole.status.name == "PROVED"
    changes = [row["discount_factor"] for row in whole.value.to_rows()]
    for d in [*DELTAS, *changes]:
        answer = public_perfect_payoffs(game.at(d))
        assert answer.status.name == "PROVED"
        assert answer.diagnostics["plan"] == whole.value.at(d)


@given(games())
@settings(max_examples=60, deadline=None)
def test_more_patience_never_hurts(game):
    whole = public_perfect_payoffs(game).value
    plans = [whole.at(Fraction(k, 12)) for k in range(12)]
    found = [plan for plan in plans if plan is not None]
    assert plans == [None] * (12 - len(found)) + found
    for less, more in pairwise(found):
        assert less.joint_payoff <= more.joint_payoff
        assert all(a >= b for a, b in zip(less.punishments, more.punishments, strict=True))
    if found:
        assert all(plan.joint_payoff <= whole.limit for plan in found)
        assert whole.at(whole.limit_discount_factor).joint_payoff == whole.limit


@given(games())
@settings(max_examples=60, deadline=None)
def test_no_deviation_from_the_plan_pays(game):
    """One-shot deviations in actions, with the promises of the plan as what follows."""
    whole = public_perfect_payoffs(game).value
    data = read_signal_game(game)
    for d in DELTAS[1:]:
        plan = whole.at(d)
        if plan is None:
            continue
        room = plan.joint_payoff - sum(plan.punishments)
        assert plan.liquidity * (1 - d) == d * room
        profiles = [plan.on_path, *plan.punishing]
        for k, (profile, block) in enumerate(zip(profiles, plan.promises, strict=True)):
            place = data.position(profile)
            after = list(zip(*block, strict=True))
            assert all(sum(w) <= plan.joint_payoff for w in after)
            values = []
            for i, promised in enumerate(block):
                assert min(promised) >= plan.punishments[i]
                value = payoff(data, place, i, promised, d)
                for deviation in range(data.shape[i]):
                    other = data.position((*profile[:i], deviation, *profile[i + 1 :]))
                    assert payoff(data, other, i, promised, d) <= value
                values.append(value)
            if k == 0:
                assert sum(values) == plan.joint_payoff
            else:
                assert values[k - 1] == plan.punishments[k - 1]


def payoff(data, place, player, promised, d):
    expected = sum(Fraction(str(p)) * w for p, w in zip(data.laws[place], promised, strict=True))
    return (1 - d) * Fraction(str(data.payoffs[place][player])) + d * expected


@given(st.data(), st.sampled_from([(2, 2), (2, 3), (2, 2, 2), (1, 2)]))
@settings(max_examples=40, deadline=None)
def test_perfect_monitoring_is_the_step_function_of_one_sort(source, shape):
    size = math.prod(shape)
    numbers = st.lists(st.integers(-4, 4), min_size=size, max_size=size)
    stage = StageGame([nested(source.draw(numbers), shape) for _ in shape])
    answer = public_perfect_payoffs(RepeatedGame(stage, delta(), None, BURNING))
    steps = cg.transfer_equilibria(stage).value
    assert answer.status.name == "PROVED"
    for d in [*DELTAS, *(step.discount_factor for step in steps.steps)]:
        mine, other = answer.value.at(d), steps.at(d)
        assert (mine is None) == (other is None)
        if mine is not None:
            assert (mine.joint_payoff, mine.punishments) == (other.joint_payoff, other.punishments)


@given(games([(2, 2), (2, 3), (2, 2, 2), (1,)]), st.sampled_from(DELTAS))
@settings(max_examples=60, deadline=None)
def test_without_burning_there_is_no_more_and_it_is_exact(game, d):
    asked = RepeatedGame(game.stage, d, game.monitoring, Promises("balanced"))
    without, with_burning = public_perfect_payoffs(asked), public_perfect_payoffs(game.at(d))
    assert without.status.name == "EXACT_UNCERTIFIED"
    facts = without.diagnostics
    if facts["joint_payoff"] is None:
        assert without.value.vertices == ()
        return
    assert with_burning.diagnostics["joint_payoff"] >= facts["joint_payoff"]
    assert facts["joint_payoff"] >= facts["least_joint_payoff"] >= sum(facts["punishments"])
    assert all(with_burning.value.contains(vertex) for vertex in without.value.vertices)


# ---- the second way: one program per plan, divided by the liquidity


def plan_program(data, profiles, target):
    """Maximise (1 - delta)/delta over promises of a plan, scaled so that the liquidity is 1."""
    blocks = [*profiles, *([target] if target is not None else [])]
    players, signals = data.players, data.signals
    width = 1 + len(blocks) * players * signals

    def x(block, player, signal):
        return 1 + (block * players + player) * signals + signal

    rows = []
    for b, place in enumerate(blocks):
        for y in range(signals):
            row = [0] * width
            for i in range(players):
                row[x(b, i, y)] = 1
            rows.append(Row(row, "<=", 1))
        for deviation in data.deviations[place]:
            row = [-Fraction(str(deviation.gain)), *([0] * (width - 1))]
            for y, shift in enumerate(deviation.shift):
                row[x(b, deviation.player, y)] = Fraction(str(shift))
            rows.append(Row(row, ">=", 0))
    path, *punishing = profiles
    objective = [Fraction(0)] * width
    objective[0] = Fraction(str(data.joint[path]))
    for i, place in enumerate(punishing):
        objective[0] -= Fraction(str(data.payoffs[place][i]))
    for y in range(signals):
        for i in range(players):
            objective[x(0, i, y)] += Fraction(str(data.laws[path][y]))
            objective[x(i + 1, i, y)] -= Fraction(str(data.laws[punishing[i]][y]))
    return LinearProgram(objective, rows)


def by_plans(data, target):
    """Least discount factor at which a profile is played: the best of all plans."""
    if all(deviation.gain <= 0 for deviation in data.deviations[target]):
        return Fraction(0)
    best = Fraction(0)
    for profiles in product(range(len(data.profiles)), repeat=data.players + 1):
        outcome = solve_lp(plan_program(data, profiles, target))
        if outcome.status == "optimal":
            best = max(best, outcome.value - 1)
    return 1 / (1 + best) if best > 0 else None


@given(games([(2, 2), (2, 1), (3,)], most=3))
@settings(max_examples=12, deadline=None)
def test_plans_one_by_one_have_the_same_critical_discount_factors(game):
    answer, data = public_perfect_payoffs(game).value, read_signal_game(game)
    for k, profile in list(enumerate(data.profiles))[:2]:
        assert answer.critical_discount_factor(profile=profile) == by_plans(data, k)


# ---- strong symmetry


@st.composite
def symmetric_games(draw):
    """Equal payoffs on the diagonal, small gains beside it, so that promises matter."""
    players, actions = draw(st.sampled_from([(2, 2), (2, 2), (2, 3), (3, 2), (1, 2)]))
    shape = (actions,) * players
    size = actions**players
    step = (size - 1) // (actions - 1)
    diagonal = draw(st.lists(st.integers(-6, 6), min_size=actions, max_size=actions))
    cells = []
    for _ in shape:
        row = [
            Fraction(x, 2) for x in draw(st.lists(st.integers(-6, 6), min_size=size, max_size=size))
        ]
        for action, value in enumerate(diagonal):
            row[action * step] = Fraction(value)
        cells.append(nested(row, shape))
    signals = PublicMonitoring(nested(draw(laws(size)), shape))
    return RepeatedGame(StageGame(cells), delta(), signals)


@given(symmetric_games())
@settings(max_examples=60, deadline=None)
def test_symmetric_answers_agree_and_are_proved(game):
    whole = strongly_symmetric_payoffs(game)
    assert whole.status.name == "PROVED"
    before = None
    for d in sorted([*DELTAS, *(row["discount_factor"] for row in whole.value.to_rows())]):
        answer = strongly_symmetric_payoffs(game.at(d))
        assert answer.status.name == "PROVED"
        assert answer.value == whole.value.at(d)
        if before is not None:
            assert answer.value.worst <= before.worst <= before.best <= answer.value.best
        before = answer.value


@given(symmetric_games())
@settings(max_examples=40, deadline=None)
def test_common_losses_are_one_way_to_use_payments_and_burning(game):
    """Strongly symmetric equilibria are equilibria of the game in which payments are allowed."""
    payments = RepeatedGame(game.stage, delta(), game.monitoring, BURNING)
    wide, narrow = public_perfect_payoffs(payments).value, strongly_symmetric_payoffs(game).value
    for d in DELTAS:
        inside, plan = narrow.at(d), wide.at(d)
        if inside is not None:
            assert plan is not None
            assert plan.joint_payoff >= inside.best * game.stage.num_players
            assert max(plan.punishments) <= inside.worst


@given(st.data(), st.integers(2, 3), st.integers(0, 10), st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_counts_of_flags_written_out_give_the_same(source, members, low, high):
    """The knapsack for anonymous members, against linear programs over all action profiles."""
    numbers = st.lists(st.integers(-3, 5), min_size=members, max_size=members)
    shirk, contribute = source.draw(numbers), source.draw(numbers)
    rates = Fraction(min(low, high), 10), Fraction(max(low, high), 10)
    counted = RepeatedGame(
        AnonymousGame(members, PayoffTable(shirk, contribute)), delta(), AnonymousSignals(*rates)
    )
    shape = (2,) * members
    cells, chances = [[] for _ in shape], []
    for profile in product((0, 1), repeat=members):  # 0 contribute, 1 shirk
        for i, act in enumerate(profile):
            others = members - sum(profile) - (1 - act)
            cells[i].append(shirk[others] if act else contribute[others])
        law = [Fraction(1)]
        for act in profile:
            rate = rates[act]
            law = [
                (1 - rate) * a + rate * b
                for a, b in zip([*law, Fraction(0)], [Fraction(0), *law], strict=True)
            ]
        chances.append(law)
    used = [y for y in range(members + 1) if any(law[y] for law in chances)]
    laws_used = [[law[y] for y in used] for law in chances]
    written = RepeatedGame(
        StageGame([nested(row, shape) for row in cells]),
        delta(),
        PublicMonitoring(nested(laws_used, shape)),
    )
    one, other = strongly_symmetric_payoffs(counted), strongly_symmetric_payoffs(written)
    assert one.status.name == other.status.name == "PROVED"
    assert one.value.to_rows() == other.value.to_rows()
    for action in (0, 1):
        least = one.value.critical_discount_factor(action=action)
        assert least == other.value.critical_discount_factor(action=action)


@pytest.mark.parametrize("scale", [Fraction(1, 10**12), Fraction(10**12)])
def test_the_unit_of_payoffs_does_not_matter(scale):
    laws_of = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
    cells = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
    scaled = StageGame([[[scale * x for x in row] for row in cell] for cell in cells])
    one = public_perfect_payoffs(
        RepeatedGame(StageGame(cells), delta(), PublicMonitoring(laws_of), BURNING)
    )
    other = public_perfect_payoffs(
        RepeatedGame(scaled, delta(), PublicMonitoring(laws_of), BURNING)
    )
    assert other.status.name == "PROVED"
    assert other.value.limit == scale * one.value.limit
    assert other.value.limit_discount_factor == one.value.limit_discount_factor

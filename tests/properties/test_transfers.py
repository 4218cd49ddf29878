"""Games with payments: what must hold of every step function."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.solvers.transfers.plans import build_payment_plan

SHAPES = [(2, 2), (2, 3), (3, 3), (2, 2, 2)]
BESIDE = Fraction(1, 10**9)
deltas = st.fractions(0, Fraction(49, 50), max_denominator=50)


@st.composite
def stages(draw: st.DrawFn, shapes: list[tuple[int, ...]] = SHAPES) -> cg.StageGame:
    shape = draw(st.sampled_from(shapes))
    payoffs = st.lists(st.integers(-9, 9).map(Fraction), min_size=len(shape), max_size=len(shape))
    return cg.StageGame.from_function(shape, lambda *_: draw(payoffs))


@given(stages())
def test_the_plan_is_an_equilibrium_on_its_step_and_fails_just_below(stage: cg.StageGame) -> None:
    value = cg.transfer_equilibria(stage).value
    for step in value.steps:
        delta = step.discount_factor
        plan = value.plan(delta).value
        assert cg.is_equilibrium(cg.RepeatedGame(stage, delta), plan)
        if delta > BESIDE:
            below = build_payment_plan(stage, delta - BESIDE, step.on_path, step.punishing)
            assert not cg.is_equilibrium(cg.RepeatedGame(stage, delta - BESIDE), below)


@given(stages())
def test_patience_never_hurts(stage: cg.StageGame) -> None:
    steps = cg.transfer_equilibria(stage).value.steps
    for first, second in pairwise(steps):
        assert first.discount_factor < second.discount_factor
        assert first.joint_payoff <= second.joint_payoff
        assert all(a >= b for a, b in zip(first.punishments, second.punishments, strict=True))


@given(stages([(2, 2), (2, 3)]), deltas)
def test_payments_never_shrink_the_joint_payoff(stage: cg.StageGame, delta: Fraction) -> None:
    without = cg.equilibrium_payoffs(cg.RepeatedGame(stage, delta)).value
    if without.vertices:
        step = cg.transfer_equilibria(stage).value.at(delta)
        assert step is not None
        assert without.support((1, 1)) <= step.joint_payoff
        # The least payoffs: irrational numbers have no sign to be changed.
        for player, away in enumerate([(-1, 0), (0, -1)]):
            assert without.support(away) <= -step.punishments[player]


@given(stages(), st.data())
def test_names_of_players_and_actions_do_not_matter(
    stage: cg.StageGame, data: st.DataObject
) -> None:
    n = stage.num_players
    players = data.draw(st.permutations(range(n)))
    orders = [data.draw(st.permutations(range(size))) for size in stage.shape]

    def payoffs(*profile: int) -> list[object]:
        old = [0] * n
        for place, player in enumerate(players):
            old[player] = orders[player][profile[place]]
        return [stage.payoff(player, old) for player in players]

    moved = cg.StageGame.from_function([stage.shape[p] for p in players], payoffs)
    first, second = (cg.transfer_equilibria(s).value.steps for s in (stage, moved))
    assert [(s.discount_factor, s.joint_payoff) for s in first] == [
        (s.discount_factor, s.joint_payoff) for s in second
    ]
    assert [tuple(s.punishments[p] for p in players) for s in first] == [
        s.punishments for s in second
    ]

import random
from fractions import Fraction

import pytest

import coopgames as cg
from coopgames.games.payment_plans import PaymentPlan
from coopgames.solvers.transfers import TransferStep, check_payment_plan, transfer_equilibria
from tests.reference import transfer_plans

SHAPES = [(2, 2), (2, 3), (3, 3), (1, 3), (2, 2, 2)]
CASES = [(seed, SHAPES[seed % len(SHAPES)]) for seed in range(150)]


def random_game(seed: int, shape: tuple[int, ...], top: int = 9) -> cg.StageGame:
    rng = random.Random(seed)
    return cg.StageGame.from_function(
        shape, lambda *_: [Fraction(rng.randint(-top, top), rng.choice((1, 1, 2))) for _ in shape]
    )


def probes(steps: tuple[TransferStep, ...]) -> list[Fraction]:
    """Discount factors on and beside every step."""
    beside = Fraction(1, 10**9)
    at = [s.discount_factor + x for s in steps for x in (-beside, 0, beside)]
    return [d for d in (*at, Fraction(0), Fraction(1, 2), Fraction(999, 1000)) if 0 <= d < 1]


@pytest.mark.parametrize(("seed", "shape"), CASES)
def test_every_plan_enumerated_gives_the_same_steps(seed: int, shape: tuple[int, ...]) -> None:
    stage = random_game(seed, shape)
    answer = transfer_equilibria(stage).value
    table = list(transfer_plans.plans(stage))
    for delta in probes(answer.steps):
        step, twin = answer.at(delta), transfer_plans.at(table, delta)
        assert (step is None) == (twin is None)
        if step is not None and twin is not None:
            assert (step.joint_payoff, list(step.punishments)) == twin


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(350))
def test_more_games_against_the_twin(seed: int) -> None:
    shape = (3, 3, 2) if seed % 50 == 0 else SHAPES[seed % len(SHAPES)]
    test_every_plan_enumerated_gives_the_same_steps(1000 + seed, shape)


@pytest.mark.parametrize(("seed", "shape"), CASES[:60])
def test_the_payment_plan_is_an_equilibrium_from_its_step_on(
    seed: int, shape: tuple[int, ...]
) -> None:
    stage = random_game(seed, shape)
    answer = transfer_equilibria(stage).value
    for delta in probes(answer.steps):
        step, plan = answer.at(delta), answer.plan(delta)
        if step is None:
            assert plan.value is None
            continue
        assert plan.status is cg.Status.PROVED
        assert "is a subgame-perfect equilibrium" in cg.verify(plan.certificate)
        assert sum(plan.diagnostics["payoffs"]) == step.joint_payoff
        assert plan.diagnostics["punishments"] == step.punishments


@pytest.mark.parametrize(("seed", "shape"), CASES[:60])
def test_below_its_step_the_same_profiles_are_no_equilibrium(
    seed: int, shape: tuple[int, ...]
) -> None:
    from coopgames.solvers.transfers.plans import build_payment_plan

    stage = random_game(seed, shape)
    for step in transfer_equilibria(stage).value.steps:
        below = step.discount_factor - Fraction(1, 10**6)
        if below > 0:
            plan = build_payment_plan(stage, below, step.on_path, step.punishing)
            answer = check_payment_plan(stage, below, plan)
            assert not answer.value
            assert answer.diagnostics["least_margin"] < 0


def test_the_steps_are_recomputed_by_the_checker() -> None:
    for seed, shape in CASES[:40]:
        answer = transfer_equilibria(random_game(seed, shape))
        assert answer.status is cg.Status.PROVED
        assert "with payments" in cg.verify(answer.certificate)


def test_payments_never_shrink_what_grim_trigger_sustains() -> None:
    pd = cg.prisoners_dilemma(9, 8, 3, 1)
    grim = cg.critical_discount_factor(pd, cg.grim_trigger(pd, (0, 0), (1, 1))).value
    steps = transfer_equilibria(pd).value
    assert steps.at(grim).joint_payoff == 16


def test_no_pure_equilibrium_is_an_honest_none() -> None:
    pennies = cg.StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    answer = transfer_equilibria(pennies)
    assert answer.value.steps == ()
    assert answer.value.at("99/100") is None
    assert answer.value.plan("99/100").value is None


def test_scaling_and_shifting_payoffs_moves_no_threshold() -> None:
    for seed, shape in CASES[:30]:
        stage = random_game(seed, shape)
        moved = cg.StageGame.from_function(
            shape, lambda *a, s=stage: [10**9 * s.payoff(i, a) - i for i in range(s.num_players)]
        )
        first, second = (transfer_equilibria(g).value.steps for g in (stage, moved))
        assert [s.discount_factor for s in first] == [s.discount_factor for s in second]
        assert [s.on_path for s in first] == [s.on_path for s in second]


def test_huge_payoffs_do_not_overflow() -> None:
    big = 10**30
    stage = cg.StageGame.from_rows(
        [[(2 * big, 2 * big), (-big, 3 * big)], [(3 * big, -big), (0, 0)]]
    )
    assert [s.discount_factor for s in transfer_equilibria(stage).value.steps] == [
        0,
        Fraction(1, 3),
    ]


def test_floats_give_floats() -> None:
    answer = transfer_equilibria(cg.prisoners_dilemma(3.0, 2.0, 0.0, -1.0))
    assert answer.status is cg.Status.FLOAT
    assert answer.value.steps[1].discount_factor == pytest.approx(1 / 3)
    with pytest.raises(cg.CoopgamesError, match="exact payoffs"):
        answer.value.plan("1/2")


def test_sums_beyond_the_range_of_floats_are_refused() -> None:
    game = cg.StageGame([[[1e308, -1e308]], [[1e308, -1e308]]])
    with pytest.raises(cg.CoopgamesError, match="stage: got float payoffs whose sum"):
        transfer_equilibria(game)
    large = cg.prisoners_dilemma(3e307, 2e307, 0.0, -1e307)
    assert transfer_equilibria(large).value.steps[1].joint_payoff == pytest.approx(4e307)


def test_a_plan_that_asks_too_much_is_refused() -> None:
    pd = cg.prisoners_dilemma(3, 2, 0, -1)
    fines = [(-5, 5), (5, -5)]
    plan = PaymentPlan((0, 0), [(1, 1)] * 2, [(0, 0), *fines], fines)
    answer = check_payment_plan(pd, "1/2", plan)
    assert not answer.value
    assert answer.certificate is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0, 0), [(1, 1)], [(0, 0)] * 3, [(0, 0)] * 2), "punishing"),
        (((0, 0), [(1, 1)] * 2, [(0, 0)] * 2, [(0, 0)] * 2), "after_obedience"),
        (((0, 0), [(1, 1)] * 2, [(0, 1)] * 3, [(0, 0)] * 2), "sum to 0"),
        (((0, 0), [(1, 1)] * 2, [(0, 0)] * 3, [(0, 0)]), "after_deviation"),
        ((5, [(1, 1)] * 2, [(0, 0)] * 3, [(0, 0)] * 2), "on_path: got 5"),
        (((), (), ((),), ()), "on_path: got .., expected a sequence that is not empty"),
        (((True, 0), [(1, 1)] * 2, [(0, 0)] * 3, [(0, 0)] * 2), "on_path"),
        (((0.5, 0), [(1, 1)] * 2, [(0, 0)] * 3, [(0, 0)] * 2), "on_path"),
        (((-1, 0), [(1, 1)] * 2, [(0, 0)] * 3, [(0, 0)] * 2), "on_path"),
        (("ab", ["cd", "ef"], [(0, 0)] * 3, [(0, 0)] * 2), "on_path"),
        (((0, 0), [(1, 1), (0, -1)], [(0, 0)] * 3, [(0, 0)] * 2), "punishing"),
        (((0, 0), None, [(0, 0)] * 3, [(0, 0)] * 2), "punishing: got None"),
        (((0, 0), [(1, 1)] * 2, 5, [(0, 0)] * 2), "after_obedience: got 5"),
        (((0, 0), [(1, 1)] * 2, [(0, 0), 5, (0, 0)], [(0, 0)] * 2), "after_obedience.1.: got 5"),
        (((0, 0), [(1, 1)] * 2, [(0, 0)] * 3, {0: 1, 1: 2}), "after_deviation"),
    ],
)
def test_bad_plans(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(cg.CoopgamesError, match=message):
        PaymentPlan(*arguments)


def test_bad_arguments() -> None:
    pd = cg.prisoners_dilemma(3, 2, 0, -1)
    with pytest.raises(cg.CoopgamesError, match="stage"):
        transfer_equilibria("pd")
    with pytest.raises(cg.CoopgamesError, match="discount_factor"):
        transfer_equilibria(pd).value.at(1)
    with pytest.raises(cg.CoopgamesError, match="parameter"):
        transfer_equilibria(cg.prisoners_dilemma(cg.parameter("T", 2, 9), 2, 0, -1))
    fines = [(-4, 4), (4, -4)]
    outside = PaymentPlan((0, 2), [(1, 1)] * 2, [(0, 0), *fines], fines)
    with pytest.raises(cg.CoopgamesError, match="action profiles within"):
        check_payment_plan(pd, "1/2", outside)

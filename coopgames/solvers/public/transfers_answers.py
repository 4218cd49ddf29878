"""The answers of games with payments: with burning by liquidity, without by offsets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.public.liquidity import LiquidityFunctions, liquidity_functions
from coopgames.solvers.public.liquidity_certificate import plan_at, steps_certificate
from coopgames.solvers.public.liquidity_promises import TransferPromises
from coopgames.solvers.public.liquidity_reading import ROUNDED, read_discount_factor
from coopgames.solvers.public.signal_game import SignalGame, read_signal_game
from coopgames.solvers.public.transfers import (
    STRATEGIES,
    PublicTransferEquilibria,
    PublicTransferPlan,
    plan_of,
    solve_at,
)
from coopgames.solvers.public.transfers_balanced import BalancedSet, Offsets, balanced_set
from coopgames.solvers.public.transfers_sets import payoffs_between, rounded
from coopgames.solvers.solution import Solution, Status

__all__ = ["balanced_answer", "burning_answer"]

BALANCED = (
    "pure-action perfect public equilibria with public randomization and voluntary payments, "
    "nothing burnt"
)


def burning_answer(game: RepeatedGame) -> Solution[Any]:
    """Return the payoffs with payments and burning, at a discount factor or at all of them."""
    delta = read_discount_factor(game)
    data = read_signal_game(game)
    functions = liquidity_functions(TransferPromises(data))
    if delta is None:
        return _family(game, data, functions)
    if game.arithmetic is Arithmetic.FLOAT:
        found = plan_at(functions, delta)
        plan = None if found is None else plan_of(data, functions, found, from_flint(delta))
        method = f"liquidity functions of all profiles, one discount factor; {STRATEGIES}{ROUNDED}"
        facts = _facts(None if plan is None else _in_floats(plan))
        return Solution(_simplex(game, plan), Status.FLOAT, None, method, game.arithmetic, facts)
    answer = solve_at(game, data, functions)
    facts = {**answer.diagnostics, **_facts(answer.value)}
    return replace(answer, value=_simplex(game, answer.value), diagnostics=facts)


def _family(
    game: RepeatedGame, data: SignalGame, functions: LiquidityFunctions
) -> Solution[PublicTransferEquilibria]:
    facts: dict[str, object] = {}
    kept = accepted(lambda: steps_certificate(game, functions), facts)
    status = Status.EXACT_UNCERTIFIED if kept is None else Status.PROVED
    method = f"liquidity functions of all profiles, every discount factor; {STRATEGIES}"
    value = PublicTransferEquilibria(game, data, functions)
    return Solution(value, status, kept, method, Arithmetic.SYMBOLIC, facts)


def _simplex(game: RepeatedGame, plan: PublicTransferPlan | None) -> Any:
    if plan is None:
        return payoffs_between(game, None)
    return payoffs_between(
        game, plan.punishments, sum(plan.punishments, start=Fraction(0)), plan.joint_payoff
    )


def _facts(plan: PublicTransferPlan | None) -> dict[str, object]:
    names = "joint_payoff", "punishments", "liquidity", "on_path", "punishing"
    facts = {name: None if plan is None else getattr(plan, name) for name in names}
    return {**facts, "plan": plan}


def _in_floats(plan: PublicTransferPlan) -> PublicTransferPlan:
    names = "discount_factor", "liquidity", "joint_payoff", "punishments", "excess"
    return replace(plan, **{name: rounded(getattr(plan, name)) for name in names})


def balanced_answer(game: RepeatedGame) -> Solution[Any]:
    """Return the payoffs with payments and nothing burnt, at one discount factor."""
    delta = read_discount_factor(game)
    if delta is None:
        raise UnsupportedGameError(
            'discount_factor: got a parameter with Promises("balanced"), expected a number (with '
            'transfers=Promises("burning") every discount factor is answered at once)'
        )
    data = read_signal_game(game)
    found = balanced_set(data, delta)
    in_floats = game.arithmetic is Arithmetic.FLOAT
    facts = _balanced_facts(data, found)
    if in_floats:
        for name in ("joint_payoff", "least_joint_payoff", "punishments"):
            facts[name] = None if facts[name] is None else rounded(facts[name])
    method = f"offsets from above, exact linear programs and jumps to fixed points; {BALANCED}"
    status = Status.EXACT_UNCERTIFIED
    if not found.is_exact:
        status = Status.BRACKETED
        facts["outer"] = _truncated(game, found.outer)
    value = _truncated(game, found.inner)
    if in_floats:
        return Solution(value, Status.FLOAT, None, f"{method}{ROUNDED}", Arithmetic.FLOAT, facts)
    return Solution(value, status, None, method, Arithmetic.EXACT, facts)


def _truncated(game: RepeatedGame, offsets: Offsets | None) -> Any:
    if offsets is None:
        return payoffs_between(game, None)
    most, least, *floors = map(from_flint, offsets)
    punishments = tuple(-x for x in floors)
    lowest = max(-least, sum(punishments, start=Fraction(0)))
    return payoffs_between(game, punishments if lowest <= most else None, lowest, most)


def _balanced_facts(data: SignalGame, found: BalancedSet) -> dict[str, object]:
    names = "joint_payoff", "least_joint_payoff", "punishments", "on_path", "wasting", "punishing"
    facts = dict[str, object](dict.fromkeys(names))
    facts["steps"] = found.steps
    if found.inner is None:
        return facts
    most, least, *floors = map(from_flint, found.inner)
    profiles = [data.profiles[k] for k in found.positions]
    return facts | {
        "joint_payoff": most,
        "least_joint_payoff": -least,
        "punishments": tuple(-x for x in floors),
        "on_path": profiles[0],
        "wasting": profiles[1],
        "punishing": tuple(profiles[2:]),
    }

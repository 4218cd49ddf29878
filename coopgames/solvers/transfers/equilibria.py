"""Joint payoffs and punishments with payments, as step functions of the discount factor.

With perfect monitoring and payments only two sums of a profile matter: its joint payoff G(a) and
the temptation r(a), the sum of what each player would gain by a best reply. Let S(t) be the
profiles with r(a) <= t, U(t) their largest joint payoff, v_i(t) the least best-reply payoff of
player i over S(t). All of S(t) can be sustained iff

    (1 - delta) t <= delta (U(t) - sum_i v_i(t)),

so that one sort by temptation answers for every discount factor (Goldlücke and Kranz 2012; derived
in docs/theory/algorithms_ppe.md, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coopgames.arithmetic import Arithmetic, number
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, rational, rationals
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import RepeatedGame, StageGame
from coopgames.games.payment_plans import PaymentPlan, Profile
from coopgames.solvers.one_shot_values import uniform_payoffs
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.transfers.integers import integer_payoffs
from coopgames.solvers.transfers.plans import build_payment_plan, check_payment_plan

__all__ = ["CERTIFIED_BY_DEFAULT", "TransferEquilibria", "TransferStep", "transfer_equilibria"]

#: Games with more payoffs get a certificate only when asked for: it holds every payoff as text.
CERTIFIED_BY_DEFAULT = 4_000

METHOD = (
    "one sort of the profiles by temptation, all discount factors at once; pure-action subgame-"
    "perfect equilibria with public randomization and voluntary payments"
)


@dataclass(frozen=True, slots=True)
class TransferStep:
    """What can be sustained from a discount factor on, up to that of the next step.

    Attributes
    ----------
    discount_factor : Fraction or float
        The critical discount factor; at it the step is already reached.
    joint_payoff : number
        Largest sum of average payoffs, before a settlement.
    punishments : tuple of numbers
        Least average payoff of each player. The payoffs that equilibria reach are all ``u`` with
        ``u_i >= punishments[i]`` and ``sum(u) <= joint_payoff`` (burning included).
    on_path : action profile
        The first profile, in row-major order, with that joint payoff.
    punishing : tuple of n action profiles
        The first profile that holds each player down to his punishment.
    """

    discount_factor: Any
    joint_payoff: Any
    punishments: tuple[Any, ...]
    on_path: Profile
    punishing: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class TransferEquilibria:
    """The step function of a stage game.

    Attributes
    ----------
    stage : StageGame
    steps : tuple of TransferStep
        Ascending in the discount factor; empty if there is no pure equilibrium below 1.
    """

    stage: StageGame
    steps: tuple[TransferStep, ...]

    def at(self, discount_factor: object) -> TransferStep | None:
        """Return the step at a discount factor; ``None`` if no pure equilibrium exists there.

        Examples
        --------
        >>> from coopgames.games import prisoners_dilemma
        >>> answer = transfer_equilibria(prisoners_dilemma(3, 2, 0, -1)).value
        >>> answer.at("1/3").joint_payoff, answer.at("1/4").joint_payoff
        (Fraction(4, 1), Fraction(0, 1))
        """
        delta = _discount_factor(discount_factor)
        found = [step for step in self.steps if step.discount_factor <= delta]
        return found[-1] if found else None

    def plan(self, discount_factor: object) -> Solution[PaymentPlan | None]:
        """Return a plan with payments that reaches the joint payoff, with its certificate.

        Raises
        ------
        UnsupportedGameError
            For float games: a certificate needs exact payoffs.

        Examples
        --------
        >>> from coopgames.games import prisoners_dilemma
        >>> answer = transfer_equilibria(prisoners_dilemma(3, 2, 0, -1)).value
        >>> answer.plan("1/3").value.after_deviation[0]
        (Fraction(-3, 1), Fraction(3, 1))
        """
        if self.stage.arithmetic is not Arithmetic.EXACT:
            raise UnsupportedGameError("plan: a certificate needs exact payoffs, got floats")
        delta = _discount_factor(discount_factor)
        if not isinstance(delta, Fraction):
            raise invalid("discount_factor", discount_factor, "an exact number, as the payoffs are")
        step = self.at(delta)
        if step is None:
            method = "no pure equilibrium at this discount factor"
            return Solution(None, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT)
        plan = build_payment_plan(self.stage, delta, step.on_path, step.punishing)
        checked = check_payment_plan(self.stage, delta, plan)
        assert checked.value, "a plan built from the step function must be an equilibrium"
        return Solution(
            plan,
            checked.status,
            checked.certificate,
            checked.method,
            checked.arithmetic,
            checked.diagnostics,
        )

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each step."""
        return [
            {
                "discount_factor": step.discount_factor,
                "joint_payoff": step.joint_payoff,
                "punishments": step.punishments,
                "on_path": step.on_path,
                "punishing": step.punishing,
            }
            for step in self.steps
        ]

    def __repr__(self) -> str:
        steps = ", ".join(f"{s.discount_factor}: {s.joint_payoff}" for s in self.steps)
        return f"TransferEquilibria({{{steps}}})"


def transfer_equilibria(
    stage: StageGame, *, certify: bool | None = None
) -> Solution[TransferEquilibria]:
    """Solve a game with perfect monitoring and payments for every discount factor at once.

    Parameters
    ----------
    stage : StageGame
        Any number of players. Exact payoffs give exact critical discount factors.
    certify : bool, optional
        Whether to write the certificate; by default for games of up to 4,000 payoffs.

    Returns
    -------
    Solution
        ``value``: a :class:`TransferEquilibria`. The certificate ``transfer_steps`` lists the
        steps, which the checker finds again by enumeration.
        ``diagnostics["critical_discount_factors"]``: where the step function jumps.

    Raises
    ------
    UnsupportedGameError
        If a payoff is a parameter, or the sum of float payoffs is beyond the range of floats.

    Notes
    -----
    The class: pure actions, public randomization before each period, any payments to other players
    or burning, each of which may be refused. O(N (n + log N)) for N profiles and n players.

    References
    ----------
    Goldlücke and Kranz (2012), *Infinitely repeated games with public monitoring and monetary
    transfers*, Journal of Economic Theory 147.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> transfer_equilibria(prisoners_dilemma(3, 2, 0, -1)).value
    TransferEquilibria({0: 0, 1/3: 4})
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: payoffs with a parameter; fix it first")
    if stage.arithmetic is Arithmetic.FLOAT:
        return _as_float(stage, transfer_equilibria(rationalize_stage(stage)))
    arrays, scale = integer_payoffs(stage)
    steps = tuple(_steps(arrays, stage.shape, scale))
    value = TransferEquilibria(stage, steps)
    diagnostics = MappingProxyType(
        {"critical_discount_factors": tuple(step.discount_factor for step in steps)}
    )
    small = sum(map(len, stage.cells)) <= CERTIFIED_BY_DEFAULT
    if not (small if certify is None else certify):
        method = f"{METHOD} (certificate not asked for: certify=True)"
        status = Status.EXACT_UNCERTIFIED
        return Solution(value, status, None, method, Arithmetic.EXACT, diagnostics)
    certificate = _certificate(value)
    return Solution(value, Status.PROVED, certificate, METHOD, Arithmetic.EXACT, diagnostics)


def _steps(payoffs: list[NDArray[Any]], shape: tuple[int, ...], scale: int) -> list[TransferStep]:
    """Return the steps, ascending: the largest set that is sustained at each discount factor."""
    joint = sum(payoffs[1:], start=payoffs[0])
    best = [_best_replies(cells, shape, i) for i, cells in enumerate(payoffs)]
    temptation = sum(best[1:], start=best[0]) - joint
    order = np.argsort(temptation, kind="stable")
    sorted_temptation = temptation[order]
    largest = np.maximum.accumulate(joint[order])
    least = [np.minimum.accumulate(b[order]) for b in best]
    liquidity = largest - sum(least[1:], start=least[0])
    last = np.flatnonzero(np.append(sorted_temptation[1:] != sorted_temptation[:-1], True))
    # A set with no more liquidity than a smaller one is sustained no earlier and offers the same.
    grows = np.append(True, liquidity[last[1:]] != liquidity[last[:-1]])
    steps: list[TransferStep] = []
    for k in reversed(last[grows].tolist()):
        r, room = int(sorted_temptation[k]), int(liquidity[k])
        delta = Fraction(r, r + room) if r + room > 0 else Fraction(int(r > 0))
        if delta < 1 and (not steps or delta < steps[-1].discount_factor):
            inside = temptation <= r
            steps.append(_step(delta, inside, joint, best, shape, scale))
    return steps[::-1]


def _best_replies(cells: NDArray[Any], shape: tuple[int, ...], player: int) -> NDArray[Any]:
    tensor = cells.reshape(shape)
    best = tensor.max(axis=player, keepdims=True)
    return np.broadcast_to(best, shape).ravel()


def _step(
    delta: Fraction,
    inside: NDArray[Any],
    joint: NDArray[Any],
    best: list[NDArray[Any]],
    shape: tuple[int, ...],
    scale: int,
) -> TransferStep:
    chosen = np.flatnonzero(inside)
    top = int(joint[chosen].max())
    floors = [int(b[chosen].min()) for b in best]

    def first(values: NDArray[Any], wanted: int) -> Profile:
        place = chosen[np.flatnonzero(values[chosen] == wanted)[0]]
        return tuple(int(a) for a in np.unravel_index(int(place), shape))

    return TransferStep(
        delta,
        Fraction(top, scale),
        tuple(Fraction(x, scale) for x in floors),
        first(joint, top),
        tuple(first(b, x) for b, x in zip(best, floors, strict=True)),
    )


def _certificate(value: TransferEquilibria) -> Certificate:
    game = game_document(RepeatedGame(value.stage, 0), with_discount_factor=False)
    steps = [
        {
            "discount_factor": rational(step.discount_factor),
            "joint_payoff": rational(step.joint_payoff),
            "punishments": rationals(step.punishments),
            "on_path": list(step.on_path),
            "punishing": [list(p) for p in step.punishing],
        }
        for step in value.steps
    ]
    uniform = rationals(uniform_payoffs(value.stage))
    return Certificate.seal("transfer_steps", game, {"steps": steps, "uniform_payoffs": uniform})


def _as_float(
    stage: StageGame, exact: Solution[TransferEquilibria]
) -> Solution[TransferEquilibria]:
    try:
        steps = tuple(
            TransferStep(
                float(step.discount_factor),
                float(step.joint_payoff),
                tuple(map(float, step.punishments)),
                step.on_path,
                step.punishing,
            )
            for step in exact.value.steps
        )
    except OverflowError:
        raise UnsupportedGameError(
            "stage: got float payoffs whose sum over the players is beyond the range of floats, "
            "expected smaller ones, or exact numbers"
        ) from None
    diagnostics = MappingProxyType(
        {"critical_discount_factors": tuple(step.discount_factor for step in steps)}
    )
    method = f"{METHOD}; exact on the binary values of the floats, rounded once"
    value = TransferEquilibria(stage, steps)
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)


def _discount_factor(value: object) -> Any:
    delta = number(value, "discount_factor")
    if not isinstance(delta, Fraction | float):
        raise invalid("discount_factor", value, "a number in [0, 1)")
    if not 0 <= delta < 1:
        raise invalid("discount_factor", value, "a number in [0, 1)")
    return delta

"""Payment plans: built from a step of the solution, and checked by one-shot deviations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from coopgames.arithmetic import Arithmetic, exact
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, rational, rationals
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import RepeatedGame, StageGame
from coopgames.games._arrays import row_major
from coopgames.games.payment_plans import PaymentPlan, Profile, Receipts
from coopgames.solvers.one_shot_values import uniform_payoffs
from coopgames.solvers.solution import Solution, Status

__all__ = ["build_payment_plan", "check_payment_plan"]

METHOD = "one-shot deviations in actions and in payments, after every history"


def build_payment_plan(
    stage: StageGame, delta: Fraction, on_path: Profile, punishing: Sequence[Profile]
) -> PaymentPlan:
    """Return the plan in which payments divide what incentives leave equally.

    With ``v`` the punishment payoffs and ``w`` the payoffs before a settlement, incentives need
    ``w_i >= v_i + (1 - delta)/delta * gain_i``. The rest of the joint payoff is shared equally, by
    all on the path and by the punishers in a punishment, so that the punished gets ``v_i`` exactly.
    """
    n, players = stage.num_players, range(stage.num_players)
    if delta == 0:
        nothing = (Fraction(0),) * n
        return PaymentPlan(on_path, punishing, [nothing] * (n + 1), [nothing] * n)
    rate = (1 - delta) / delta
    v = [_best_payoff(stage, i, punishing[i]) for i in players]
    joint = sum((_payoff(stage, i, on_path) for i in players), start=Fraction(0))

    def promises(needed: Sequence[Fraction], sharing: Sequence[int]) -> list[Fraction]:
        rest = joint - sum(needed)
        return [x + (rest / len(sharing) if i in sharing else 0) for i, x in enumerate(needed)]

    def needs(profile: Profile) -> list[Fraction]:
        return [v[i] + rate * _gain(stage, i, profile) for i in players]

    others = [[j for j in players if j != i] for i in players]
    settled = [promises(needs(on_path), list(players))]
    settled += [promises(needs(punishing[i]), others[i]) for i in players]
    fined = [promises(v, others[i]) for i in players]
    start = [(1 - delta) * _payoff(stage, i, on_path) + delta * settled[0][i] for i in players]

    def receipts(promised: Sequence[Fraction]) -> Receipts:
        return tuple((w - e) / (1 - delta) for w, e in zip(promised, start, strict=True))

    return PaymentPlan(on_path, punishing, list(map(receipts, settled)), list(map(receipts, fined)))


@dataclass(frozen=True, slots=True)
class _Values:
    """Average payoffs of a plan; margins are >= 0 iff no one-shot deviation gains.

    ``start``: from an action stage on the path. ``punished``: of the player a punishment is for.
    ``action_margins``: [profile][player]; ``consent_margins``: [settlement][player].
    """

    start: list[Fraction]
    punished: list[Fraction]
    action_margins: list[list[Fraction]]
    consent_margins: list[list[Fraction]]

    def worst(self) -> Fraction:
        return min(
            x for rows in (self.action_margins, self.consent_margins) for r in rows for x in r
        )


def _values(stage: StageGame, delta: Fraction, plan: PaymentPlan) -> _Values:
    players = range(stage.num_players)
    now = 1 - delta
    profiles = (plan.on_path, *plan.punishing)
    # On the path: e = (1 - d) g + d ((1 - d) receipt + e), so e = g + d receipt.
    start = [_payoff(stage, i, plan.on_path) + delta * plan.after_obedience[0][i] for i in players]
    settled = [[now * r[i] + start[i] for i in players] for r in plan.after_obedience]
    fined = [[now * r[i] + start[i] for i in players] for r in plan.after_deviation]
    obeying = [
        [now * _payoff(stage, i, profile) + delta * w[i] for i in players]
        for profile, w in zip(profiles, settled, strict=True)
    ]
    deviating = [
        [now * _best_payoff(stage, i, profile) + delta * fined[i][i] for i in players]
        for profile in profiles
    ]
    punished = [obeying[i + 1][i] for i in players]
    return _Values(
        start,
        punished,
        [
            [x - y for x, y in zip(a, b, strict=True)]
            for a, b in zip(obeying, deviating, strict=True)
        ],
        [[w[i] - punished[i] for i in players] for w in (*settled, *fined)],
    )


def check_payment_plan(
    stage: StageGame, discount_factor: object, plan: PaymentPlan
) -> Solution[bool]:
    """Check a plan with payments by one-shot deviations, in actions and in payments.

    Parameters
    ----------
    stage : StageGame
        Exact payoffs, perfect monitoring.
    discount_factor : exact number in [0, 1)
    plan : PaymentPlan

    Returns
    -------
    Solution
        ``value``: whether the plan is a subgame-perfect equilibrium of the repeated game with
        voluntary payments. With the answer True the certificate is a ``payment_plan``; for False
        there is no kind, and the status is ``EXACT_UNCERTIFIED``: exact, and refuted.
        ``diagnostics``: ``payoffs`` from the start, ``punishments``, and ``least_margin``, by how
        much the most tempting one-shot deviation loses (average payoffs; negative: it gains).

    Raises
    ------
    InvalidGameError
        If the plan does not fit the game.

    Notes
    -----
    O(n x sum of actions).

    References
    ----------
    Goldlücke and Kranz (2012); Abreu (1988) for the one-shot deviation principle.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> fines = [(-4, 4), (4, -4)]
    >>> plan = PaymentPlan((0, 0), [(1, 1)] * 2, [(0, 0), *fines], fines)
    >>> check_payment_plan(pd, "1/2", plan).value
    True
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError("stage: a payment plan is checked in exact arithmetic")
    delta = exact(discount_factor)
    if not 0 <= delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in [0, 1)")
    _check_profiles(stage, plan)
    values = _values(stage, delta, plan)
    holds = values.worst() >= 0
    diagnostics = MappingProxyType(
        {
            "payoffs": tuple(values.start),
            "punishments": tuple(values.punished),
            "least_margin": values.worst(),
        }
    )
    if not holds:
        status = Status.EXACT_UNCERTIFIED
        return Solution(False, status, None, METHOD, Arithmetic.EXACT, diagnostics)
    certificate = _certificate(stage, delta, plan, values)
    return Solution(True, Status.PROVED, certificate, METHOD, Arithmetic.EXACT, diagnostics)


def _certificate(
    stage: StageGame, delta: Fraction, plan: PaymentPlan, values: _Values
) -> Certificate:
    game = game_document(RepeatedGame(stage, delta), with_discount_factor=True)
    fields = {
        "profiles": [list(p) for p in (plan.on_path, *plan.punishing)],
        "after_obedience": [rationals(row) for row in plan.after_obedience],
        "after_deviation": [rationals(row) for row in plan.after_deviation],
        "payoffs": rationals(values.start),
        "punishments": rationals(values.punished),
        "action_margins": [rationals(row) for row in values.action_margins],
        "consent_margins": [rationals(row) for row in values.consent_margins],
        "uniform_payoffs": [rational(x) for x in uniform_payoffs(stage)],
    }
    return Certificate.seal("payment_plan", game, fields)


def _check_profiles(stage: StageGame, plan: PaymentPlan) -> None:
    for profile in (plan.on_path, *plan.punishing):
        fits = len(profile) == stage.num_players and all(
            0 <= a < size for a, size in zip(profile, stage.shape, strict=True)
        )
        if not fits:
            raise invalid("plan", profile, f"action profiles within {stage.shape}")


def _payoff(stage: StageGame, player: int, profile: Profile) -> Fraction:
    value = stage.cells[player][row_major(profile, stage.shape)]
    assert isinstance(value, Fraction)
    return value


def _best_payoff(stage: StageGame, player: int, profile: Profile) -> Fraction:
    before, after = profile[:player], profile[player + 1 :]
    choices = range(stage.shape[player])
    return max(_payoff(stage, player, (*before, a, *after)) for a in choices)


def _gain(stage: StageGame, player: int, profile: Profile) -> Fraction:
    return _best_payoff(stage, player, profile) - _payoff(stage, player, profile)

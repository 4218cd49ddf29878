"""The payoffs of perfect public equilibria, under what a game says about payments."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.games import (
    PerfectMonitoring,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.public.liquidity_reading import check_game, read_discount_factor
from coopgames.solvers.public.transfers_answers import balanced_answer, burning_answer
from coopgames.solvers.solution import Solution

__all__ = ["public_perfect_payoffs"]

#: Under perfect monitoring every profile is a signal; with more of them, a sort is the method.
PERFECT_PROFILES = 128
#: Profiles x players x signals with promises; more of them take many minutes.
MOST_PROMISES = 30_000

OnStep = Callable[[int, float], None]


def public_perfect_payoffs(
    game: RepeatedGame, *, tolerance: object = "1/1000000", on_step: OnStep | None = None
) -> Solution[Any]:
    """Return the payoffs of all pure-action perfect public equilibria with public randomization.

    Parameters
    ----------
    game : RepeatedGame
        A :class:`StageGame` under :class:`PublicMonitoring`, or under :class:`PerfectMonitoring`
        (the signal is the action profile). Its `transfers` decide the question:

        ``Promises("burning")``: any number of players, who may pay each other, or burn, after each
        signal; whoever refuses to pay is punished. The discount factor is a number, or
        ``coopgames.parameter("delta", 0, 1)`` by itself: then all discount factors in [0, 1) are
        answered at once. The domain of the parameter is not read.

        ``Promises("balanced")``: payments, and nothing can be burnt; a number as discount factor.

        None: two players and a number as discount factor.

        Promises with a `cap` are refused: with a cap the payoffs are not sets of these forms.
    tolerance, on_step : optional
        Only without transfers: see
        :func:`coopgames.solvers.public_sets.solve.payoffs_without_transfers` (signals), or
        :func:`coopgames.equilibrium_payoffs` (perfect monitoring, which has no tolerance).

    Returns
    -------
    Solution
        With burning, at a number: ``value`` is the set of payoffs before a payment stage,
        ``{u : u_i >= v_i, sum(u) <= U}``, as a :class:`PayoffSet` (two players) or a
        :class:`Polytope`; empty if there is no equilibrium. The status is PROVED (certificate
        ``liquidity_payoffs``). ``diagnostics``: ``"joint_payoff"`` U, ``"punishments"`` v,
        ``"liquidity"``, ``"on_path"`` and ``"punishing"`` profiles, and ``"plan"``, a
        :class:`PublicTransferPlan` with the promises (all None without equilibria). If the checker
        refuses the certificate, such as one that is too much work, the status is
        EXACT_UNCERTIFIED and ``diagnostics["refused"]`` says why.

        With burning, the discount factor a parameter: ``value`` is a
        :class:`PublicTransferEquilibria`, PROVED (certificate ``liquidity_steps``).

        Without burning: ``value`` is ``{u : u_i >= v_i, U_low <= sum(u) <= U}``, of the same types.
        The set is exact, and no certificate kind covers it: EXACT_UNCERTIFIED. ``diagnostics``:
        ``"joint_payoff"`` U, ``"least_joint_payoff"`` U_low, ``"punishments"`` v, the profiles
        ``"on_path"``, ``"wasting"`` (for U_low) and ``"punishing"``, and ``"steps"``. Should the
        search from outside not end, the status is BRACKETED: ``value`` generates itself and
        ``diagnostics["outer"]`` contains all.

        Floats are read as the decimals that they print as, solved exactly and rounded once; the
        status is FLOAT.

    Raises
    ------
    InvalidGameError
        If an argument is of the wrong kind.
    UnsupportedGameError
        If no solver covers the game; the message says what is possible. With promises and
        :class:`PublicMonitoring`: if profiles times players times signals exceed 30,000.

    Notes
    -----
    With burning, what promises after a signal may add up to, the liquidity
    ``L = delta/(1 - delta) (U - sum v)``, decides what can be enforced, and the discount factor
    appears nowhere else: for each profile the least waste and the least rewards are piecewise
    linear functions of L, found by parametric linear programming; the answer at delta is the
    largest L with ``delta F(L) >= (1 - delta) L``, F the joint payoff less all punishments that L
    supports (docs/theory/algorithms_ppe.md, section 1). Without burning sums have a lower bound as
    well; the set is found from above, by exact linear programs.

    Both take time in proportion to the promises, profiles times players times signals, or somewhat
    more: about a second for each 1,000 of them up to 5,000, and a minute or more, without burning
    several, for 25,000 (six members with a flag for each). Mixed actions are not covered:
    under imperfect monitoring they may reach more.

    References
    ----------
    Goldlücke and Kranz (2012), *Infinitely repeated games with public monitoring and monetary
    transfers*; Levin (2003), *Relational incentive contracts*; Abreu, Pearce and Stacchetti (1990),
    *Toward a theory of discounted repeated games with imperfect monitoring*.

    Examples
    --------
    A bad signal comes with probability 1/10 if both contribute, 1/2 if one does, 4/5 if none:

    >>> from coopgames.games import prisoners_dilemma
    >>> laws = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
    >>> pd, signals = prisoners_dilemma(3, 2, 0, -1), PublicMonitoring(laws)
    >>> game = RepeatedGame(pd, "4/5", signals, Promises("burning"))
    >>> answer = public_perfect_payoffs(game)
    >>> answer.status.name, answer.diagnostics["joint_payoff"]
    ('PROVED', Fraction(7, 2))
    >>> import coopgames
    >>> family = game.at(coopgames.parameter("delta", 0, 1))
    >>> public_perfect_payoffs(family).value.critical_discount_factor(profile=(0, 0))
    Fraction(10, 17)
    """
    game = check_game(game)
    share = _tolerance(tolerance)
    if on_step is not None and not callable(on_step):
        raise invalid("on_step", on_step, "None or a function of a step and a change")
    if not isinstance(game.stage, StageGame):
        raise UnsupportedGameError(
            "game: got an anonymous game, expected a StageGame (critical_discount_factor and "
            "strongly_symmetric_payoffs answer for anonymous games)"
        )
    if not isinstance(game.monitoring, (PublicMonitoring, PerfectMonitoring)):
        raise UnsupportedGameError(
            f"monitoring: got {game.monitoring!r}, expected PublicMonitoring or PerfectMonitoring"
        )
    if not game.transfers:
        return _without_transfers(game, share, on_step)
    promises = _promises(game)
    _check_size(game.stage, game.monitoring)
    return burning_answer(game) if promises.budget == "burning" else balanced_answer(game)


def _tolerance(value: object) -> Fraction:
    expected = "a number between 0 and 1 (a share of the payoff range)"
    try:
        if isinstance(value, float) and math.isfinite(value):
            share = Fraction(value)
        else:
            share = read_exact(value, "tolerance")
    except InvalidGameError:
        raise invalid("tolerance", value, expected) from None
    if not 0 < share < 1:
        raise invalid("tolerance", value, expected)
    return share


def _check_size(stage: StageGame, monitoring: PublicMonitoring | PerfectMonitoring) -> None:
    profiles = len(stage.cells[0])
    if isinstance(monitoring, PerfectMonitoring):
        if profiles > PERFECT_PROFILES:
            raise UnsupportedGameError(
                f"game: got {profiles} action profiles under perfect monitoring, expected at most "
                f"{PERFECT_PROFILES} (transfer_equilibria has no such limit)"
            )
        return
    signals = len(monitoring.laws[0])
    size = profiles * stage.num_players * signals
    if size > MOST_PROMISES:
        raise UnsupportedGameError(
            f"game: got {profiles} action profiles x {stage.num_players} players x {signals} "
            f"signals = {size} promises, expected at most {MOST_PROMISES}"
        )


def _without_transfers(
    game: RepeatedGame, tolerance: Fraction, on_step: OnStep | None
) -> Solution[Any]:
    if isinstance(game.monitoring, PerfectMonitoring):
        from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs

        return equilibrium_payoffs(game, on_step=on_step)
    if read_discount_factor(game) is None:
        raise UnsupportedGameError(
            "discount_factor: got a parameter, expected a number (with transfers="
            'Promises("burning") every discount factor is answered at once)'
        )
    stage = game.stage
    assert isinstance(stage, StageGame)
    if stage.num_players != 2:
        raise UnsupportedGameError(
            f"game: got {stage.num_players} players without transfers, expected 2 (any number with "
            'transfers=Promises("burning"), or limit_payoffs for the limit as the discount factor '
            "goes to 1)"
        )
    from coopgames.solvers.public_sets.solve import payoffs_without_transfers

    return payoffs_without_transfers(game, tolerance=tolerance, on_step=on_step)


def _promises(game: RepeatedGame) -> Promises:
    transfers = game.transfers
    if len(transfers) == 1 and isinstance(transfers[0], Promises):
        if transfers[0].cap is not None:
            raise UnsupportedGameError(
                f"transfers: got {transfers[0]!r}, expected promises without a cap: with a cap the "
                "payoffs before the payments are no longer all splits of the surplus"
            )
        if transfers[0].budget != "burnt":
            return transfers[0]
        raise UnsupportedGameError(
            f'transfers: got {transfers[0]!r}, expected Promises("burning") (payments to others '
            'and burning), Promises("balanced") or None'
        )
    raise UnsupportedGameError(
        f'transfers: got {list(transfers)!r}, expected Promises("burning"), Promises("balanced") '
        "or None (fines, exclusion and penalties are rules for anonymous members: use "
        "critical_discount_factor for them)"
    )

"""The payoffs of strongly symmetric equilibria, with any public signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import fmpq

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.errors import CertificateError, UnsupportedGameError
from coopgames.games import AnonymousGame, RepeatedGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.public.liquidity import LiquidityFunctions, liquidity_functions
from coopgames.solvers.public.liquidity_certificate import (
    payoffs_certificate,
    plan_at,
    steps_certificate,
)
from coopgames.solvers.public.liquidity_reading import (
    ROUNDED,
    check_game,
    read_discount_factor,
)
from coopgames.solvers.public.symmetric import (
    STRATEGIES,
    SymmetricEquilibria,
    SymmetricPayoffs,
    payoffs_at,
    read_symmetric_game,
)
from coopgames.solvers.solution import Solution, Status

__all__ = ["strongly_symmetric_payoffs"]

#: The independent checker, a program of its own, reads no more members than these.
MAX_MEMBERS = 400


def strongly_symmetric_payoffs(game: RepeatedGame) -> Solution[Any]:
    """Return the worst and the best payoff per player of strongly symmetric equilibria.

    All players use the same (pure) action after every public history, with public randomization.
    Nothing but the future of all can deter: after a bad signal all lose together.

    Parameters
    ----------
    game : RepeatedGame
        Without transfers. A :class:`StageGame` under :class:`PublicMonitoring` or
        :class:`PerfectMonitoring`, in which all players have the same number of actions, and equal
        payoffs whenever all use the same one; deviations of every player count. Or an
        :class:`AnonymousGame` under :class:`AnonymousSignals`: everybody sees how many are flagged.
        The discount factor is a number, or ``coopgames.parameter("delta", 0, 1)`` by itself. The
        domain of a parameter is not read: the answer is for all discount factors in [0, 1).

    Returns
    -------
    Solution
        At a number: ``value`` is a :class:`SymmetricPayoffs`, or None if there is no such
        equilibrium; PROVED with a certificate ``liquidity_payoffs``. ``diagnostics``:
        ``"liquidity"``, and ``"losses"`` and ``"gains"``: by signal, what all lose below the best
        payoff in its equilibrium, and win above the worst payoff in its one, times
        ``delta/(1 - delta)``. The action 0 of an :class:`AnonymousGame` is to contribute, 1 to
        shirk.

        The discount factor a parameter: ``value`` is a :class:`SymmetricEquilibria`, PROVED with a
        certificate ``liquidity_steps``.

        If the checker refuses the certificate, such as one that is too much work, the status is
        EXACT_UNCERTIFIED and ``diagnostics["refused"]`` says why; an anonymous game of more than
        400 members gets none. Floats are read as the decimals
        that they print as, solved exactly and rounded once; the status is FLOAT.

    Raises
    ------
    InvalidGameError
        If the game is not symmetric where it must be.
    UnsupportedGameError
        If the game has transfers, a lag, or a number that is not known.

    Notes
    -----
    With ``L = delta/(1 - delta) (best - worst)`` the programs for losses and gains have L in the
    right-hand side only, and no discount factor (docs/theory/algorithms_ppe.md, section 3). The
    worst payoff is below that of a static equilibrium only if play that is bad for all is rewarded
    (stick and carrot), so both ends are found together. With one deviation law, as in anonymous
    games, a program is a knapsack by likelihood ratio: O(n log n) operations for n members, on
    numbers of O(n) digits, and the promises of n pieces, n + 1 at each. (With 400 members about
    half a second, and two more for the certificate.)

    References
    ----------
    Abreu, Pearce and Stacchetti (1986), *Optimal cartel equilibria with imperfect monitoring*;
    Abreu, Milgrom and Pearce (1991), *Information and timing in repeated partnerships*; Green and
    Porter (1984), *Noncooperative collusion under imperfect price information*.

    Examples
    --------
    A bad signal comes with probability 1/10 if both contribute, 1/2 if one does, 4/5 if none. The
    best payoff stays below 2 at every discount factor: ``2 - gain/(l - 1)``, with the gain 1 and
    the likelihood ratio ``l = 5``.

    >>> from coopgames.games import PublicMonitoring, prisoners_dilemma
    >>> laws = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
    >>> game = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "4/5", PublicMonitoring(laws))
    >>> strongly_symmetric_payoffs(game).value
    SymmetricPayoffs(worst=Fraction(0, 1), best=Fraction(7, 4), worst_action=1, best_action=0)
    >>> import coopgames
    >>> family = game.at(coopgames.parameter("delta", 0, 1))
    >>> strongly_symmetric_payoffs(family).value
    SymmetricEquilibria(<best payoff 7/4 from discount factor 10/17 on>)
    """
    game = check_game(game)
    if game.transfers:
        raise UnsupportedGameError(
            f"transfers: got {list(game.transfers)!r}, expected none (with "
            'Promises("burning"): public_perfect_payoffs)'
        )
    delta = read_discount_factor(game)
    functions = liquidity_functions(read_symmetric_game(game))
    if delta is None:
        method = f"liquidity functions of all actions, every discount factor; {STRATEGIES}"
        facts: dict[str, object] = {}
        status, kept = _accepted(game, lambda: steps_certificate(game, functions), facts)
        value = SymmetricEquilibria(game, functions)
        return Solution(value, status, kept, method, Arithmetic.SYMBOLIC, facts)
    return _at_number(game, functions, delta)


def _at_number(
    game: RepeatedGame, functions: LiquidityFunctions, delta: fmpq
) -> Solution[SymmetricPayoffs | None]:
    plan = plan_at(functions, delta)
    method = f"liquidity functions of all actions, one discount factor; {STRATEGIES}"
    reading = _to_float if game.arithmetic is Arithmetic.FLOAT else from_flint
    facts: dict[str, object] = {"liquidity": None, "losses": None, "gains": None}
    if plan is not None:
        losses, gains = (tuple(map(reading, x)) for x in plan.points)
        facts = {"liquidity": reading(plan.liquidity), "losses": losses, "gains": gains}
    value = payoffs_at(plan, reading)
    if game.arithmetic is Arithmetic.FLOAT:
        return Solution(value, Status.FLOAT, None, f"{method}{ROUNDED}", Arithmetic.FLOAT, facts)
    status, kept = _accepted(game, lambda: payoffs_certificate(game, functions, plan), facts)
    return Solution(value, status, kept, method, Arithmetic.EXACT, facts)


def _accepted(
    game: RepeatedGame, write: Callable[[], Certificate], facts: dict[str, object]
) -> tuple[Status, Certificate | None]:
    """Write a certificate, unless there are more members than the checker reads."""

    def checkable() -> Certificate:
        stage = game.stage
        if isinstance(stage, AnonymousGame) and stage.size > MAX_MEMBERS:
            raise CertificateError(
                f"certificate: it would be about {stage.size} members, at most {MAX_MEMBERS}"
            )
        return write()

    kept = accepted(checkable, facts)
    return Status.EXACT_UNCERTIFIED if kept is None else Status.PROVED, kept


def _to_float(value: fmpq) -> float:
    try:
        return float(from_flint(value))
    except OverflowError:
        raise UnsupportedGameError(
            "game: got payoffs beyond the range of floats, expected smaller ones, or exact numbers"
        ) from None

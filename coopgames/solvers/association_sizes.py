"""The smallest association that sustains itself, and all sizes that do.

More members are not always better: with a crowded club good each further member takes something
from the others. So nothing is assumed about monotonicity; sizes are looked at one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeGuard, cast

from coopgames.arithmetic import Arithmetic, Enclosure, number
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame, AttributedSignals, Promises, RepeatedGame
from coopgames.games.sanctions import Sanction, WorkStoppage
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.family import beta_form
from coopgames.solvers.large_associations import ratio_ends
from coopgames.solvers.members_promises import promises_ratio
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.thresholds import critical_discount_factor

__all__ = ["smallest_association", "sustains_itself"]

#: From this number of members on, balls are tried before exact numbers.
MANY = 40
#: Associations with more members get no certificate, since it would take too long: under one fine;
#: under promises or a stoppage (O(n) rows); under capped promises (a family of such programs).
CERTIFIED = {"fine": 400, "promises": 100, "capped": 20}

Family = Callable[[int], RepeatedGame]


def smallest_association(
    game_of: Callable[[int], RepeatedGame],
    discount_factor: object,
    largest: int,
    *,
    smallest: int = 2,
    whole_set: bool = False,
) -> Solution[int | None]:
    """Return the least number of members with which full contribution is sustained.

    Parameters
    ----------
    game_of : callable
        ``game_of(n)``: the RepeatedGame of an association with ``n`` members (an AnonymousGame of
        that size with AttributedSignals and a sanction). Its discount factor is ignored.
    discount_factor : number in [0, 1)
        Per period.
    largest : int
        Where the search ends.
    smallest : int, optional
        Where it begins, at least 2.
    whole_set : bool, optional
        Whether to look at all sizes up to ``largest`` instead of stopping at the first.

    Returns
    -------
    Solution
        ``value``: the least number found, or ``None`` if there is none up to ``largest``.
        ``certificate``: the proof at that number (of its critical discount factor), if the answer
        is PROVED: if all smaller numbers down to ``smallest`` are refuted by a certificate too,
        so ``value`` is ``smallest`` or one more, and the discount factor is above 0.
        ``diagnostics``: ``proof``, the same certificate whether the answer is PROVED or not;
        ``refutation``, the certificate at one member fewer (``None`` if that is below
        ``smallest``); ``scanned``, the first and the last number looked at; ``set``, with
        ``whole_set``: all numbers found, as pairs (first, last) of runs without a gap, which has no
        certificate; ``strategies``; ``refused``, what the certificates leave open, if anything. For
        large associations (beyond 400 members under a fine, 100 under promises, 20 under capped
        ones) none are made. Float data are read as the binary numbers that they are, and get no
        certificates.

    Raises
    ------
    InvalidGameError
        If ``game_of(n)`` is not a game of ``n`` members, or the range is empty.
    UnsupportedGameError
        If no solver decides one of the games (enclosed signals among them).

    Notes
    -----
    Every size is decided on its own: by balls where they suffice (O(sqrt(n)) steps), else by one
    exact linear program. The sizes from ``smallest`` to two below the answer are refuted by exact
    arithmetic without a certificate, so where there are any the status is EXACT_UNCERTIFIED.

    Examples
    --------
    >>> from coopgames.games import Exclusion, LinearPublicGood
    >>> flags = AttributedSignals(0, "7/20")
    >>> def club(n):
    ...     stage = AnonymousGame(n, LinearPublicGood(1, "11/5"))
    ...     return RepeatedGame(stage, 0, flags, Exclusion())
    >>> solution = smallest_association(club, "3/5", 100)
    >>> solution.value, solution.diagnostics["scanned"], solution.status.name
    (5, (2, 5), 'EXACT_UNCERTIFIED')
    >>> smallest_association(club, "3/5", 100, smallest=4).status.name
    'PROVED'
    """
    _check_range(smallest, largest)
    delta = number(discount_factor, "discount_factor")
    if not isinstance(delta, Fraction | float) or not 0 <= delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in [0, 1)")
    exact_delta = Fraction(delta)
    found: list[int] = []
    last, floats = smallest, isinstance(delta, float)
    for last in range(smallest, largest + 1):
        game = _game(game_of, last)
        floats = floats or game.arithmetic is Arithmetic.FLOAT
        if sustains_itself(game, exact_delta):
            found.append(last)
            if not whole_set:
                break
    diagnostics: dict[str, object] = {"scanned": (smallest, last)}
    if whole_set:
        diagnostics["set"] = _runs(found)
    least = found[0] if found else None
    return _answer(game_of, least, exact_delta, diagnostics, floats)


def sustains_itself(game: RepeatedGame, discount_factor: Fraction) -> bool:
    """Tell whether an association sustains full contribution at one discount factor, exactly.

    Raises
    ------
    UnsupportedGameError
        If its signals are enclosures.
    """
    exact = rationalize(game)
    stage, signals, sanction = exact.stage, exact.monitoring, exact.sanction
    if not isinstance(stage, AnonymousGame) or not isinstance(signals, AttributedSignals):
        raise UnsupportedGameError(
            f"game: got {game!r}, expected an association (AnonymousGame, AttributedSignals)"
        )
    if any(isinstance(rate, Enclosure) for rate in (signals.false_alarm, signals.detection)):
        raise UnsupportedGameError(f"signals: got {signals!r}, expected numbers as alarm rates")
    if stage.gain_from_shirking <= 0:  # type: ignore[operator]
        # Nothing to deter: all that matters is whether membership is worth having.
        if exact.physical_penalty == 0:
            return stage.cooperative_payoff >= 0  # type: ignore[operator]
        intervals: Any = critical_discount_factor(exact).diagnostics["set"]
        return any(discount_factor in interval for interval in intervals)
    beta = discount_factor**exact.lag
    if beta == 0:
        return False
    needed = (1 - beta) / beta
    if stage.size >= MANY:
        verdict = _by_balls(exact, needed)
        if verdict is not None:
            return verdict
    if len(exact.transfers) == 1 and _is_uncapped(sanction):
        return promises_ratio(stage, signals, sanction) >= needed
    outcome = solve_lp(beta_form(exact, beta))
    return outcome.value is not None and outcome.value >= 0


def _is_uncapped(sanction: Sanction) -> TypeGuard[Promises | WorkStoppage]:
    """Tell whether the best rule is found count by count."""
    if isinstance(sanction, Promises):
        return sanction.cap is None
    return isinstance(sanction, WorkStoppage)


def _by_balls(game: RepeatedGame, needed: Fraction) -> bool | None:
    """Decide by an enclosure of ``max r``, where it does not hold what is needed."""
    try:
        low, high = ratio_ends(game)
    except UnsupportedGameError:  # caps and penalties
        return None
    if low >= needed:
        return True
    return False if high < needed else None


def _check_range(smallest: int, largest: int) -> None:
    for name, value in (("smallest", smallest), ("largest", largest)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid(name, value, "an integer >= 2")
    if largest < smallest:
        raise invalid("largest", largest, f"an integer >= smallest = {smallest}")


def _game(game_of: Family, members: int) -> RepeatedGame:
    game = cast(object, game_of(members))  # what a caller's function returns is read here
    if (
        isinstance(game, RepeatedGame)
        and isinstance(game.stage, AnonymousGame)
        and isinstance(game.monitoring, AttributedSignals)
        and game.stage.members == members
    ):
        return game.at(0)
    expected = f"a RepeatedGame of an AnonymousGame with {members} members and AttributedSignals"
    raise invalid(f"game_of({members})", game, expected)


def _runs(found: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Join neighbours: (2, 3, 5) becomes ((2, 3), (5, 5))."""
    runs: list[tuple[int, int]] = []
    for n in found:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return tuple(runs)


def _answer(
    game_of: Family,
    least: int | None,
    discount_factor: Fraction,
    diagnostics: dict[str, object],
    floats: bool,
) -> Solution[int | None]:
    smallest, last = cast(tuple[int, int], diagnostics["scanned"])
    method = f"one exact decision for each number of members from {smallest} to {last}"
    if "set" in diagnostics:
        method += "; the set has no certificate"
    arithmetic = Arithmetic.FLOAT if floats else Arithmetic.EXACT
    status = Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
    if least is None:
        return Solution(None, status, None, method, arithmetic, diagnostics)
    most = _most_certified(_game(game_of, least).sanction)
    if floats or least > most:
        if not floats:
            diagnostics["refused"] = f"no certificate beyond {most} members"
        return Solution(least, status, None, method, arithmetic, diagnostics)
    proof = critical_discount_factor(_game(game_of, least))
    diagnostics["strategies"] = proof.diagnostics["strategies"]
    certificate = _checked(proof.certificate, diagnostics)
    diagnostics["refutation"] = None
    if least > smallest:
        below = critical_discount_factor(_game(game_of, least - 1))
        diagnostics["refutation"] = _checked(below.certificate, diagnostics)
    diagnostics["proof"] = certificate
    if "refused" not in diagnostics:
        at = f"a certificate at {least}"
        method += f"; {at}" if least == smallest else f"; {at} and, refuting it, at one fewer"
        gap = _unproved(least, smallest, discount_factor)
        if gap is None:
            status = Status.PROVED
        else:
            method += f"; {gap}"
            diagnostics["refused"] = gap
    method += f"; {proof.diagnostics['strategies']}"
    kept = certificate if status is Status.PROVED else None
    return Solution(least, status, kept, method, arithmetic, diagnostics)


def _unproved(least: int, smallest: int, discount_factor: Fraction) -> str | None:
    """Say what the certificates at the least number and at one fewer leave open, if anything."""
    if discount_factor == 0:
        return "the certificates are about discount factors above 0"
    if least > smallest + 1:
        return f"no certificate refutes {smallest} to {least - 2} members"
    return None


def _most_certified(sanction: Sanction) -> int:
    if _is_uncapped(sanction):
        return CERTIFIED["promises"]
    return CERTIFIED["capped" if isinstance(sanction, Promises) else "fine"]


def _checked(certificate: Certificate | None, diagnostics: dict[str, object]) -> Certificate | None:
    """Return a certificate that the independent checker accepted; say why if there is none."""
    if certificate is None:
        diagnostics["refused"] = "the threshold has no certificate"
        return None
    return accepted(lambda: certificate, diagnostics)

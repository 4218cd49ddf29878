"""Critical discount factors of associations with very many members, with an error bound.

For a million members the exact numbers would have millions of digits. Here the law of the flags is
cut off where its tail is below ``10**-20`` and all numbers are balls, so the answer comes as an
interval that certainly contains the exact threshold (docs/theory/algorithms_ppe.md, section 5.2).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import flint

from coopgames.arithmetic import Arithmetic, Enclosure, arb_to_enclosure, as_scalar
from coopgames.errors import NotConvergedError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    Promises,
    RepeatedGame,
)
from coopgames.games.sanctions import Recipient, WorkStoppage
from coopgames.solvers._flint import to_flint
from coopgames.solvers.costless import costless_threshold
from coopgames.solvers.enforcement import flat_problem, rule_name
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.members_law import PRECISION, TAIL, FlagWindow, flag_window
from coopgames.solvers.members_promises import promises_ratio_ball
from coopgames.solvers.problem import Side
from coopgames.solvers.program_thresholds import per_period, upper_interval
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.receipts import Receipts, cost_of_a_flag, receipt
from coopgames.solvers.solution import Solution, Status

__all__ = ["LARGE_ASSOCIATION", "is_large_association", "large_association_threshold", "ratio_ends"]

#: From this number of members on, float data are answered with an error bound instead of exactly.
LARGE_ASSOCIATION = 1_000
SIDES: tuple[Side, Side] = ("pessimistic", "optimistic")


def is_large_association(game: RepeatedGame) -> bool:
    """Tell whether :func:`large_association_threshold` covers a game and it has many members."""
    stage = game.stage
    return (
        isinstance(stage, AnonymousGame)
        and isinstance(stage.members, int)
        and stage.members >= LARGE_ASSOCIATION
        and isinstance(game.monitoring, AttributedSignals)
        and _uncapped(game) is not None
    )


def large_association_threshold(game: RepeatedGame) -> Solution[Any]:
    """Enclose the critical discount factor of full contribution in an association of any size.

    Parameters
    ----------
    game : RepeatedGame
        An AnonymousGame with AttributedSignals and one sanction: a Fine, Exclusion, Promises or a
        WorkStoppage, without a cap. Its discount factor, if any, is ignored. Floats are read as
        the binary numbers that they are.

    Returns
    -------
    Solution
        ``value``: for float data a float, for exact data an Enclosure; ``None`` if full
        contribution is sustained at no discount factor below 1 (or the answer is UNDECIDED, where
        the best sanction gains too little to be told from nothing).
        ``diagnostics["enclosure"]`` certainly contains the threshold,
        ``diagnostics["error_bound"]`` bounds the distance of ``value`` from it (for a float: the
        number, for an enclosure: half its width), ``diagnostics["tail_mass"]`` is the bound on the
        mass left out.

    Raises
    ------
    UnsupportedGameError
        For caps, physical penalties, enclosed signals, and any other game.

    Notes
    -----
    *Error.* Let ``eps <= 10**-20`` be the mass of the counts left out, ``D`` the detection gain,
    ``y = value/gain`` the price of the incentive row. Promises, and receipts per unit of fine, lie
    in ``[0, n]``. A flat fine: what contributing brings moves by at most ``n eps``, what shirking
    loses by at most ``D n eps``, and the optimum by at most the price of each row times that:
    ``|r - r'| <= n eps (1 + D y)``. Promises: the bound of
    :func:`~coopgames.solvers.members_promises.promises_ratio_ball`, twice as large; what is exactly
    0 there (promises burnt, a stoppage, flags that tell nothing) stays exactly 0. Since ``beta =
    1/(1 + r)``, ``|beta - beta'| <= |r - r'|``. Rounding is in the radius of the balls (128 bits).
    All of it is in the enclosure, so none of this is needed to trust it.

    O(sqrt(n)) steps: a million members take some hundredths of a second.

    Examples
    --------
    >>> from coopgames.games import LinearPublicGood
    >>> stage = AnonymousGame(10**6, LinearPublicGood("9/10", "27/20", "-899998"))
    >>> stage.gain_from_shirking, stage.cooperative_payoff
    (Fraction(9, 20), Fraction(13, 20))
    >>> signals = AttributedSignals("1/10", "3/5")
    >>> solution = large_association_threshold(RepeatedGame(stage, 0, signals, Fine("unflagged")))
    >>> round(float(solution.value), 12), solution.diagnostics["error_bound"] < 1e-13
    (0.554794520548, True)
    """
    floats = game.at(0).arithmetic is Arithmetic.FLOAT
    exact = rationalize(game.at(0))
    stage, signals, sanction = _parts(exact)
    if stage.gain_from_shirking <= 0:  # type: ignore[operator]
        return _costless(game, stage, signals, floats)
    window = flag_window(stage.size - 1, signals.false_alarm)  # type: ignore[arg-type]
    low, high, strategies = _ends(stage, signals, sanction, window)
    diagnostics: dict[str, object] = {
        "attained": low > 0,
        "strategies": strategies,
        "tail_mass": float(window.outside.upper()),
    }
    method = (
        f"counts of flags {window.first} to {window.last} in balls of {PRECISION} bits, mass "
        f"outside below {float(TAIL):.0e}; {strategies}"
    )
    arithmetic = Arithmetic.FLOAT if floats else Arithmetic.ENCLOSED
    if high <= 0:
        status = Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
        return Solution(None, status, None, method, arithmetic, diagnostics)
    if low <= 0:
        least = per_period(Fraction(1) / (1 + high), game.lag)
        diagnostics["possible"] = (upper_interval(least),)
        return Solution(None, Status.UNDECIDED, None, method, arithmetic, diagnostics)
    found = Enclosure.of(per_period(as_scalar(1 / (1 + high), 1 / (1 + low)), game.lag))  # type: ignore[arg-type]
    value = float(found.midpoint) if floats else found
    centre = Fraction(value) if isinstance(value, float) else found.midpoint
    distance = max(found.upper - centre, centre - found.lower)
    diagnostics |= {"enclosure": found, "error_bound": _rounded_up(distance)}
    status = Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
    return Solution(value, status, None, method, arithmetic, diagnostics)


def ratio_ends(game: RepeatedGame) -> tuple[Fraction, Fraction]:
    """Enclose ``max r`` of an association whose numbers are rational and shirking gains something.

    Raises
    ------
    UnsupportedGameError
        As :func:`large_association_threshold`.
    """
    stage, signals, sanction = _parts(game)
    window = flag_window(stage.size - 1, signals.false_alarm)  # type: ignore[arg-type]
    return _ends(stage, signals, sanction, window)[:2]


def _rounded_up(distance: Fraction) -> float:
    near = float(distance)
    return near if Fraction(near) >= distance else math.nextafter(near, math.inf)


Uncapped = Fine | Exclusion | Promises | WorkStoppage


def _parts(game: RepeatedGame) -> tuple[AnonymousGame, AttributedSignals, Uncapped]:
    stage, signals = game.stage, game.monitoring
    if not isinstance(stage, AnonymousGame) or not isinstance(signals, AttributedSignals):
        raise UnsupportedGameError(
            f"game: got {type(stage).__name__} with {type(signals).__name__}, expected an "
            "AnonymousGame with AttributedSignals"
        )
    rates = signals.false_alarm, signals.detection
    if not all(isinstance(rate, Fraction) for rate in rates):
        raise UnsupportedGameError(f"signals: got {signals!r}, expected numbers as alarm rates")
    sanction = _uncapped(game)
    if sanction is None:
        raise UnsupportedGameError(
            f"transfers: got {list(game.transfers)!r}, expected one Fine, Exclusion (worth 0), "
            "Promises or WorkStoppage without a cap"
        )
    return stage, signals, sanction


def _uncapped(game: RepeatedGame) -> Uncapped | None:
    """Return the one sanction of a game if it brings no discount factor into the rows."""
    if len(game.transfers) != 1:
        return None
    sanction = game.transfers[0]
    if isinstance(sanction, Exclusion):
        return sanction if sanction.value == 0 else None
    if isinstance(sanction, Fine | Promises):
        return sanction if sanction.cap is None else None
    return sanction if isinstance(sanction, WorkStoppage) else None


def _ends(
    stage: AnonymousGame, signals: AttributedSignals, sanction: Uncapped, window: FlagWindow
) -> tuple[Fraction, Fraction, str]:
    """Return the ends of ``max r``, and the class of strategies."""
    if isinstance(sanction, Promises | WorkStoppage):
        found = arb_to_enclosure(promises_ratio_ball(stage, signals, sanction, window))
        how = (
            f"any {sanction.budget} continuation promises >= 0"
            if isinstance(sanction, Promises)
            else "a public lottery on the number of flags over stopping for ever"
        )
        return found.lower, found.upper, f"full contribution every round, {how}"
    rule: Recipient = sanction.rule if isinstance(sanction, Fine) else "burnt"
    receipts = _receipts(rule, stage.size, signals, window)
    payoffs = stage.gain_from_shirking, stage.cooperative_payoff
    problems = [flat_problem(receipts, *payoffs, rule_name(sanction), side) for side in SIDES]
    values = [solve_lp(problem.program).value for problem in problems]
    if values[0] is None or values[1] is None:
        raise NotConvergedError("program: a flat fine has no optimum, expected a bounded program")
    return values[0], values[1], problems[0].strategies


def _receipts(rule: Recipient, n: int, signals: AttributedSignals, window: FlagWindow) -> Receipts:
    """Enclose what is received per unit of fine: see :func:`expected_receipts` for exact laws."""
    alpha, gap = signals.false_alarm, signals.detection - signals.false_alarm
    if rule == "burnt":
        return Receipts(-alpha, gap)
    most = 1 if rule == "treasury" else n
    with flint.ctx.workprec(PRECISION):
        base = window.expectation(lambda k: receipt(rule, n, k, False), most)
        fall = window.expectation(lambda k: cost_of_a_flag(rule, n, k), most)
        net = arb_to_enclosure(base - fall * to_flint(alpha))
        spread = arb_to_enclosure(fall * to_flint(gap))
    # What all receive is at most what all pay, and contributors are alike: no more than 0.
    return Receipts(as_scalar(min(net.lower, Fraction(0)), min(net.upper, Fraction(0))), spread)


def _costless(
    game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals, floats: bool
) -> Solution[Any]:
    """Answer where shirking gains nothing: then no sanction is needed, so any will do."""
    found = costless_threshold(RepeatedGame(stage, 0, signals, Exclusion(), lag=game.lag))
    keys = ("attained", "strategies")
    diagnostics = {key: found.diagnostics[key] for key in keys}
    method = f"shirking gains nothing, so no sanction is needed; {diagnostics['strategies']}"
    if not floats:
        status, arithmetic = Status.EXACT_UNCERTIFIED, Arithmetic.EXACT
        return Solution(found.value, status, None, method, arithmetic, diagnostics)
    value = None if found.value is None else float(found.value)
    diagnostics["error_bound"] = 0.0
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)

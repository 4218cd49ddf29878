"""The public verb: payoffs of two players with public signals and no transfers."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from coopgames.arithmetic import Arithmetic, exact
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.games import PerfectMonitoring, PublicMonitoring, RepeatedGame, StageGame
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.payoff_set import Origin, PayoffSet
from coopgames.solvers.polytopes.distance import square_root_above
from coopgames.solvers.public.signal_game import read_signal_game
from coopgames.solvers.public_sets.certify import maximal_certificate, sandwich_certificate
from coopgames.solvers.public_sets.enclose import Enclosure, enclose, one_shot
from coopgames.solvers.public_sets.frame import Frame, Pair, frame_of
from coopgames.solvers.self_generation.geometry import hull
from coopgames.solvers.solution import Solution, Status

__all__ = ["payoffs_without_transfers"]

METHOD = (
    "outer half-planes with dual proofs and an inner self-generating set: pure-action perfect "
    "public equilibria with public randomization, no transfers"
)
#: The smallest tolerance that floats can aim at (a share of the larger payoff range).
LEAST_TOLERANCE = 1e-8
#: Distances are rounded up to multiples of this power of 1/2.
DISTANCE_BITS = 60


def payoffs_without_transfers(
    game: RepeatedGame,
    *,
    tolerance: object = "1/1000000",
    on_step: Callable[[int, float], None] | None = None,
) -> Solution[PayoffSet]:
    """Enclose the payoffs of perfect public equilibria of two players between two proved sets.

    The equilibria are perfect public equilibria in pure actions with public randomization; there
    are no transfers. Payoffs are averages: ``1 - delta`` times the discounted sum.

    Parameters
    ----------
    game : RepeatedGame
        Two players in a :class:`StageGame` under :class:`PublicMonitoring`, or under
        :class:`PerfectMonitoring` (the signal is then the profile), and a number as discount
        factor.
    tolerance : number, optional
        Distance of the two sets at which the search stops, as a share of the larger payoff range.
        It is an aim: ``diagnostics["distance"]`` says what was reached. Not below 1e-8.
    on_step : callable, optional
        ``on_step(step, change)`` after each step of the search from outside, with its change as a
        share of the payoff range.

    Returns
    -------
    Solution
        ``value`` is the inner set: every point of it is an equilibrium payoff; ``value.origin`` has
        the profile of each vertex. ``status`` is PROVED if there are no others (also if there is
        no equilibrium at all), SANDWICH otherwise: then ``diagnostics["outer"]`` is a set that
        contains all equilibrium payoffs, and ``diagnostics["distance"]`` bounds the Hausdorff
        distance of the two from above (None if no equilibrium is known). Both are proved by the
        certificate. If the checker refuses it, such as one that is too much work, the status is
        BRACKETED and ``diagnostics["refused"]`` says why.

        Further diagnostics: ``"profiles"`` (one for each vertex), ``"steps"`` (of the outer chain),
        ``"normals"`` (count), ``"rounds"`` (of refinement), ``"excluded"`` (profiles that are
        proved to be played in no equilibrium), ``"tolerance"``.

        Floats: the status is FLOAT; ``diagnostics["excess"]`` bounds the distance of any
        equilibrium payoff from the set, up to rounding, in units of payoff (None: no bound).

    Raises
    ------
    InvalidGameError
        If an argument is of the wrong kind.
    UnsupportedGameError
        If the game is not of two players with public signals, or has transfers, a lag or a
        parameter.

    Notes
    -----
    1. Outer set: offsets of half-planes by policy iteration over the multipliers of the incentive
       constraints. For fixed multipliers the offsets solve a Markov decision problem.
    2. Inner set: bases of the same linear programs, their points solved for by Newton's method;
       where that stays far from the outer set, a set with room inside it that is grown.
    3. Further directions where the sets differ, at most a few hundred.
    4. Exact arithmetic: a short chain of contractions to the outer set; rounded lotteries for which
       the inner points are solved. If the inner set looks like all, a last step to exactly its
       half-planes.

    The set may have infinitely many extreme points (unlike under perfect monitoring, Abreu and
    Sannikov 2014); then only a sandwich can be had. Every inequality is asked to hold with a slack
    in proportion to the tolerance. What holds only exactly, at a discount factor that is itself a
    threshold, can be lost inside unless its lotteries are simple fractions; the distance says so.

    References
    ----------
    Abreu, Pearce and Stacchetti (1990), *Toward a theory of discounted repeated games with
    imperfect monitoring*, theorems 1, 2 and 5; Judd, Yeltekin and Conklin (2003), *Computing
    supergame equilibria*.

    Examples
    --------
    Two partners see a good or a bad result, which does not tell who shirked. At discount factor
    13/20 the equilibrium payoffs are the segment from (0, 0) to (7/4, 7/4):

    >>> from coopgames.games import StageGame
    >>> stage = StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]])
    >>> signals = PublicMonitoring(
    ...     [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
    ... )
    >>> answer = payoffs_without_transfers(RepeatedGame(stage, "13/20", signals))
    >>> answer.status.name, answer.value
    ('PROVED', PayoffSet([(0, 0), ('7/4', '7/4')]))
    """
    _check(game, on_step)
    share = _tolerance(tolerance)
    delta, signals = _discount(game), read_signal_game(game)
    frame = frame_of(signals, delta)
    larger = _larger_range(frame)
    if delta:
        # In units of the frame of the player with the larger unit.
        aim = float(larger / max(frame.units)) * float(share) or float(share)
        found = enclose(frame, max(aim, LEAST_TOLERANCE), _counter(on_step))
    else:
        found = one_shot(frame)
    if game.arithmetic is Arithmetic.FLOAT:
        return _float(game, frame, found, larger, share)
    return _exact(game, frame, found, share)


def _check(game: RepeatedGame, on_step: object) -> None:
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if on_step is not None and not callable(on_step):
        raise invalid("on_step", on_step, "None or a function of a step and a change")
    if not isinstance(game.stage, StageGame):
        raise UnsupportedGameError("game: got an anonymous game, expected a StageGame")
    if game.stage.num_players != 2:
        raise UnsupportedGameError(f"game: got {game.stage.num_players} player(s), expected 2")
    if not isinstance(game.monitoring, (PerfectMonitoring, PublicMonitoring)):
        raise UnsupportedGameError(
            f"monitoring: got {game.monitoring!r}, expected PublicMonitoring or PerfectMonitoring"
        )
    if game.transfers:
        raise UnsupportedGameError(f"transfers: got {list(game.transfers)!r}, expected none")
    if game.lag != 1:
        raise UnsupportedGameError(f"lag: got {game.lag}, expected 1")
    if game.arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("game: got a parameter or an enclosure, expected numbers")


def _tolerance(value: object) -> Fraction:
    expected = "a number between 0 and 1 (a share of the payoff range)"
    try:
        is_float = isinstance(value, float) and math.isfinite(value)
        share = Fraction(value) if is_float else exact(value)  # type: ignore[arg-type]
    except InvalidGameError:
        raise invalid("tolerance", value, expected) from None
    if not 0 < share < 1:
        raise invalid("tolerance", value, expected)
    return share


def _discount(game: RepeatedGame) -> fmpq:
    delta = game.discount_factor
    if isinstance(delta, float):
        return to_flint(read_exact(repr(delta), "discount_factor"))
    return to_flint(delta)


def _larger_range(frame: Frame) -> fmpq:
    rows = frame.game.payoffs
    spans = [
        unit * (max(row[i] for row in rows) - min(row[i] for row in rows))
        for i, unit in enumerate(frame.units)
    ]
    return max(spans)


def _counter(on_step: Callable[[int, float], None] | None) -> Callable[[float], None] | None:
    if on_step is None:
        return None
    step = 0

    def report(change: float) -> None:
        nonlocal step
        step += 1
        on_step(step, change)

    return report


def _exact(
    game: RepeatedGame, frame: Frame, found: Enclosure, share: Fraction
) -> Solution[PayoffSet]:
    squared = None if found.equal else found.squared_distance(frame)
    value = _inner_set(game, frame, found)
    diagnostics = _facts(frame, found, share)
    diagnostics["profiles"] = () if value.origin is None else value.origin.profiles
    if found.equal:
        certificate = maximal_certificate(game, frame, found.points, found.chain, found.vertices)
        good, bad = Status.PROVED, Status.EXACT_UNCERTIFIED
    else:
        diagnostics["outer"] = _payoff_set(found.vertices)
        diagnostics["distance"] = _root(squared)
        certificate = sandwich_certificate(
            game, frame, found.points, found.chain, found.vertices, squared
        )
        good, bad = Status.SANDWICH, Status.BRACKETED
    kept = accepted(lambda: certificate, diagnostics)
    status = bad if kept is None else good
    return Solution(value, status, kept, METHOD, Arithmetic.EXACT, diagnostics)


def _float(
    game: RepeatedGame, frame: Frame, found: Enclosure, larger: fmpq, share: Fraction
) -> Solution[PayoffSet]:
    inner = _inner_set(game, frame, found)
    pairs = [(float(x), float(y)) for x, y in inner.vertices]
    value = PayoffSet.of_corners(pairs, None, inner.origin, scale=float(larger) or None)
    squared = fmpq(0) if found.equal else found.squared_distance(frame)
    root = _root(squared)
    diagnostics = _facts(frame, found, share)
    diagnostics["profiles"] = () if value.origin is None else value.origin.profiles
    diagnostics["excess"] = None if root is None else float(root)
    if not found.equal:
        outer = [(float(x), float(y)) for x, y in found.vertices]
        scale = float(larger) or None
        diagnostics["outer"] = PayoffSet.of_corners(outer, None, None, scale=scale)
    return Solution(value, Status.FLOAT, None, METHOD, Arithmetic.FLOAT, diagnostics)


def _facts(frame: Frame, found: Enclosure, share: Fraction) -> dict[str, object]:
    live, profiles = found.chain.live, frame.game.profiles
    return {
        "steps": len(found.chain.items),
        "normals": len(found.chain.prover.normals),
        "rounds": found.rounds,
        "excluded": tuple(a for a, lives in zip(profiles, live, strict=True) if not lives),
        "tolerance": share,
    }


def _root(squared: fmpq | None) -> Fraction | None:
    if squared is None:
        return None
    return square_root_above(squared, DISTANCE_BITS)


def _payoff_set(vertices: list[Pair]) -> PayoffSet:
    return PayoffSet.of_corners([(from_flint(x), from_flint(y)) for x, y in vertices])


def _inner_set(game: RepeatedGame, frame: Frame, found: Enclosure) -> PayoffSet:
    if found.points is None:
        return PayoffSet.of_corners([], None, Origin(game, ()))
    rows = [(*frame.to_user((x, y)), k) for x, y, k in found.points.corners]
    corners = hull(rows)
    profiles = tuple(frame.game.profiles[found.points.profiles[int(p[2])]] for p in corners)
    points = [(from_flint(p[0]), from_flint(p[1])) for p in corners]
    return PayoffSet.of_corners(points, None, Origin(game, profiles))

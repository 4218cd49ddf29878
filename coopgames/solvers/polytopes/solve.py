"""The public verb: equilibrium payoffs of three or more players, enclosed and proved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from types import MappingProxyType

from flint import fmpq

from coopgames.arithmetic import Arithmetic, exact
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PerfectMonitoring, RepeatedGame, StageGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.polytopes.bounds import Polytope, PolytopeBounds
from coopgames.solvers.polytopes.cells import Cells, read_cells
from coopgames.solvers.polytopes.certify import inner_certificate, outer_certificate, user_offsets
from coopgames.solvers.polytopes.chain import Chain, prove_path
from coopgames.solvers.polytopes.directions import default_directions, given_directions
from coopgames.solvers.polytopes.distance import square_root_above, squared_distance
from coopgames.solvers.polytopes.lotteries import Inner, exact_points, static_points
from coopgames.solvers.polytopes.proof import Exact, Normals
from coopgames.solvers.polytopes.refine import ROUNDS, refine
from coopgames.solvers.polytopes.vertices import enumerate_vertices
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.solution import Solution, Status

__all__ = ["polytope_payoffs"]

METHOD = (
    "outer half-spaces with dual proofs and an inner self-generating set: pure-action "
    "subgame-perfect equilibria with public randomization"
)
#: Slack of every float inequality, as a share of the tolerance times (1 - discount factor).
SLACK = 1 / 8
#: Smallest slack that floats can tell from rounding.
LEAST_SLACK = 1e-10
#: Distances are rounded up to this share of the payoff range (a power of 1/2).
DISTANCE_BITS = 24


def polytope_payoffs(
    game: RepeatedGame,
    *,
    directions: Iterable[Sequence[object]] | None = None,
    tolerance: object = "1/1000",
    on_step: Callable[[int, float], None] | None = None,
) -> Solution[PolytopeBounds]:
    """Enclose the equilibrium payoffs of a repeated game between two proved polytopes.

    The equilibria are subgame perfect in pure actions, with public randomization, under perfect
    monitoring and without transfers.

    Parameters
    ----------
    game : RepeatedGame
        With a :class:`StageGame` of two or more players and a number as discount factor.
    directions : iterable of vectors, optional
        Normals of the outer half-spaces, rational, in addition to plus and minus the axes. By
        default all vectors of -1, 0, 1 (fewer beyond four players) and the facets of the hulls of
        all payoffs and of the pure Nash payoffs, and then the facets of the inner set where the
        two sets differ.
    tolerance : number, optional
        Distance between the sets at which refinement stops, as a share of the largest range of a
        player's payoffs. It is an aim: ``value.distance`` says what was reached.
    on_step : callable, optional
        ``on_step(step, change)`` after each iteration of the outer set, with its change as a share
        of the payoff range.

    Returns
    -------
    Solution
        ``status`` is PROVED if both sets are the same (also if there is no equilibrium), SANDWICH
        otherwise. ``certificate``: the ``outer_bound``. ``diagnostics["inner_certificate"]``: the
        ``self_generating_set``, or ``None`` if the inner set is empty. The checker has accepted
        both. Further diagnostics: ``"directions"`` and ``"contractions"`` (counts),
        ``"tolerance"``.

        Two players (whose certificates :func:`equilibrium_payoffs` writes) and float games get no
        certificates here: the status is EXACT_UNCERTIFIED instead of PROVED, or FLOAT.

    Raises
    ------
    InvalidGameError
        If a direction or the tolerance is no such thing.
    UnsupportedGameError
        If the game has other monitoring, transfers, a lag, one player, or a parameter.

    Notes
    -----
    1. Outer offsets by policy iteration over the duals of many small linear programs (floats).
    2. Inner points from the vertices of an outer set that is a little too small, kept if they
       support one another, then grown (floats).
    3. Further directions where the sets differ; at most three times.
    4. A chain of contractions to the outer set, every inequality in exact arithmetic; lotteries
       rounded and the inner payoffs solved for exactly. What cannot be proved is not returned: the
       outer set is then larger and the inner one smaller.

    Every inequality is asked to hold with a slack in proportion to the tolerance. What holds only
    exactly (at a discount factor that is itself a threshold) can therefore be lost inside, unless
    it is a profile that supports itself; the distance says so.

    The outer approximation follows Judd, Yeltekin and Conklin (2003); the fixed points are those of
    Abreu, Pearce and Stacchetti (1990). Exponential in the number of players (profiles, vertices).

    Examples
    --------
    Three players each give (1) or not (0); a gift costs 2 and is worth 1 to every player. Giving
    by all can be sustained at discount factor 1/2:

    >>> from coopgames.games import StageGame
    >>> gift = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a])
    >>> answer = polytope_payoffs(RepeatedGame(gift, "1/2"))
    >>> answer.value.contains((1, 1, 1)), answer.value.contains((-1, 1, 1))
    (True, False)
    >>> answer.status.name, answer.certificate.kind
    ('SANDWICH', 'outer_bound')
    """
    stage, game, floats = _read(game)
    share = _tolerance(tolerance)
    if on_step is not None and not callable(on_step):  # pyright: ignore[reportUnnecessaryComparison]
        raise invalid("on_step", on_step, "a function of (step, change), or None")
    delta = exact(game.discount_factor)
    cells = read_cells(stage, delta)
    if directions is None:
        normals, rounds = default_directions(cells), ROUNDS
    else:
        normals, rounds = given_directions(directions, stage.num_players), 1
    if delta == 0:
        inner, normals, chain = _one_shot(cells, normals)
    else:
        inner, normals, chain = _solve(cells, normals, share, rounds, on_step)
    bounds = _bounds(cells, inner, normals, chain)
    certificates: tuple[Certificate | None, Certificate | None] = (None, None)
    if not floats and stage.num_players > 2:
        outside = outer_certificate(game, stage, cells, normals, chain)
        certificates = outside, inner_certificate(game, stage, cells, inner)
        for certificate in certificates:
            if certificate is not None:
                certificate.check()
    diagnostics = {
        "inner_certificate": certificates[1],
        "directions": len(normals),
        "contractions": len(chain.contractions),
        "tolerance": share,
    }
    status = Status.SANDWICH
    if bounds.outer.is_empty or bounds.distance == 0:
        status = Status.PROVED if certificates[0] else Status.EXACT_UNCERTIFIED
    return Solution(
        bounds,
        Status.FLOAT if floats else status,
        certificates[0],
        METHOD,
        Arithmetic.FLOAT if floats else Arithmetic.EXACT,
        MappingProxyType(diagnostics),
    )


def _read(game: RepeatedGame) -> tuple[StageGame, RepeatedGame, bool]:
    """Return the stage and the game in exact numbers, and whether they were floats."""
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(game.stage, StageGame):
        raise UnsupportedGameError(
            "game: got an AnonymousGame, expected a StageGame (one payoff for each profile)"
        )
    if not isinstance(game.monitoring, PerfectMonitoring):
        raise UnsupportedGameError(f"monitoring: got {game.monitoring!r}, expected perfect")
    if game.transfers or game.lag != 1:
        raise UnsupportedGameError(
            f"game: got transfers {game.transfers!r} and lag {game.lag}, expected none and 1"
        )
    if game.stage.num_players < 2:
        raise UnsupportedGameError("game: got 1 player, expected 2 or more")
    if game.arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("game: payoff sets need numbers, got a parameter")
    floats = game.arithmetic is Arithmetic.FLOAT
    game = rationalize(game) if floats else game
    assert isinstance(game.stage, StageGame)
    return game.stage, game, floats


def _tolerance(value: object) -> Fraction:
    share = Fraction(value) if isinstance(value, float) and math.isfinite(value) else exact(value)
    if not 0 < share < 1:
        raise invalid("tolerance", value, "a number between 0 and 1 (a share of the payoff range)")
    return share


def _solve(
    cells: Cells,
    normals: Normals,
    tolerance: Fraction,
    rounds: int,
    on_step: Callable[[int, float], None] | None,
) -> tuple[Inner, Normals, Chain]:
    aim = float(tolerance)
    margin = max(aim * (1 - float(cells.discount_factor)) * SLACK, LEAST_SLACK)
    found = refine(cells, normals, aim, margin, rounds=rounds, on_step=on_step)
    chain = prove_path(found.frame, Exact(cells, found.normals), found.path, margin)
    inner = exact_points(found.frame, found.points, margin)
    if not inner.points:
        inner = static_points(cells, cells.pure_nash())
    return inner, found.normals, chain


def _one_shot(cells: Cells, normals: Normals) -> tuple[Inner, Normals, Chain]:
    """Return the hull of the pure Nash payoffs: nothing later matters at discount factor 0."""
    nash = cells.pure_nash()
    heights = Exact(cells, normals).heights
    offsets = tuple(max((row[a] for a in nash), default=fmpq(-1)) for row in heights)
    return static_points(cells, nash), normals, Chain(offsets, (), (), not nash)


def _bounds(cells: Cells, inner: Inner, normals: Normals, chain: Chain) -> PolytopeBounds:
    vertices = () if chain.empty else enumerate_vertices(normals, chain.offsets)
    offsets = tuple(map(from_flint, user_offsets(cells, normals, chain.offsets)))
    outer = Polytope(())
    if vertices:
        outer = Polytope(tuple(cells.to_user(v) for v in vertices), normals, offsets)
    inside = Polytope(tuple(sorted(cells.to_user(p) for p in inner.points)))
    distance = Fraction(0)
    if vertices and inner.points:
        square = squared_distance(vertices, inner.points)
        distance = square_root_above(square, DISTANCE_BITS) * cells.scale
    return PolytopeBounds(inside, outer, None if vertices and not inner.points else distance)

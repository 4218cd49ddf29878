"""What patient players reach when they see public signals only: scores and limit sets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from flint import fmpq

from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame
from coopgames.solvers._flint import from_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.limit_sets.certify import limit_certificate
from coopgames.solvers.limit_sets.flat import limit_on_a_line
from coopgames.solvers.limit_sets.plane import limit_plane
from coopgames.solvers.limit_sets.reading import (
    arithmetic,
    number,
    read_direction,
    read_limit_game,
    unproved,
)
from coopgames.solvers.limit_sets.scores import ScoreProgram, Vector, enforcement
from coopgames.solvers.limit_sets.space import limit_space
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.polytopes.bounds import Polytope
from coopgames.solvers.public.signal_game import SignalGame
from coopgames.solvers.solution import Solution, Status

__all__ = ["limit_payoffs", "limit_score"]

LimitSet: TypeAlias = PayoffSet | Polytope

STRATEGIES = "pure-action perfect public equilibria with public randomization"
SCORES = (
    f"scores of all directions by exact linear programs (Fudenberg and Levine 1994); {STRATEGIES}"
)
#: What is known of the set, by how it was found.
CONVERGES = "their payoffs lie in the set at every discount factor, and converge to it"
EMPTY = "there are none at any discount factor"
LINE = (
    "their payoffs lie on a line or at a point, and there in the set at every discount factor; "
    "from some discount factor below 1 on they are the set"
)
BOUND = "their payoffs lie in the set at every discount factor"
NO_INTERIOR = (
    "the scores leave a set without interior: it is an outer bound, and patient players may reach "
    "less"
)
ROUNDED = "; exact on the decimals that the floats print as"


def limit_score(
    game: RepeatedGame, direction: Sequence[object]
) -> Solution[Fraction | float | None]:
    """Return the largest ``direction . v`` that patient players can reach with it as a half-space.

    Parameters
    ----------
    game : RepeatedGame
        A :class:`StageGame` of any number of players under :class:`PublicMonitoring` or
        :class:`PerfectMonitoring`, without transfers. Its discount factor does not matter.
    direction : sequence of rational numbers
        One for each player, not all 0. Weights of the payoffs; minus signs ask for the least.

    Returns
    -------
    Solution
        ``value``: the score k*(direction), in units of payoff times those of the direction. At
        every discount factor ``direction . v <= value`` for all equilibrium payoffs v. None if no
        action profile can be enforced by promises: then there is no equilibrium.
        ``diagnostics["profile"]``: the first profile, in row-major order, that reaches it;
        ``diagnostics["scores"]``: the score of every profile, None where it cannot be enforced.

        The score alone has no kind of certificate; that of :func:`limit_payoffs` has bounds in
        finitely many directions. Float games are read as the decimals that they print as.

    Raises
    ------
    InvalidGameError
        If the game is no RepeatedGame, or the direction no such vector.
    MixedArithmeticError
        If an entry of the direction is a float.
    UnsupportedGameError
        If the game is anonymous, has a parameter in its payoffs or signals, transfers, a lag, or
        another monitoring.

    Notes
    -----
    Promises may depend on the signal without limit (players are patient), but not move against the
    direction: ``sum(direction * x(y)) <= 0`` for each signal y. One linear program for each profile
    with one row for each deviation.

    References
    ----------
    Fudenberg and Levine (1994), *Efficiency and observability with long-run and short-run players*,
    Journal of Economic Theory 62.

    Examples
    --------
    Two signals cannot tell who shirked: to deter either, both must be punished.

    >>> from coopgames.games import PublicMonitoring, prisoners_dilemma
    >>> good, fair, bad = ("9/10", "1/10"), ("1/2", "1/2"), ("1/5", "4/5")
    >>> signals = PublicMonitoring([[good, fair], [fair, bad]])
    >>> game = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "1/2", signals)
    >>> answer = limit_score(game, (1, 1))
    >>> answer.value, answer.diagnostics["profile"]
    (Fraction(7, 2), (0, 0))
    """
    data, floats = read_limit_game(game)
    weights = read_direction(direction, data.players)
    signs = tuple((w > 0) - (w < 0) for w in weights)
    sizes = tuple(abs(w) for w in weights)
    found = [_score(data, a, signs, sizes) for a in range(len(data.profiles))]
    best = max((s for s in found if s is not None), default=None)
    scores = {p: number(s, floats) for p, s in zip(data.profiles, found, strict=True)}
    diagnostics = {
        "profile": None if best is None else data.profiles[found.index(best)],
        "scores": MappingProxyType(scores),
    }
    method = (
        "largest score over pure profiles, by exact linear programs (Fudenberg and Levine 1994)"
    )
    method = f"{method}; {STRATEGIES}{ROUNDED if floats else ''}"
    return Solution(
        number(best, floats), unproved(floats), None, method, arithmetic(floats), diagnostics
    )


def limit_payoffs(game: RepeatedGame) -> Solution[LimitSet]:
    """Return what the payoffs of public equilibria tend to as the discount factor tends to 1.

    Parameters
    ----------
    game : RepeatedGame
        A :class:`StageGame` of two or three players under :class:`PublicMonitoring` or
        :class:`PerfectMonitoring`, without transfers. Its discount factor does not matter and may
        be a parameter.

    Returns
    -------
    Solution
        The scores of all directions cut out a set Q, which contains all equilibrium payoffs at
        every discount factor. ``diagnostics["interior"]``: whether it has one.

        * Q has an interior: ``value`` is Q, and the equilibrium payoffs converge to it. Two
          players, exact data: PROVED, by a certificate of kind ``limit_set``. Three: a
          :class:`~coopgames.solvers.polytopes.Polytope` with its facets, EXACT_UNCERTIFIED.
        * Q is empty: there is no equilibrium at any discount factor; the status is as before.
        * Q is a point or on a line: ``value`` is the part of it that equilibria reach, possibly
          nothing, and they do so from some discount factor below 1 on. EXACT_UNCERTIFIED;
          ``diagnostics["outer"]`` is Q and, for two players, ``diagnostics["outer_certificate"]``
          its certificate (None for floats).
        * Q is in a plane (three players): ``value`` is Q, an outer bound. EXACT_UNCERTIFIED;
          ``diagnostics["note"]`` says so.

        Two players: ``diagnostics["scores"]`` maps directions, pairs of coprime integers, to the
        scores that cut out Q. If the checker refuses the certificate, such as one that is too much
        work, the status is EXACT_UNCERTIFIED and ``diagnostics["refused"]`` says why.

        Float games are read as the decimals that they print as; the status is FLOAT. The polygon
        of two players is rounded once, the numbers of a Polytope are exact.

    Raises
    ------
    InvalidGameError
        If the game is no RepeatedGame.
    UnsupportedGameError
        If the game has one player or more than three, is anonymous, has a parameter in its payoffs
        or signals, transfers, a lag, or another monitoring.

    Notes
    -----
    Two players: the score of a profile is concave and piecewise linear along each quarter turn of
    the directions; parametric linear programs find it exactly, and the rays at which the best
    profile changes are enough, with the four axes, whose own scores can be below the limits of
    their neighbours'. Three players: the same in each octant, whose directions are divided into
    polygons. Mixed actions are not covered: they may enlarge the set.

    References
    ----------
    Fudenberg and Levine (1994), *Efficiency and observability with long-run and short-run players*,
    Journal of Economic Theory 62, theorem 3.1. Fudenberg, Levine and Takahashi (2007), *Perfect
    public equilibrium when players are patient*, Games and Economic Behavior 61, for sets without
    interior.

    Examples
    --------
    >>> from coopgames.games import PublicMonitoring, prisoners_dilemma
    >>> good, fair, bad = ("9/10", "1/10"), ("1/2", "1/2"), ("1/5", "4/5")
    >>> signals = PublicMonitoring([[good, fair], [fair, bad]])
    >>> game = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "1/2", signals)
    >>> answer = limit_payoffs(game)
    >>> answer.status.name, answer.certificate.kind
    ('PROVED', 'limit_set')
    >>> answer.value.support((1, 1)), answer.value.support((-1, 0))
    (Fraction(7, 2), Fraction(0, 1))
    """
    data, floats = read_limit_game(game)
    if data.players == 2:
        return _two(game, data, floats)
    if data.players == 3:
        return _three(data, floats)
    raise UnsupportedGameError(f"game: got {data.players} players, expected 2 or 3")


def _score(data: SignalGame, a: int, signs: tuple[int, ...], sizes: Vector) -> fmpq | None:
    if enforcement(data, a).promises is None:
        return None
    program = ScoreProgram(data, a, signs)
    return program.top(sizes) - program.at(sizes).value


def _two(game: RepeatedGame, data: SignalGame, floats: bool) -> Solution[LimitSet]:
    plane = limit_plane(data)
    outer = _polygon(data, plane.vertices, floats)
    scores = {ray.direction: number(ray.score, floats) for ray in plane.rays}
    diagnostics: dict[str, object] = {
        "interior": len(plane.vertices) > 2,
        "scores": MappingProxyType(scores),
    }
    certificate = None if floats else accepted(lambda: limit_certificate(game, plane), diagnostics)
    if plane.vertices and len(plane.vertices) < 3:
        diagnostics |= {"outer": outer, "outer_certificate": certificate}
        value = _polygon(data, limit_on_a_line(data, plane.vertices), floats)
        known = LINE if value.vertices else EMPTY
        return _answer(value, None, known, floats, diagnostics)
    known = CONVERGES if plane.vertices else EMPTY
    return _answer(outer, certificate, known, floats, diagnostics)


def _polygon(data: SignalGame, corners: Sequence[Vector], floats: bool) -> PayoffSet:
    points = [tuple(number(x, floats) for x in corner) for corner in corners]
    if not floats:
        return PayoffSet.of_corners(points)
    ranges = [max(column) - min(column) for column in zip(*data.payoffs, strict=True)]
    scale = float(from_flint(ranges[0])), float(from_flint(ranges[1]))
    return PayoffSet.of_corners(points, scale=scale)


def _three(data: SignalGame, floats: bool) -> Solution[LimitSet]:
    space = limit_space(data)
    offsets = tuple(from_flint(b) for b in space.offsets)
    outer = Polytope(_points(space.vertices), space.normals, offsets)
    diagnostics: dict[str, object] = {"interior": space.dimension == 3}
    if space.dimension in (0, 1):
        diagnostics["outer"] = outer
        value = Polytope(_points(limit_on_a_line(data, space.vertices)))
        known = LINE if value.vertices else EMPTY
        return _answer(value, None, known, floats, diagnostics)
    if space.dimension == 2:
        diagnostics["note"] = NO_INTERIOR
        return _answer(outer, None, BOUND, floats, diagnostics)
    known = EMPTY if outer.is_empty else CONVERGES
    return _answer(outer, None, known, floats, diagnostics)


def _points(vertices: Sequence[Vector]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(from_flint(x) for x in v) for v in vertices)


def _answer(
    value: LimitSet,
    certificate: Certificate | None,
    known: str,
    floats: bool,
    diagnostics: dict[str, object],
) -> Solution[LimitSet]:
    method = f"{SCORES}: {known}{ROUNDED if floats else ''}"
    status = unproved(floats) if certificate is None else Status.PROVED
    return Solution(value, status, certificate, method, arithmetic(floats), diagnostics)

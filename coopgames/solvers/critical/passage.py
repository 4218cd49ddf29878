"""What contains the payoff sets below a threshold at which plain steps take without bound.

The payoff sets below are led through a family of shrinking sets (Theorem 3, see
:mod:`coopgames.solvers.critical.corridor`), and from there by the operator at a discount factor
just above the threshold, which only makes larger sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from flint import fmpq

from coopgames.solvers.critical.corridor import family
from coopgames.solvers.critical.entering import POWERS, enters
from coopgames.solvers.critical.failing import contained
from coopgames.solvers.critical.from_below import Limit
from coopgames.solvers.critical.motion import Motion, outward_motion
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.geometry import cross
from coopgames.solvers.self_generation.inside import least_payoffs
from coopgames.solvers.self_generation.operator import SLACK as SLACK_KIND
from coopgames.solvers.self_generation.operator import Outer, Promises, image
from coopgames.solvers.self_generation.structure import System, structure

__all__ = ["Threshold", "limit_beyond"]

#: Corners nearer than this are the same, in shares of the payoff range.
SAME: Final = 1e-6
STEPS: Final = 200
SLACK: Final = fmpq(1, 10**6)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is known at a threshold.

    Attributes
    ----------
    table : Table
        At the threshold.
    vertices : list of points
        A set that generates itself there.
    system : System
        The equations of its corners, and `unknowns` their exact solution.
    is_all : bool
        Whether it is proved to be the payoff set.
    outer : Outer
        A set around the payoff sets below, at a rational discount factor just above.
    around : list of points
        A smaller one, in any field.
    below : Table
        At a rational discount factor just below.
    smaller : list of Candidate
        What the payoff sets below may be.
    """

    table: Table
    vertices: list[Any]
    system: System
    unknowns: list[Any]
    is_all: bool
    outer: Outer
    around: list[Any]
    below: Table
    smaller: list[Candidate]


def limit_beyond(here: Threshold) -> list[Limit]:
    """Return sets that contain the payoff sets below, or [] if none is proved."""
    for system, unknowns in _structures(here):
        motion = outward_motion(here.table, system, unknowns)
        if motion is None or not any(x or y for x, y in motion):
            continue
        _, places = system.places(unknowns)
        start = [(x.value, y.value) for x, y in places]
        left = _passed(here, start, motion)
        if left is not None:
            return [Limit(here.table, list(here.outer.live), left), *_limit(here, left)]
    return []


def _structures(here: Threshold) -> list[tuple[System, list[Any]]]:
    """Return the equations of the set, and those of its corners seen from below."""
    found = [(here.system, here.unknowns)]
    least = least_payoffs(here.vertices)
    found_corners, _ = image(here.below, Promises(here.vertices), least, here.outer.live)
    corners = [p for p in found_corners if p[2][1] != SLACK_KIND]
    seen = structure(here.below, corners, SLACK)
    if seen is None:
        return found
    unknowns: list[Any] = []
    for c, equation in zip(seen.unknowns, seen.equations, strict=True):
        at = here.table.normalised(*corners[c][:2])
        near = [p for p in here.vertices if _distance(here.table, p, at) < SAME]
        if not near:
            return found
        unknowns.append(near[0][1 - equation.axis])
    return [*found, (replace(seen, table=here.table), unknowns)]


def _distance(table: Table, point: Any, at: tuple[float, float]) -> float:
    x, y = table.normalised(point[0], point[1])
    return max(abs(x - at[0]), abs(y - at[1]))


def _passed(here: Threshold, start: Sequence[Any], motion: Motion) -> list[Any] | None:
    """Return the set to which Theorem 3 leads; None if it does not apply."""
    rows = [here.table.rows[a] for a in here.outer.enforceable()]
    if len(start) < 3 or not all(
        cross(start[k - 2], start[k - 1], p) > 0 for k, p in enumerate(start)
    ):
        return None
    growing = family(here.table, start, motion, True)
    if not here.is_all and not enters(growing, here.outer, here.around):
        return None
    shrinking = family(here.table, start, motion, False)
    if not shrinking.contains([*start, *here.vertices], fmpq(0)):
        return None
    times = [*_meetings(start, motion), *(fmpq(1, 1 << k) for k in POWERS)]
    for t in sorted(times, reverse=True):
        if shrinking.passes(rows, t):
            return shrinking.part(t)
    return None


def _meetings(start: Sequence[Any], motion: Motion) -> list[Any]:
    """Return when two corners that move inward meet."""
    found: list[Any] = []
    for j, (p, v) in enumerate(zip(start, motion, strict=True)):
        for q, w in zip(start[:j], motion[:j], strict=True):
            for c in (0, 1):
                if v[c] != w[c]:
                    t = (p[c] - q[c]) / (v[c] - w[c])
                    if t > 0 and p[1 - c] - t * v[1 - c] == q[1 - c] - t * w[1 - c]:
                        found.append(t)
    return found


def _limit(here: Threshold, left: list[Any]) -> list[Limit]:
    """Follow the operator from a set, at the discount factor above."""
    start = Outer.start(here.outer.table)
    start.threat, start.live = here.outer.threat, list(here.outer.live)
    start.replace([(x, y) for p in left for x in _around(p[0]) for y in _around(p[1])])
    vertices = contained(start, here.smaller, STEPS)
    return [] if vertices is None else [Limit(start.table, list(start.live), vertices)]


def _around(value: Any) -> tuple[fmpq, fmpq]:
    """Return rationals on both sides of a number."""
    middle = Fraction(float(value))
    room = Fraction(1, 1 << 40) * max(1, abs(round(middle)))
    low, high = middle - room, middle + room
    return fmpq(low.numerator, low.denominator), fmpq(high.numerator, high.denominator)

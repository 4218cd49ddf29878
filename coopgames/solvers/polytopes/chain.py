"""A short chain of proved contractions from the feasible hull to the outer set."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.polytopes.cells import Vector
from coopgames.solvers.polytopes.contraction import Prover
from coopgames.solvers.polytopes.outer import Path
from coopgames.solvers.polytopes.proof import Contraction, Exact, Weights
from coopgames.solvers.polytopes.support import Frame

__all__ = ["Chain", "prove_path"]

#: A float this close to a number that the game itself gives (a share of the range) means it.
SNAP = 1e-11


@dataclass(frozen=True, slots=True)
class Chain:
    """What is proved about the outside.

    Attributes
    ----------
    offsets : tuple of fmpq
        Offsets of the last set: it contains every equilibrium payoff.
    contractions : tuple of Contraction
    excluded : tuple of (profile, tau)
        Further profiles that no promise in the last set supports; asked for when it seems empty.
    empty : bool
        Whether every profile is excluded, so that there is no equilibrium.
    """

    offsets: Vector
    contractions: tuple[Contraction, ...]
    excluded: tuple[tuple[int, Weights], ...]
    empty: bool


def prove_path(frame: Frame, exact: Exact, path: Path, margin: float) -> Chain:
    """Walk along a float path with the longest steps that can be proved.

    Each step first tries the end of the path, then ever nearer sets on it. If not even the next set
    is proved, the chain ends there: a larger set, but a proved one.
    """
    prover = Prover(frame, exact)
    stops = _rounded(frame, exact, path, margin)
    here, chain = 0, list[Contraction]()
    out: set[int] = set()
    while here < len(stops) - 1:
        step = None
        for target in _targets(here, len(stops) - 1):
            step = prover.contract(stops[here], stops[target], out)
            if step is not None:
                here = target
                chain.append(step)
                out |= {a for a, _ in step.excluded}
                break
        if step is None:
            break
    last = prover.exclude(stops[here], None, out) if path.empty else ()
    empty = len(out) + len(last) == len(exact.cells.profiles)
    return Chain(stops[here], tuple(chain), last if empty else (), empty)


def _targets(here: int, end: int) -> list[int]:
    """Return the stops to try, farthest first: the end, then half of the way, and so on."""
    found = [end]
    while found[-1] > here + 1:
        found.append(here + (found[-1] - here) // 2)
    return found


def _rounded(frame: Frame, exact: Exact, path: Path, margin: float) -> list[Vector]:
    """Round offsets up to a grid that is fine beside the margin, or to the game's own numbers."""
    bits = max(8, math.ceil(-math.log2(margin)) + 4)
    start = exact.start()
    stops = [start]
    for offsets in path.offsets[1:]:
        rounded = [
            min(before, _round(exact, i, float(b) * float(frame.lengths[i]), bits))
            for i, (b, before) in enumerate(zip(offsets, stops[-1], strict=True))
        ]
        stops.append(tuple(rounded))
    return stops


def _round(exact: Exact, direction: int, level: float, bits: int) -> fmpq:
    near = SNAP * (1 + abs(level))
    for height in exact.heights[direction]:
        if abs(float(height) - level) <= near:
            return height
    return fmpq(math.ceil(level * (1 << bits)), 1 << bits)

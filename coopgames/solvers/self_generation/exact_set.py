"""The exact payoff set of a two-player game, with the chain of outer sets that proves it.

Floats guess the set; its structure is solved exactly and generates itself, so it is inside. An
outer set, all feasible payoffs at first, is made smaller by the operator and by contractions until
Theorem 1 or Theorem 2 says that nothing lies between the two, or until it is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from flint import fmpq

from coopgames.solvers.self_generation.candidate import (
    Candidate,
    float_guess,
    joined,
    polished,
    solved,
    stationary_candidate,
)
from coopgames.solvers.self_generation.contraction import Contraction, contract
from coopgames.solvers.self_generation.coordinates import squared_distance
from coopgames.solvers.self_generation.corners import Table, Vector
from coopgames.solvers.self_generation.maximal import weights_of
from coopgames.solvers.self_generation.operator import SLACK, Outer, Promises, image
from coopgames.solvers.self_generation.turning import Motion, motions_of, turns

__all__ = ["Chain", "Found", "Proof", "exact_set"]

#: Items times profiles after which the answer is a sandwich; a few hundred items are always tried.
MAX_WORK = 12_000
LEAST_ITEMS = 300
#: A jump must lead as far as this many steps.
WORTH = 16
OnStep = Callable[[int, float], None]


@dataclass(slots=True)
class Chain:
    """Outer sets and how one follows from another: numbers of steps, and contractions."""

    outer: Outer
    items: list[int | Contraction] = field(default_factory=lambda: list[int | Contraction]())

    def step(self) -> None:
        """Apply the operator."""
        self.outer.step()
        if self.items and isinstance(self.items[-1], int):
            self.items[-1] += 1
        else:
            self.items.append(1)

    def contract(self, worthwhile: float) -> bool:
        """Try to jump; tell whether it was worthwhile."""
        item = contract(self.outer, worthwhile)
        if item is not None:
            self.items.append(item)
        return item is not None


@dataclass(frozen=True, slots=True)
class Proof:
    """Why nothing outside the candidate is in the payoff set.

    Attributes
    ----------
    name : str
        "empty" or "equal": the outer set is empty or the candidate itself; "Theorem 1" with
        weights; "Theorem 2" with a motion of the corners.
    """

    name: str
    weights: list[fmpq] | None = None
    motion: Motion | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes
    ----------
    inner : Candidate or None
        A set that generates itself; None if none was found (or if there is none).
    chain : Chain
    proof : Proof or None
        None if it is not proved that nothing else is in the payoff set.
    steps : int
        Applications of the operator and contractions.
    """

    inner: Candidate | None
    chain: Chain
    proof: Proof | None
    steps: int


def exact_set(table: Table, on_step: OnStep | None = None) -> Found:
    """Return the payoff set of a game with discount factor above 0, as far as it can be proved.

    Parameters
    ----------
    table : Table
    on_step : callable, optional
        Called after each step or jump with their number and how far the outer set moved, as a
        share of the payoff range.
    """
    return _Search(table, on_step).run()


def item_limit(profiles: int) -> int:
    """Return how many items a chain may have in a game with so many profiles."""
    return max(LEAST_ITEMS, MAX_WORK // profiles)


class _Search:
    def __init__(self, table: Table, on_step: OnStep | None) -> None:
        self.table = table
        self.chain = Chain(Outer.start(table))
        self.on_step = on_step
        self.count = 0
        self.candidate: Candidate | None = None
        self.motions: list[Motion] = []
        self.guess_due = 1
        self.wait, self.jump_due = 1, 2

    def run(self) -> Found:
        """Shrink the outer set until the answer is proved."""
        corners = float_guess(self.table)
        if corners:
            self.propose(solved(self.table, corners))
        due = 0
        limit = item_limit(len(self.table.rows))
        while self.count < limit:
            if self.count >= due:
                proof = self.proof()
                if proof is not None:
                    return Found(self.candidate, self.chain, proof, self.count)
                due = max(self.count + 1, self.count * 3 // 2)
            self.advance()
            if not self.chain.outer.vertices:
                return Found(None, self.chain, Proof("empty"), self.count)
        inner = joined(self.table, self.candidate, stationary_candidate(self.table))
        return Found(inner, self.chain, None, self.count)

    def propose(self, candidate: Candidate | None) -> None:
        """Take a set that generates itself as the one to prove, or another structure of it."""
        if candidate is None:
            return
        if self.candidate is None or not _same(self.candidate.vertices, candidate.vertices):
            if self.candidate is not None and not _covers(self.table, candidate, self.candidate):
                return
            self.candidate = candidate
            self.motions = []
        self.motions += [m for m in motions_of(candidate) if m not in self.motions]

    def proof(self) -> Proof | None:
        """Return a proof that the candidate is the payoff set, if there is one now."""
        outer = self.chain.outer
        if self.count >= self.guess_due:
            self.guess_due = max(4, 2 * self.count)
            if self.candidate is not None:
                self.propose(self.polish(self.candidate.corners()))
            if self.count > 1 or self.candidate is None:
                self.propose(self.polish(self.outer_corners()))
        if self.candidate is None:
            return None
        vertices = self.candidate.vertices
        if not outer.bounds():
            return None
        weights = weights_of(outer, vertices)
        if weights is not None:
            return Proof("Theorem 1", weights=weights)
        if self.candidate.field is None and _same(outer.vertices, vertices):
            return Proof("equal")
        for motion in self.motions if self.count else ():
            if turns(outer, vertices, motion):
                return Proof("Theorem 2", motion=motion)
        return None

    def outer_corners(self) -> list[Any]:
        """Return the labelled corners of the next outer set."""
        outer = self.chain.outer
        found, _ = image(self.table, Promises(outer.vertices), outer.threat, outer.live)
        return [p for p in found if p[2][1] != SLACK]

    def polish(self, corners: list[Any]) -> Candidate | None:
        """Return a candidate that the operator leaves as it is, found in many digits.

        From corners of the candidate so far, which may lack some that floats do not see, or of the
        outer set.
        """
        ring = polished(self.table, corners, self.chain.outer.threat) if corners else None
        known = self.candidate.corners() if self.candidate is not None else []
        if ring is None or [p[2] for p in ring] == [p[2] for p in known]:
            return None
        return solved(self.table, ring)

    def advance(self) -> None:
        """Make the outer set smaller: by a step, and from time to time by a jump."""
        outer = self.chain.outer
        before = _extent(outer)
        assert before is not None
        self.chain.step()
        moved = self.report(before)
        if self.count < self.jump_due or not outer.vertices:
            return
        # A jump costs about as much as a few steps, here and in the certificate.
        before = _extent(outer)
        assert before is not None
        if self.chain.contract(WORTH * moved):
            self.report(before)
            self.wait = 1
        else:
            self.wait *= 2
        self.jump_due = self.count + self.wait

    def report(self, before: Vector) -> float:
        """Count an item, tell the caller of it, and return how far the outer set moved."""
        self.count += 1
        after = _extent(self.chain.outer)
        moved = float((before - after).max()) if after is not None else float(before.max())
        if self.on_step is not None:
            self.on_step(self.count, moved)
        return moved


def _covers(table: Table, larger: Candidate, smaller: Candidate) -> bool:
    """Tell whether one candidate contains another, up to rounding; both are inside."""
    outline = [table.normalised(x, y) for x, y in larger.vertices]
    return all(
        squared_distance(outline, table.normalised(x, y)) <= 1e-12**2 for x, y in smaller.vertices
    )


def _extent(outer: Outer) -> Vector | None:
    """Return the support of the outer set in eight directions, in shares of the payoff range."""
    if not outer.vertices:
        return None
    points = np.array([outer.table.normalised(p[0], p[1]) for p in outer.vertices])
    return (points @ _EIGHT).max(axis=0)


_EIGHT = np.array([[1, 1, 0, -1, -1, -1, 0, 1], [0, 1, 1, 1, 0, -1, -1, -1]], dtype=np.float64)


def _same(one: list[Any], two: list[Any]) -> bool:
    return len(one) == len(two) and all(
        p[0] == q[0] and p[1] == q[1] for p, q in zip(one, two, strict=True)
    )

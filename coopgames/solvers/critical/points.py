"""Discount factors at which payoff sets change, with the proofs that are known there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from coopgames.arithmetic import AlgebraicNumber, FieldElement
from coopgames.solvers._flint import from_flint
from coopgames.solvers.critical.fold import BITS, Digits
from coopgames.solvers.critical.from_below import Limit, limit_from_below
from coopgames.solvers.critical.passage import Threshold, limit_beyond
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.solves import Solves, table_at
from coopgames.solvers.critical.touching import is_only_touched
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.exact_set import Found
from coopgames.solvers.self_generation.geometry import hull
from coopgames.solvers.self_generation.inside import supporting_profiles
from coopgames.solvers.self_generation.maximal import weights_of
from coopgames.solvers.self_generation.operator import Outer
from coopgames.solvers.self_generation.recognise import recognised
from coopgames.solvers.self_generation.structure import System

__all__ = ["CriticalPoint", "ratio_above", "ratio_below", "rational_point", "recognised_point"]

#: Digits that are not trusted.
GUARD: Final = 32
#: Distances above and below a threshold at which payoff sets are looked at.
WIDE: Final = (Fraction(1, 10**4), Fraction(1, 10**3), Fraction(1, 10**2), Fraction(1, 10**6))
NARROW: Final = Fraction(1, 10**9)
#: Applications of the operator after which Theorem 1 is given up.
MORE_STEPS: Final = 8


@dataclass(slots=True)
class CriticalPoint:
    """A discount factor at which payoff sets change.

    Attributes
    ----------
    value : Fraction or AlgebraicNumber
    vertices : list of points
        A set that generates itself there.
    limits : list of Limit
        Sets that contain the payoff sets of all smaller discount factors.
    more : callable or None
        Gives more of them, at a price.
    """

    value: Fraction | AlgebraicNumber
    vertices: list[Any]
    limits: list[Limit]
    more: Callable[[], list[Limit]] | None = None

    def begins(self, wanted: Property) -> bool:
        """Tell whether it is proved that a property begins here; it holds here then."""
        if not wanted.holds(self.vertices):
            return False
        if any(_excludes(limit, wanted) for limit in self.limits):
            return True
        if self.more is None:
            return False
        limits, self.more = self.more(), None
        self.limits += limits
        return any(_excludes(limit, wanted) for limit in limits)


def _excludes(limit: Limit, wanted: Property) -> bool:
    """Tell whether a limit proves that a property fails at all smaller discount factors."""
    if not wanted.holds(limit.vertices):
        return True
    return wanted.name == "contains" and is_only_touched(limit, wanted.points[0])


def rational_point(solves: Solves, value: Fraction) -> CriticalPoint | None:
    """Return the point at a rational discount factor; None if its payoff set is not found."""
    found = solves.found(value)
    if found is None:
        inner = solves.inner(value)
        return None if inner is None else CriticalPoint(value, inner.vertices, [])
    vertices = [] if found.inner is None else found.inner.vertices
    limit = limit_from_below(solves.at(value), vertices, _smaller(solves, value))
    return CriticalPoint(value, vertices, [] if limit is None else [limit])


def recognised_point(solves: Solves, near: Digits, width: Fraction) -> CriticalPoint | None:
    """Return the point that many digits describe; None if it is not recognised or proves nothing.

    What is recognised is a guess; that the set generates itself, and the limit, are proofs.
    """
    known = recognised([near.delta, *near.unknowns], BITS - GUARD)
    if known is None:
        return None
    (delta, *unknowns), field = known
    table = table_at(solves.table, delta)
    system = replace(near.system, table=table)
    _, places = system.places(unknowns)
    points = [(x.value, y.value) for x, y in places]
    if field is not None:
        points = [(field.element(x), field.element(y)) for x, y in points]
    vertices = hull(points)
    if supporting_profiles(table, vertices) is None:
        return None
    value = _user(delta)
    above = ratio_above(value, width)
    found = solves.found(above)
    limit = None
    if found is not None and _is_all(table, vertices, found):
        limit = limit_from_below(table, vertices, _smaller(solves, value), solves.at(above))
    known = table, vertices, system, unknowns

    def more() -> list[Limit]:
        return _beyond(solves, value, known, limit.live if limit else None)

    return CriticalPoint(value, vertices, [] if limit is None else [limit], more)


def _beyond(
    solves: Solves,
    value: Fraction | AlgebraicNumber,
    known: tuple[Table, list[Any], System, list[Any]],
    live: list[int] | None,
) -> list[Limit]:
    """Return limits where plain steps do not lead to it.

    `live` are the profiles that may be enforced below, if the set is proved to be the payoff set.
    """
    found = next(filter(None, (solves.found(ratio_above(value, gap)) for gap in WIDE)), None)
    if found is None or found.inner is None:
        return []
    start = found.chain.outer
    kept = [a for a in start.live if live is None or a in live]
    near = solves.at(ratio_above(value, NARROW)), solves.at(ratio_below(value, NARROW))
    outer = Outer(near[0], start.vertices, start.threat, kept)
    targets = _smaller(solves, value)
    around = found.inner.vertices
    return limit_beyond(Threshold(*known, live is not None, outer, around, near[1], targets))


def _smaller(solves: Solves, value: Fraction | AlgebraicNumber) -> list[Candidate]:
    """Return what the payoff sets below a discount factor may be."""
    deltas = [*(ratio_below(value, gap) for gap in WIDE), Fraction(0)]
    found = (solves.inner(delta) for delta in deltas if delta >= 0)
    return [x for x in found if x is not None]


def _user(delta: Any) -> Fraction | AlgebraicNumber:
    return delta.number() if isinstance(delta, FieldElement) else from_flint(delta)


def _is_all(table: Table, vertices: Sequence[Any], found: Found) -> bool:
    """Tell whether Theorem 1 proves a set to be the payoff set, given a set around it.

    That set contains the payoffs of a larger discount factor.
    """
    start = found.chain.outer
    outer = Outer(table, start.vertices, start.threat, start.live)
    if weights_of(outer, vertices) is not None:
        return True
    larger = Outer(start.table, start.vertices, start.threat, start.live)
    for _ in range(MORE_STEPS):
        larger.step()
        if weights_of(Outer(table, larger.vertices, larger.threat, larger.live), vertices):
            return True
    return False


def ratio_above(value: Fraction | AlgebraicNumber, width: Fraction) -> Fraction:
    """Return a short rational above an irrational number, by at most half of `width`."""
    bits = width.denominator.bit_length() + 3
    return value + width / 2 if isinstance(value, Fraction) else value.refine(bits)[1]


def ratio_below(value: Fraction | AlgebraicNumber, width: Fraction) -> Fraction:
    """Return a short rational below a number, by at most half of `width`."""
    bits = width.denominator.bit_length() + 3
    return value - width / 2 if isinstance(value, Fraction) else value.refine(bits)[0]

"""Paths from one activity to another, one change at a time: where does the verdict flip.

Changing everything at once does not say what mattered; changing one thing does, but depends on what
was changed before. So all orders are walked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from types import MappingProxyType
from typing import Any

from coopgames.arithmetic import exact
from coopgames.errors import invalid
from coopgames.institutions import ATTRIBUTES, Activity, Arrangement
from coopgames.solvers import Status
from coopgames.verdicts.verdict import Threshold, holds_at, threshold_of

__all__ = ["AttributePath", "AttributePaths", "Flip", "Waypoint", "attribute_paths"]

_STAKES = ("members", "cost", "benefit", "surplus")


@dataclass(frozen=True, slots=True)
class Waypoint:
    """One of the games on the way.

    Attributes
    ----------
    changed : frozenset of str
        What is already as at the end of the path.
    activity : Activity
    arrangement : Arrangement
    threshold : Fraction, AlgebraicNumber, Enclosure or None
        Critical discount factor per period; None if there is none below 1 or it is undecided.
    status : Status
        How it was found; NEVER for "at no discount factor below 1".
    sustained : bool or None
        At the discount factor of the paths; None if enclosed data do not decide.
    """

    changed: frozenset[str]
    activity: Activity
    arrangement: Arrangement
    threshold: Threshold
    status: Status
    sustained: bool | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of the verdict along a path.

    Attributes
    ----------
    step : int
        From 1: after how many changes.
    changed : str
        What was changed at that step.
    sustained : bool
        The verdict after it.
    """

    step: int
    changed: str
    sustained: bool


@dataclass(frozen=True, slots=True)
class AttributePath:
    """One order of the changes.

    Attributes
    ----------
    order : tuple of str
        What is changed first, second and so on.
    verdicts : tuple of bool or None
        Before any change, then after each.
    """

    order: tuple[str, ...]
    verdicts: tuple[bool | None, ...]

    @property
    def flips(self) -> tuple[Flip, ...]:
        """Where the verdict flips; an undecided verdict in between counts as no change."""
        found: list[Flip] = []
        last = self.verdicts[0]
        for step, (changed, now) in enumerate(zip(self.order, self.verdicts[1:], strict=True), 1):
            if now is None:
                continue
            if last is not None and now != last:
                found.append(Flip(step, changed, now))
            last = now
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AttributePaths:
    """All orders of the changes between two activities, and the games between them.

    Attributes
    ----------
    start, end : Activity
    arrangements : pair of Arrangement
        That of the start and that of the end.
    discount_factor : Fraction
        Per period.
    differences : tuple of str
        What differs: attributes, ``valuer`` (with the arrangement), ``stakes``.
    waypoints : mapping of frozenset to Waypoint
        By what was changed: two to the power of the number of differences.
    paths : tuple of AttributePath
        One per order of the differences.
    """

    start: Activity
    end: Activity
    arrangements: tuple[Arrangement, Arrangement]
    discount_factor: Fraction
    differences: tuple[str, ...]
    waypoints: Mapping[frozenset[str], Waypoint]
    paths: tuple[AttributePath, ...]

    @property
    def flip_counts(self) -> dict[str, int]:
        """How often each change flips the verdict, over all orders (several flips all count)."""
        counts = Counter(flip.changed for path in self.paths for flip in path.flips)
        return {name: counts[name] for name in self.differences}

    @property
    def first_flip_counts(self) -> dict[str, int]:
        """In how many orders each change is the first to flip the verdict."""
        firsts = (path.flips[:1] for path in self.paths)
        counts = Counter(flip.changed for flips in firsts for flip in flips)
        return {name: counts[name] for name in self.differences}

    @property
    def step_counts(self) -> dict[int, int]:
        """In how many orders the first flip comes at each step; without a flip: step 0."""
        steps = [path.flips[0].step if path.flips else 0 for path in self.paths]
        return {step: steps.count(step) for step in sorted(set(steps))}

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per order: the changes, the verdicts and the flips."""
        words = {True: "sustained", False: "not sustained", None: "undecided"}
        return [
            {
                "order": " > ".join(path.order),
                "verdicts": " > ".join(words[x] for x in path.verdicts),
                "flips": len(path.flips),
                "first_flip_step": path.flips[0].step if path.flips else None,
                "first_flip_by": path.flips[0].changed if path.flips else "",
                "flipped_by": "; ".join(f"{x.step}: {x.changed}" for x in path.flips),
            }
            for path in self.paths
        ]


def attribute_paths(
    start: Activity,
    end: Activity,
    arrangements: tuple[Arrangement, Arrangement],
    discount_factor: object,
) -> AttributePaths:
    """Walk from one activity to another in all orders of their differences.

    Parameters
    ----------
    start, end : Activity
    arrangements : pair of Arrangement
        The one that applies at the start and the one that applies at the end; the change of the
        valuer changes the one into the other.
    discount_factor : exact number in (0, 1)
        Per period.

    Raises
    ------
    InvalidGameError
        If the discount factor is not in (0, 1), or there are not two arrangements.
    UnsupportedGameError
        If no solver covers a game on the way.

    Notes
    -----
    Differences: up to four attributes, the valuer, and the stakes (all together) where they differ.
    With ``m`` of them ``2**m`` games are solved, each once, and ``m!`` orders are read off.

    Examples
    --------
    >>> import coopgames as cg
    >>> case = cg.load_case("wanderley2004")
    >>> ends = case.activity("faena"), case.activity("subcontracting")
    >>> columns = case.arrangement("treasury"), case.arrangement("reports")
    >>> paths = attribute_paths(*ends, columns, case.baseline)
    >>> len(paths.waypoints), len(paths.paths), sum(paths.first_flip_counts.values())
    (32, 120, 120)
    """
    delta = exact(discount_factor)
    if not 0 < delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in (0, 1)")
    pair = _pair(arrangements)
    differences = _differences(start, end, pair)
    waypoints: dict[frozenset[str], Waypoint] = {}
    for size in range(len(differences) + 1):
        for names in combinations(differences, size):
            changed = frozenset(names)
            waypoints[changed] = _waypoint(start, end, pair, changed, delta)
    paths = tuple(_path(order, waypoints) for order in permutations(differences))
    return AttributePaths(
        start, end, pair, delta, differences, MappingProxyType(waypoints), tuple(paths)
    )


def _pair(arrangements: Any) -> tuple[Arrangement, Arrangement]:
    try:
        first, second = arrangements
    except (TypeError, ValueError):
        first = second = None
    if not isinstance(first, Arrangement) or not isinstance(second, Arrangement):
        expected = "a pair of Arrangement: the one at the start, the one at the end"
        raise invalid("arrangements", arrangements, expected)
    return first, second


def _differences(
    start: Activity, end: Activity, arrangements: tuple[Arrangement, Arrangement]
) -> tuple[str, ...]:
    """Return what differs; a level and the number that it stands for are the same."""
    standard = arrangements[0].standard
    found = [
        name
        for name in ATTRIBUTES
        if standard.value(name, getattr(start, name)) != standard.value(name, getattr(end, name))
    ]
    if start.valued_by != end.valued_by or arrangements[0] != arrangements[1]:
        found.append("valuer")
    if any(getattr(start, name) != getattr(end, name) for name in _STAKES):
        found.append("stakes")
    return tuple(found)


def _waypoint(
    start: Activity,
    end: Activity,
    arrangements: tuple[Arrangement, Arrangement],
    changed: frozenset[str],
    delta: Fraction,
) -> Waypoint:
    changes: dict[str, Any] = {name: getattr(end, name) for name in changed & set(ATTRIBUTES)}
    if "stakes" in changed:
        changes |= {name: getattr(end, name) for name in _STAKES}
    if "valuer" in changed:
        changes["valued_by"] = end.valued_by
    activity = start.replace(**changes)
    arrangement = arrangements["valuer" in changed]
    solution = threshold_of(activity, arrangement)
    sustained = holds_at(solution, delta)
    return Waypoint(changed, activity, arrangement, solution.value, solution.status, sustained)


def _path(order: tuple[str, ...], waypoints: Mapping[frozenset[str], Waypoint]) -> AttributePath:
    verdicts = (waypoints[frozenset(order[:k])].sustained for k in range(len(order) + 1))
    return AttributePath(order, tuple(verdicts))

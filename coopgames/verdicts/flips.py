"""Which attributes carry a verdict: minimal sets that flip it, and the one that binds most."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.institutions import ATTRIBUTES, Activity, Arrangement
from coopgames.solvers import Solution

__all__ = ["binding_attribute", "minimal_flips"]


def minimal_flips(
    activity: Activity, sustained: bool | None, decide: Callable[[Activity], bool | None]
) -> tuple[tuple[str, ...], ...]:
    """Return all minimal sets of attributes whose change flips a verdict.

    Parameters
    ----------
    activity : Activity
    sustained : bool or None
        The verdict as it is. If it fails, attributes are restored to ``met``; if it holds, they are
        set to ``not``.
    decide : callable Activity -> bool or None
        The verdict on a changed activity.

    Notes
    -----
    Subsets by increasing size, without supersets of those found: at most 15 decisions.
    """
    if sustained is None:
        return ()
    level = "not" if sustained else "met"
    candidates = [name for name in ATTRIBUTES if getattr(activity, name) != level]
    found: list[tuple[str, ...]] = []
    for size in range(1, len(candidates) + 1):
        for names in combinations(candidates, size):
            if any(set(smaller) <= set(names) for smaller in found):
                continue
            changed = activity.replace(**dict.fromkeys(names, level))
            if decide(changed) is (not sustained):
                found.append(names)
    return tuple(found)


def _key(threshold: object) -> float:
    """Order thresholds; None ("never") comes last. Only used to rank, never to decide a verdict."""
    if threshold is None:
        return 2.0
    if isinstance(threshold, Enclosure):
        return float(threshold.upper)
    assert isinstance(threshold, Fraction | AlgebraicNumber)
    return float(threshold)


def binding_attribute(
    activity: Activity,
    arrangement: Arrangement,
    solve: Callable[[Activity, Arrangement], Solution[Any]],
) -> str | None:
    """Return the attribute whose restoration to ``met`` lowers the threshold most, if any does."""
    best, name = _key(solve(activity, arrangement).value), None
    for attribute in ATTRIBUTES:
        if getattr(activity, attribute) == "met":
            continue
        key = _key(solve(activity.restore(attribute), arrangement).value)
        if key < best:
            best, name = key, attribute
    return name

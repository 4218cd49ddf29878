"""Counting over all orders of some changes: which one flips a verdict, and which sets suffice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial

__all__ = ["count_flips", "minimal_sets"]

Verdicts = Mapping[frozenset[str], bool | None]


def count_flips(names: Sequence[str], verdicts: Verdicts) -> tuple[Counter[str], Counter[str]]:
    """Count in how many orders each change flips the verdict to its last value, and back.

    Parameters
    ----------
    names : sequence of str
        The changes.
    verdicts : mapping of frozenset of str to bool or None
        After each set of changes; those of no change and of all changes are decided. An undecided
        one counts as no change: the flip is then that of the change after which it is decided.

    Returns
    -------
    pair of Counter
        Out of ``len(names)!`` orders.

    Notes
    -----
    The orders are counted by the set of changes made so far and the last decided verdict:
    ``2**k k`` steps for ``k`` changes instead of ``k!`` orders.

    Examples
    --------
    >>> sets = [frozenset(x) for x in ("", "a", "b", "ab")]
    >>> towards, back = count_flips("ab", dict(zip(sets, (False, False, False, True))))
    >>> dict(towards), dict(back)
    ({'b': 1, 'a': 1}, {})
    """
    start, last = verdicts[frozenset()], verdicts[frozenset(names)]
    assert start is not None
    towards: Counter[str] = Counter()
    back: Counter[str] = Counter()
    reached: dict[tuple[frozenset[str], bool], int] = {(frozenset(), start): 1}
    for size in range(len(names)):
        rest = factorial(len(names) - size - 1)
        following: Counter[tuple[frozenset[str], bool]] = Counter()
        for (made, before), ways in reached.items():
            for name in names:
                if name in made:
                    continue
                now = verdicts[made | {name}]
                if now is not None and now != before:
                    (towards if now == last else back)[name] += ways * rest
                following[made | {name}, before if now is None else now] += ways
        reached = dict(following)
    return towards, back


def minimal_sets(
    names: Sequence[str], flipped: Callable[[frozenset[str]], bool]
) -> tuple[tuple[str, ...], ...]:
    """Return all sets of changes that flip a verdict and of which no smaller part does.

    Examples
    --------
    >>> minimal_sets("abc", lambda made: "a" in made or {"b", "c"} <= made)
    (('a',), ('b', 'c'))
    """
    found: list[tuple[str, ...]] = []
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            if any(set(smaller) <= set(chosen) for smaller in found):
                continue
            if flipped(frozenset(chosen)):
                found.append(chosen)
    return tuple(found)

"""A proof that a property fails at a discount factor, without finding the payoff set itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from coopgames.solvers.critical.properties import Property
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.exact_set import Chain, Found, Proof, exact_set
from coopgames.solvers.self_generation.maximal import weights_of
from coopgames.solvers.self_generation.operator import Outer

__all__ = ["contained", "fails", "limited", "proved"]

#: A jump must lead as far as this share of the payoff range.
WORTHWHILE: Final = 1 / 64


def fails(table: Table, inner: Candidate | None, wanted: Property, items: int) -> Found | None:
    """Return the chain of outer sets at the end of which a property fails, or None.

    Parameters
    ----------
    table : Table
    inner : Candidate or None
        A set without the property that generates itself; Theorem 1 may prove it to be all.
    wanted : Property
    items : int
        Steps and jumps after which the proof is given up.

    Returns
    -------
    Found or None
        With a proof of the payoff set, or, where its ``proof`` is None, with an outer set that
        lacks the property.
    """
    chain = Chain(Outer.start(table))
    for count in _due(chain, items):
        outer = chain.outer
        if not outer.vertices:
            return Found(None, chain, Proof("empty"), count)
        if inner is not None and outer.bounds():
            weights = weights_of(outer, inner.vertices)
            if weights is not None:
                return Found(inner, chain, Proof("Theorem 1", weights=weights), count)
        if not wanted.holds(outer.vertices):
            return Found(inner, chain, None, count)
    return None


def contained(start: Outer, targets: Sequence[Candidate], items: int) -> list[Any] | None:
    """Return which of some sets contains what an outer set does, or [] if that is nothing.

    None if no proof is found.
    """
    chain = Chain(start)
    for _ in _due(chain, items):
        outer = chain.outer
        if not outer.vertices or not outer.bounds():
            return []
        for target in targets:
            if weights_of(outer, target.vertices) is not None:
                return target.vertices
    return None


def proved(table: Table, inner: Candidate | None, items: int) -> Found | None:
    """Return the payoff set, if a set inside is it or if there is none; None without a proof."""
    chain = Chain(Outer.start(table))
    for count in _due(chain, items):
        outer = chain.outer
        if not outer.vertices or not outer.bounds():
            return Found(None, chain, Proof("empty"), count) if not outer.vertices else None
        weights = None if inner is None else weights_of(outer, inner.vertices)
        if weights is not None:
            return Found(inner, chain, Proof("Theorem 1", weights=weights), count)
    return None


def limited(table: Table, items: int) -> Found | None:
    """Return the payoff set with its proof; None if that takes more than so many items."""

    def check(step: int, _: float) -> None:
        if step > items:
            raise _PutOffError

    try:
        found = exact_set(table, check)
    except _PutOffError:
        return None
    return None if found.proof is None else found


class _PutOffError(Exception):
    """A chain has become longer than wanted."""


def _due(chain: Chain, items: int) -> Iterator[int]:
    """Shrink an outer set, and say when to look at it: ever less often, and when it is empty."""
    due, jump_due, wait = 0, 3, 2
    for count in range(items + 1):
        if count >= due or not chain.outer.vertices:
            due = max(count + 1, count * 5 // 4)
            yield count
        if count >= jump_due:
            wait = 2 if chain.contract(WORTHWHILE) else 2 * wait
            jump_due = count + 1 + wait
        else:
            chain.step()

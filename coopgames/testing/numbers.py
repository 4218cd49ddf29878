"""Generators of numbers: payoffs that tie, discount factors that sit on a knife edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, overload

from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.errors import invalid
from coopgames.solvers.simplest import simplest_between
from coopgames.testing._arguments import Exact, exact_argument, flag, items, size_range

__all__ = ["Edge", "discount_factors", "multiples", "near", "payoffs", "ratios"]

Edge = Exact | AlgebraicNumber | Enclosure

#: How far from a knife edge the neighbours are: one can be read, the other fools rounding.
NEIGHBOURS = (Fraction(1, 1000), Fraction(1, 10**30))
#: Ends of the cell of an irrational edge; it must be narrower than the nearest neighbour.
EDGE_BITS = 128
IRRATIONAL = (AlgebraicNumber, Enclosure)
TYPICAL = (Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100))
#: Short fractions are sought within these shares of the range around one of so many places.
TOLERANCES = tuple(Fraction(1, 2**k) for k in range(1, 8))
PLACES = 240


@overload
def payoffs(
    minimum: Exact = ...,
    maximum: Exact = ...,
    *,
    denominators: Sequence[int] = ...,
    floats: Literal[False] = ...,
) -> st.SearchStrategy[Fraction]: ...
@overload
def payoffs(
    minimum: Exact = ...,
    maximum: Exact = ...,
    *,
    denominators: Sequence[int] = ...,
    floats: Literal[True],
) -> st.SearchStrategy[float]: ...
def payoffs(
    minimum: Exact = -5,
    maximum: Exact = 5,
    *,
    denominators: Sequence[int] = (1, 2),
    floats: bool = False,
) -> st.SearchStrategy[Fraction] | st.SearchStrategy[float]:
    """Generate small rationals in a closed range; ties are likely.

    Parameters
    ----------
    minimum, maximum : exact number
    denominators : sequence of int >= 1, optional
        Numbers are multiples of 1/d for these d; the earlier, the simpler. Those with no
        multiple in the range are left out.
    floats : bool, optional
        Give the nearest floats instead.

    Raises
    ------
    InvalidGameError
        If an argument is no exact number, or no number fits.

    Notes
    -----
    Shrinks to multiples of 1/d for an earlier d, then to the number nearest to 0.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> find(payoffs(), lambda x: x > 1, settings=same)
    Fraction(2, 1)
    >>> find(payoffs(1, 3), lambda x: x.denominator > 1, settings=same)
    Fraction(3, 2)
    """
    low, high = exact_argument("minimum", minimum), exact_argument("maximum", maximum)
    divisors = items("denominators", denominators, "a sequence of integers >= 1")
    for d in divisors:
        size_range("denominators", d, 1)
    if low > high:
        raise invalid("minimum", minimum, f"at most the maximum {high}")
    ranges = multiples(low, high, divisors)
    if not ranges:
        raise invalid("denominators", denominators, f"one with a multiple in [{low}, {high}]")
    numbers = ratios(ranges)
    return numbers.map(float) if flag("floats", floats) else numbers


def multiples(low: Fraction, high: Fraction, divisors: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return (d, least, largest) for each d with a multiple of 1/d in the closed range."""
    ranges = [(d, ceil(low * d), floor(high * d)) for d in divisors]
    return [entry for entry in ranges if entry[1] <= entry[2]]


@st.composite
def ratios(draw: st.DrawFn, ranges: list[tuple[int, int, int]]) -> Fraction:
    """Draw from entries (d, least, largest) the fraction k/d with k in that range."""
    divisor, least, largest = draw(st.sampled_from(ranges))
    return Fraction(draw(st.integers(least, largest)), divisor)


def discount_factors(
    minimum: Exact = 0, maximum: Exact | None = None, *, knife_edges: Iterable[Edge] = ()
) -> st.SearchStrategy[Fraction]:
    """Generate discount factors in [0, 1): typical ones, short fractions, and knife edges.

    Parameters
    ----------
    minimum : exact number in [0, 1), optional
    maximum : exact number in [minimum, 1), optional
        Included; everything below 1 by default.
    knife_edges : iterable of exact numbers, AlgebraicNumbers or Enclosures, optional
        Numbers at which a claim turns, such as the ``value`` of ``critical_discount_factor``. Each
        gives itself (where it is rational) and its neighbours at 1/1000 and ``10**-30`` on either
        side; an irrational edge is met by short fractions at most as far away, an enclosure by the
        neighbours of its ends. What falls outside the range is left out.

    Raises
    ------
    InvalidGameError
        If an argument is no such number, or the range is empty.

    Notes
    -----
    Shrinks to 0, 1/2, 9/10, 99/100 or an end of the range, or to a short fraction. A counterexample
    found beside a knife edge moves to the edge itself, or else stays beside it.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> find(discount_factors(), lambda d: d > 0, settings=same)
    Fraction(1, 2)
    >>> third, near = Fraction(1, 3), Fraction(1, 400)
    >>> edges = discount_factors(knife_edges=[third])
    >>> find(edges, lambda d: 0 < third - d < near, settings=same)
    Fraction(997, 3000)
    """
    low = exact_argument("minimum", minimum)
    high = None if maximum is None else exact_argument("maximum", maximum)
    if not 0 <= low < 1:
        raise invalid("minimum", minimum, "a number in [0, 1)")
    if high is not None and not low <= high < 1:
        raise invalid("maximum", maximum, f"a number in [{low}, 1), or None")

    def inside(points: Iterable[Fraction]) -> list[Fraction]:
        return [x for x in points if low <= x < 1 and (high is None or x <= high)]

    ends = [low] if high is None else [low, high]
    typical = inside(dict.fromkeys([*TYPICAL, *ends]))
    edges = inside(near("knife_edges", knife_edges))
    return _discount_factors(low, high, typical, edges)


@st.composite
def _discount_factors(
    draw: st.DrawFn,
    low: Fraction,
    high: Fraction | None,
    typical: list[Fraction],
    edges: list[Fraction],
) -> Fraction:
    # Two draws whatever the kind, so that none is preferred for being shorter when examples shrink.
    kinds = [*([typical] * 2), *TOLERANCES, *([edges] * 3 if edges else [])]
    kind = draw(st.sampled_from(kinds))
    if isinstance(kind, list):
        return kind[draw(st.integers(0, len(kind) - 1))]
    # The simplest fraction near a place: a coarser tolerance gives a simpler neighbour of the same
    # place, which lowering a denominator would not.
    width = (1 if high is None else high) - low
    last = PLACES - 1 if high is None else PLACES
    place = low + width * Fraction(draw(st.integers(0, last)), PLACES)
    top = 1 - width / (2 * PLACES) if high is None else high
    return simplest_between(max(low, place - kind * width), min(top, place + kind * width))


def near(argument: str, knife_edges: object) -> list[Fraction]:
    """Return knife edges and their neighbours: all edges first, then the nearest to read."""
    expected = "a sequence of exact numbers, AlgebraicNumbers or Enclosures"
    edges = items(argument, knife_edges, expected)
    points = [_point(argument, edge) for edge in edges if not isinstance(edge, IRRATIONAL)]
    for distance in NEIGHBOURS:
        for edge in edges:
            points += _neighbours(argument, edge, distance)
    return list(dict.fromkeys(points))


def _point(argument: str, edge: object) -> Fraction:
    if edge is None:
        raise invalid(argument, edge, "numbers (None stands for 'at no discount factor below 1')")
    return exact_argument(argument, edge)


def _neighbours(argument: str, edge: object, distance: Fraction) -> list[Fraction]:
    if isinstance(edge, AlgebraicNumber):
        # Any rational will do on either side, so it may as well be a short one.
        lower, upper = edge.refine(EDGE_BITS)
        below, above = simplest_between(lower - distance, lower), upper + distance
        return [below, simplest_between(upper, above)]
    if isinstance(edge, Enclosure):
        return [edge.lower - distance, edge.upper + distance]
    point = _point(argument, edge)
    return [point - distance, point + distance]

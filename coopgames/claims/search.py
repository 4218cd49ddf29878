"""Search for a counterexample to a claim with the exact solver; no closed form is consulted.

The claim's inequality is evaluated at rational points and compared with what
:func:`coopgames.critical_discount_factor` finds for the game: at discount factors on both sides of
the solver's threshold and of the claimed one, at both thresholds themselves, and at parameters
where the claimed threshold is just about to cease to exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache, partial
from math import ceil, floor
from typing import TYPE_CHECKING

from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import Certificate, verify
from coopgames.claims.claim import Claim, Counterexample
from coopgames.claims.terms import Comparison, Formula, Point
from coopgames.solvers import Solution, critical_discount_factor
from coopgames.solvers.intervals import Interval

if TYPE_CHECKING:
    import numpy as np
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["falsify", "knife_edge", "probes"]

#: How near to a threshold its two sides are looked at.
NEAR = Fraction(1, 10**30)
#: The largest denominator of the parameters that are tried.
DENOMINATOR = 20


def falsify(
    claim: Claim, rng: int | np.random.Generator | None = None, examples: int = 200
) -> Counterexample | None:
    """Search for a rational point at which a claim contradicts the solver.

    Parameters
    ----------
    claim : Claim
    rng : int or numpy.random.Generator, optional
        The seed, or where it comes from. Without it the search is the same each time.
    examples : int, optional
        Number of parameter points; each is looked at with several discount factors.

    Returns
    -------
    Counterexample or None
        As small as Hypothesis can make it; the solver's certificate was accepted by the
        independent checker.

    Examples
    --------
    >>> from coopgames.claims.theorem1_burnt import theorem1_burnt
    >>> falsify(theorem1_burnt(), examples=20) is None
    True
    """
    import random

    from hypothesis import find, settings
    from hypothesis.errors import NoSuchExample

    seeded: random.Random | None = None
    if rng is not None:
        from numpy.random import default_rng

        seeded = random.Random(int(default_rng(rng).integers(2**62)))
    chosen = settings(
        max_examples=examples, derandomize=seeded is None, database=None, deadline=None
    )
    # Shrinking comes back to the same points again and again.
    contradiction = lru_cache(maxsize=None)(partial(_contradiction, claim))
    try:
        point = find(
            _points(claim),
            lambda point: contradiction(point) is not None,
            settings=chosen,
            random=seeded,
        )
    except NoSuchExample:
        return None
    found = contradiction(point)
    assert found is not None
    beta, claimed, certificate = found
    whole = (*zip(claim.domain.parameters, (*point, beta), strict=True),)
    return Counterexample(whole, claimed, not claimed, verify(certificate))


def _points(claim: Claim) -> SearchStrategy[tuple[Fraction, ...]]:
    """Generate parameters without the discount factor, one in four on a knife edge."""
    from hypothesis import assume
    from hypothesis import strategies as st

    domain = claim.domain
    names = domain.parameters[:-1]
    each = st.tuples(*(st.sampled_from(_grid(*ends)) for ends in domain.ranges[:-1]))

    @st.composite
    def points(draw: DrawFn) -> tuple[Fraction, ...]:
        point = dict(zip(names, draw(each), strict=True))
        if draw(st.integers(0, 3)) == 3:
            point = knife_edge(claim.threshold.exists, point) or point
        assume(domain.contains({**point, domain.discount_factor: Fraction(1, 2)}))
        return tuple(point.values())

    return points()


def _grid(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return the fractions of an interval with small denominators, the simplest first."""
    found = {
        Fraction(k, d)
        for d in range(1, DENOMINATOR + 1)
        for k in range(ceil(low * d), floor(high * d) + 1)
    }
    return sorted(found, key=lambda x: (x.denominator, abs(x), x))


def knife_edge(formula: Formula, point: Point) -> dict[str, Fraction] | None:
    """Move the last coordinate that can do it to where the two sides of a comparison are equal.

    Parameters
    ----------
    formula : Formula
    point : mapping

    Returns
    -------
    dict or None
        None if the formula is no comparison, or no coordinate enters it to the first degree.

    Examples
    --------
    >>> from coopgames.claims.terms import Variable
    >>> knife_edge(3 * Variable("v") > Variable("x"), {"x": Fraction(1), "v": Fraction(5)})
    {'x': Fraction(1, 1), 'v': Fraction(1, 3)}
    """
    if not isinstance(formula, Comparison):
        return None
    left, right = formula.left, formula.right

    def gap(name: str, value: int) -> Fraction:
        moved = {**point, name: Fraction(value)}
        return left.at(moved) - right.at(moved)

    for name in reversed(tuple(point)):
        start = gap(name, 0)
        slope = gap(name, 1) - start
        affine = all(gap(name, k) == start + k * slope for k in (-1, 2, 3))
        if affine and slope != 0:
            return {**point, name: -start / slope}
    return None


def _contradiction(
    claim: Claim, values: tuple[Fraction, ...]
) -> tuple[Fraction, bool, Certificate] | None:
    """Return a discount factor, what is claimed there, and the certificate that contradicts it."""
    point = dict(zip(claim.domain.parameters, values, strict=False))
    solution = critical_discount_factor(claim.family.game(point))
    sustained = _sustained(solution)
    name = claim.domain.discount_factor
    for beta in probes(claim, point, solution):
        whole = {**point, name: beta}
        if not 0 < beta < 1:
            continue
        claimed = claim.holds(whole)
        if claimed != sustained(beta):
            assert solution.certificate is not None
            return beta, claimed, solution.certificate
    return None


def _sustained(solution: Solution[object]) -> Callable[[Fraction], bool]:
    intervals = solution.diagnostics["set"]
    assert isinstance(intervals, tuple)

    def sustained(beta: Fraction) -> bool:
        return any(isinstance(i, Interval) and beta in i for i in intervals)  # pyright: ignore[reportUnknownVariableType]

    return sustained


def probes(claim: Claim, point: Point, solution: Solution[object]) -> Iterator[Fraction]:
    """Yield discount factors at which a wrong claim would show, simple ones first."""
    yield from (Fraction(k, 10) for k in range(1, 10))
    places: list[Fraction] = []
    if isinstance(solution.value, Fraction):
        places.append(solution.value)
    elif isinstance(solution.value, AlgebraicNumber):
        places += [solution.value.lower, solution.value.upper]
    if claim.threshold.exists.holds(point) and claim.threshold.value.denominator.at(point) != 0:
        places.append(claim.threshold.value.at(point))
    yield from (place / 2 for place in places)
    yield from ((1 + place) / 2 for place in places)
    yield sum(places, start=Fraction(0)) / max(len(places), 1)
    yield from (place + shift for place in places for shift in (-NEAR, Fraction(0), NEAR))
    yield 1 - NEAR

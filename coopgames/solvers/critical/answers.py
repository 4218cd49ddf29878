"""The answers about critical discount factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.certificates import Certificate

__all__ = ["CriticalDiscountFactor", "CriticalDiscountFactors"]

Profile: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CriticalDiscountFactor:
    """Where a property of the payoff set begins: it fails below the value and holds above it.

    Attributes
    ----------
    value : Fraction, AlgebraicNumber, Enclosure, float or None
        The infimum of the discount factors with the property. None: there is none up to `below`,
        or none at all if `exact`. An Enclosure: it was not recognised. A float: the game has
        floats.
    below, above : Fraction or None
        The property fails at the first and holds at the second. At a rational value that is
        attained, `above` is the value where there is a certificate of it. None where there is no
        such discount factor.
    certificates : pair of Certificate or None
        For `below` and `above`: a ``maximal_payoff_set``, or what is enough, an ``outer_bound``
        and a ``self_generating_set``. None where the checker has no kind for what was proved, or
        nothing is to be proved.
    exact : bool
        Whether it is proved that nothing else is the infimum. If not, it lies between `below` and
        `above`, and `value` is a guess that only chance in many digits could make.
    attained : bool or None
        Whether the property holds at the value itself; None if that is not known.
    how : str
        How it was found and what is proved, in one sentence.
    """

    value: Fraction | AlgebraicNumber | Enclosure | float | None
    below: Fraction | None
    above: Fraction | None
    certificates: tuple[Certificate | None, Certificate | None]
    exact: bool
    attained: bool | None
    how: str

    def __repr__(self) -> str:
        return f"CriticalDiscountFactor({self.value!r}, exact={self.exact})"


@dataclass(frozen=True, slots=True)
class CriticalDiscountFactors:
    """Where the properties of the payoff sets V of a two-player game begin.

    Attributes
    ----------
    nonempty, segment, polygon : CriticalDiscountFactor
        V is not empty, has at least two points, has dimension two.
    exceeds_static : CriticalDiscountFactor
        V is more than the convex hull of the pure equilibria of the stage game.
    contains : mapping of profile to CriticalDiscountFactor
        V contains the payoffs of the profile.
    """

    nonempty: CriticalDiscountFactor
    segment: CriticalDiscountFactor
    polygon: CriticalDiscountFactor
    exceeds_static: CriticalDiscountFactor
    contains: Mapping[Profile, CriticalDiscountFactor]

    def items(self) -> list[tuple[str, CriticalDiscountFactor]]:
        """Return all with their names, in a fixed order.

        Examples
        --------
        >>> from coopgames.games import prisoners_dilemma
        >>> from coopgames.solvers.critical_deltas import critical_discount_factors
        >>> answer = critical_discount_factors(prisoners_dilemma(3, 2, 0, -1), [(0, 0)])
        >>> [name for name, _ in answer.value.items()]
        ['nonempty', 'segment', 'polygon', 'exceeds_static', 'contains (0, 0)']
        """
        named = [
            ("nonempty", self.nonempty),
            ("segment", self.segment),
            ("polygon", self.polygon),
            ("exceeds_static", self.exceeds_static),
        ]
        return [*named, *((f"contains {a}", found) for a, found in self.contains.items())]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each property."""
        return [
            {
                "property": name,
                "value": found.value,
                "below": found.below,
                "above": found.above,
                "exact": found.exact,
                "attained": found.attained,
                "how": found.how,
            }
            for name, found in self.items()
        ]

"""Certificates that a property fails or holds at a discount factor."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import Certificate
from coopgames.solvers._flint import to_flint
from coopgames.solvers.critical.points import ratio_below
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.solves import Solves
from coopgames.solvers.feasible import individually_rational_payoffs

__all__ = ["Evidence"]

#: Distances below a threshold at which a proof is tried, each longer than the one before.
RETREATS: Final = tuple(Fraction(1, 10**k) for k in (6, 5, 4, 3, 2, 1))


class Evidence:
    """What can be certified about one game."""

    def __init__(self, solves: Solves) -> None:
        self.solves = solves
        self._known: dict[Fraction | AlgebraicNumber, Fraction] = {}

    def never(self, wanted: Property) -> Certificate | None:
        """Return a proof that the property holds at no discount factor below 1."""
        answer = individually_rational_payoffs(self.solves.stage)
        vertices = [(to_flint(x), to_flint(y)) for x, y in answer.value.vertices]
        return None if wanted.holds(vertices) else answer.certificate

    def holds(self, wanted: Property, delta: Fraction) -> Certificate | None:
        """Return a certificate of a payoff set, or of a part of it, that has the property."""
        proof = self.solves.certificate(delta)
        return self.solves.inner_certificate(wanted, delta) if proof is None else proof

    def fails(self, wanted: Property, delta: Fraction) -> Certificate | None:
        """Return a certificate of a payoff set, or of a set around it, without the property."""
        return self.solves.failing_certificate(wanted, delta)

    def distance_below(
        self,
        wanted: Property,
        value: Fraction | AlgebraicNumber,
        width: Fraction,
        exact: bool,
    ) -> Fraction | None:
        """Return a discount factor below a threshold at which the property fails.

        If the threshold is proved, all will do, and one with a certificate is preferred. Otherwise
        the nearest at which the property is proved to fail; None if it holds below the threshold.
        """
        known = self._known.get(value)
        if known is not None and self.solves.holds(wanted, known) is False:
            return known
        found = self._search(wanted, value, width, exact)
        if found is not None:
            self._known[value] = found
        return found

    def _search(
        self, wanted: Property, value: Fraction | AlgebraicNumber, width: Fraction, exact: bool
    ) -> Fraction | None:
        nearest = ratio_below(value, width)
        if self.solves.holds(wanted, nearest) is False:
            return nearest
        if not exact and self.solves.holds(wanted, nearest):
            return None
        for retreat in RETREATS[:4:2] if exact else RETREATS:
            further = ratio_below(value, retreat)
            if further > 0 and self.solves.holds(wanted, further, long=not exact) is False:
                return further
        return nearest if exact else Fraction(0)

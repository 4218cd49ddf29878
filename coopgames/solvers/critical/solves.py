"""Exact and float payoff sets of one stage game at many discount factors, each solved once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from flint import fmpq

from coopgames.certificates import Certificate
from coopgames.certificates.encode import rationals
from coopgames.errors import CertificateError
from coopgames.games import RepeatedGame, StageGame
from coopgames.solvers.critical.failing import fails, limited, proved
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.self_generation.candidate import (
    Candidate,
    float_guess,
    solved,
    static_candidate,
)
from coopgames.solvers.self_generation.certify import (
    chain_items,
    fraction,
    maximal_certificate,
    seal,
    set_fields,
    static_certificate,
)
from coopgames.solvers.self_generation.corners import Table, to_flint
from coopgames.solvers.self_generation.exact_set import Found
from coopgames.solvers.self_generation.float_set import float_set

__all__ = ["Solves", "table_at"]

#: Items of the outer chain after which a solve is given up: near a fold there may be any number.
FEW = 40
MANY = 300
#: The same for solves that try whatever they can.
FEWER = 12


def table_at(table: Table, delta: Any) -> Table:
    """Return the same stage game with another discount factor, of any exact kind."""
    patience = (1 - delta) / delta if delta else fmpq(0)
    floats = replace(table.floats, delta=float(delta))
    return replace(table, delta=delta, patience=patience, floats=floats)


class Solves:
    """The payoff sets of a two-player stage game with exact payoffs.

    Attributes
    ----------
    table : Table
        At discount factor 0.
    count : int
        How many exact sets have been computed.
    """

    def __init__(self, stage: StageGame) -> None:
        self.stage = stage
        self.table = Table.of(stage, Fraction(0))
        self.count = 0
        f = self.table.floats
        self._payoffs = tuple(f.g1.tolist()), tuple(f.g2.tolist())
        self._floats: dict[float, list[tuple[float, float]]] = {}
        self._inner: dict[Fraction, Candidate | None] = {}
        self._found: dict[Fraction, Found | None] = {}
        self._failing: dict[Fraction, list[Found]] = {}
        self._in_vain: set[tuple[Fraction, bool]] = set()
        self._certificates: dict[Fraction, Certificate | None] = {}
        self._sealed: dict[tuple[Fraction, int], Certificate | None] = {}

    def at(self, delta: Fraction) -> Table:
        """Return the table at a discount factor."""
        return table_at(self.table, to_flint(delta))

    def floats(self, delta: float) -> list[tuple[float, float]]:
        """Return the corners that floats find, in shares of the payoff range."""
        if delta not in self._floats:
            found = float_set(*self._payoffs, self.table.shape, delta)
            self._floats[delta] = [(p[0], p[1]) for p in found.corners]
        return self._floats[delta]

    def inner(self, delta: Fraction) -> Candidate | None:
        """Return a set of equilibrium payoffs, as floats guess it; None if that fails."""
        if delta not in self._inner:
            table = self.at(delta)
            if not delta:
                self._inner[delta] = static_candidate(table)
            else:
                self.count += 1
                corners = float_guess(table)
                self._inner[delta] = solved(table, corners) if corners else None
        return self._inner[delta]

    def found(self, delta: Fraction) -> Found | None:
        """Return the payoff set with its proof; None if only a long chain of outer sets has one.

        The discount factor is above 0.
        """
        if delta not in self._found:
            self.count += 1
            table = self.at(delta)
            found = proved(table, self.inner(delta), FEW)
            self._found[delta] = limited(table, FEWER) if found is None else found
        return self._found[delta]

    def holds(self, wanted: Property, delta: Fraction, long: bool = False) -> bool | None:
        """Decide a property of the payoff set exactly; None if it is not decided.

        With `long`, not before a long chain of outer sets.
        """
        inner = self.inner(delta)
        if inner is not None and wanted.holds(inner.vertices):
            return True
        if not delta or self.fails(wanted, delta, long):
            return False
        if inner is not None and delta not in self._found:
            return None
        found = self.found(delta)
        if found is None:
            return None
        return not lacks(found, wanted)

    def fails(self, wanted: Property, delta: Fraction, long: bool = False) -> Found | None:
        """Return a chain of outer sets that proves that a property fails; None if none is found."""
        for found in self._failing.get(delta, []):
            if found.proof is not None or not wanted.holds(found.chain.outer.vertices):
                return found if lacks(found, wanted) else None
        inner = self.inner(delta)
        if inner is not None and wanted.holds(inner.vertices):
            return None
        key = delta, long
        if key in self._in_vain:
            return None
        self.count += 1
        found = fails(self.at(delta), inner, wanted, MANY if long else FEW)
        if found is None:
            self._in_vain.add(key)
        else:
            self._failing.setdefault(delta, []).append(found)
        return found

    def certificate(self, delta: Fraction) -> Certificate | None:
        """Return a checked certificate of the payoff set; None if it is not proved."""
        if delta not in self._certificates:
            found = self.found(delta) if delta else None
            certificate = None
            if not delta:
                game = RepeatedGame(self.stage, delta)
                certificate = static_certificate(game, self.at(delta), self.inner(delta))
            elif found is not None:
                certificate = self._maximal(delta, found)
            self._certificates[delta] = _checked(certificate)
        return self._certificates[delta]

    def failing_certificate(self, wanted: Property, delta: Fraction) -> Certificate | None:
        """Return a checked certificate of the payoff set, or of a set around it without a property.

        None if the property is not proved to fail, or only by what the checker has no kind for.
        """
        if not delta:
            return self.certificate(delta)
        found = self.fails(wanted, delta)
        if found is None:
            found = self._found.get(delta)
            if found is None or not lacks(found, wanted):
                return None
        key = delta, id(found)
        if key not in self._sealed:
            if found.proof is not None:
                certificate = self._maximal(delta, found)
            else:
                corners = [rationals((fraction(x), fraction(y))) for x, y in _pairs(found)]
                fields = {"chain": chain_items(found.chain), "vertices": corners}
                certificate = seal(RepeatedGame(self.stage, delta), "outer_bound", fields)
            self._sealed[key] = _checked(certificate)
        return self._sealed[key]

    def _maximal(self, delta: Fraction, found: Found) -> Certificate:
        return maximal_certificate(RepeatedGame(self.stage, delta), self.at(delta), found)

    def inner_certificate(self, wanted: Property, delta: Fraction) -> Certificate | None:
        """Return a checked certificate of equilibrium payoffs that have a property."""
        inner, game = self.inner(delta), RepeatedGame(self.stage, delta)
        if inner is None or not wanted.holds(inner.vertices):
            return None
        fields = set_fields(self.at(delta), inner.vertices, inner.profiles, inner.field)
        certificate = seal(game, "self_generating_set", fields)
        certificate.check()
        return certificate


def lacks(found: Found, wanted: Property) -> bool:
    """Tell whether what is proved excludes a property."""
    if found.proof is None:
        return not wanted.holds(found.chain.outer.vertices)
    return found.inner is None or not wanted.holds(found.inner.vertices)


def _pairs(found: Found) -> list[tuple[Any, Any]]:
    return [(p[0], p[1]) for p in found.chain.outer.vertices]


def _checked(certificate: Certificate | None) -> Certificate | None:
    """Return a certificate that the checker accepts; None if it is too much work for it."""
    if certificate is None:
        return None
    try:
        certificate.check()
    except CertificateError:
        return None
    return certificate

"""What all parts of the adapter share: numbers of the tables, thresholds, the pair."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue import Institution

__all__ = ["least", "least_value", "number", "supplier_and_buyer", "threshold"]


def number(value: object) -> Fraction:
    """Read a parameter exactly; a float stands for the decimal that it prints as."""
    return Fraction(repr(value)) if isinstance(value, float) else cg.exact(value)


def threshold(game: cg.RepeatedGame) -> Any:
    """Return the critical discount factor of a game, or None."""
    return cg.critical_discount_factor(game).value


def least(game: cg.RepeatedGame) -> Any:
    """Return the least value of the game's parameter at which effort is sustained, or None."""
    intervals = cg.critical_value(game).value
    return intervals[0].lower if intervals else None


def least_value(institution: Institution, parameter: Any = "discount_factor") -> Any:
    """Return the least value of a number at which an institution's plan holds, or None."""
    intervals = institution.threshold(parameter).value
    return intervals[0].lower if intervals else None


def supplier_and_buyer(
    p: Mapping[str, Any], *, cost: object = None, delta: object = None
) -> cg.RepeatedGame:
    """Return the pair with binary complaints of a row, by default as a family in beta."""
    stage = cg.supplier_pair(number(p["kappa"]), number(p["v"]))
    alpha, eta = number(p["alpha"]), number(p["eta"])
    reports = cg.PrivateValuation.binary(alpha, eta, side_agreement_cost=cost)
    return cg.RepeatedGame(stage, delta or cg.parameter("beta", 0, 1), reports)

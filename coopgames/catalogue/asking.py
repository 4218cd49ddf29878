"""Ask the solvers about an institution: the only module of the catalogue that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from coopgames.arithmetic import AlgebraicNumber, Enclosure, RationalFunction, exact
from coopgames.catalogue.institution import Institution
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError
from coopgames.games import Automaton, MarkovGame, PublicAutomaton
from coopgames.solvers import (
    Deviation,
    Interval,
    Solution,
    check_equilibrium,
    critical_discount_factor,
    critical_value,
)

__all__ = ["InstitutionVerdict", "threshold", "verdict"]

DISCOUNT_FACTOR = "discount_factor"


@dataclass(frozen=True, slots=True)
class InstitutionVerdict:
    """What the model says of an institution at its numbers.

    Attributes
    ----------
    institution : Institution
    sustained : bool or None
        Whether the plan is an equilibrium (see the institution's ``claim`` for the class of
        strategies); None if enclosed data do not decide.
    thresholds : tuple of Interval or None
        All discount factors that sustain it, the other numbers given; None if the institution has
        no discount factor, or floats leave no exact answer.
    deviation : Deviation or None
        The best one-shot deviation from the plan, and its gain; None where no plan was checked.
    strategies : str
        How it was found, and the class of strategies that the verdict is about.
    certificates : mapping
        ``"equilibrium"`` or ``"deviation"``, and ``"threshold"``.
    """

    institution: Institution
    sustained: bool | None
    thresholds: tuple[Interval, ...] | None
    deviation: Deviation | None
    strategies: str
    certificates: Mapping[str, Certificate]

    @property
    def word(self) -> str:
        """The verdict in one or two words."""
        if self.sustained is None:
            return "undecided"
        if self.sustained:
            return "sustained"
        return "never" if self.thresholds == () else "not sustained"

    @property
    def least(self) -> Any:
        """The least (infimum) sustaining discount factor; None if there is none."""
        return self.thresholds[0].lower if self.thresholds else None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for a table."""
        row: dict[str, object] = {
            "institution": self.institution.heading,
            "verdict": self.word,
            "thresholds": " ".join(map(str, self.thresholds or ())),
            "deviation_gain": None if self.deviation is None else self.deviation.gain,
            "certificates": len(self.certificates),
            "source": str(self.institution.source),
            "strategies": self.strategies,
        }
        return [row]

    def __str__(self) -> str:
        least: AlgebraicNumber | Enclosure | Any = self.least
        when = "" if least is None else f" (from a discount factor of {float(least):.4f} on)"
        return f"{self.institution.heading}: {self.word}{when}; {self.strategies}"


def threshold(
    institution: Institution, parameter: str | RationalFunction
) -> Solution[tuple[Interval, ...]]:
    """Return all values of one number of an institution at which its plan is an equilibrium."""
    family = institution.free(parameter)
    name = parameter if isinstance(parameter, str) else parameter.parameter.name
    game, plan = family.member_game(), family.member_profile()
    if isinstance(game, MarkovGame):
        return critical_value(game, name, plan)
    if isinstance(plan, Automaton | PublicAutomaton):
        return _of_discount_factors(critical_discount_factor(game, plan))
    if name == DISCOUNT_FACTOR:
        return _of_discount_factors(critical_discount_factor(game))
    return critical_value(game, name)


def _of_discount_factors(answer: Solution[Any]) -> Solution[tuple[Interval, ...]]:
    """Return the whole set, which stands beside its infimum."""
    found: Any = answer.diagnostics.get("set", answer.diagnostics.get("certain"))
    return Solution(
        found, answer.status, answer.certificate, answer.method, answer.arithmetic,
        dict(answer.diagnostics),
    )  # fmt: skip


def verdict(institution: Institution) -> InstitutionVerdict:
    """Return whether an institution's plan is an equilibrium at its numbers, with certificates."""
    known = DISCOUNT_FACTOR in institution.quantities()
    exactly = not any(isinstance(x, float) for x in _numbers(institution))
    solution = threshold(institution, DISCOUNT_FACTOR) if known and exactly else None
    found: dict[str, Certificate] = {}
    if solution is not None and solution.certificate is not None:
        found["threshold"] = solution.certificate
    check = _checked(institution)
    if check is None:
        assert solution is not None
        delta = exact(getattr(institution, DISCOUNT_FACTOR))
        sustained, deviation = any(delta in x for x in solution.value), None
        strategies = str(solution.diagnostics.get("strategies", solution.method))
    else:
        sustained, strategies = check.value, check.method
        deviation: Any = check.diagnostics.get("deviation")
        if check.certificate is not None:
            found["equilibrium" if sustained else "deviation"] = check.certificate
    thresholds = None if solution is None else solution.value
    kept = MappingProxyType(found)
    return InstitutionVerdict(institution, sustained, thresholds, deviation, strategies, kept)


def _numbers(institution: Institution) -> list[object]:
    return [getattr(institution, name) for name in institution.quantities()]


def _checked(institution: Institution) -> Solution[bool | None] | None:
    """Check the plan in the game of all that take part, or of one if that is too large."""
    try:
        game, plan = institution.game(), institution.profile()
    except UnsupportedGameError:
        game, plan = institution.member_game(), institution.member_profile()
    return None if plan is None else check_equilibrium(game, plan)

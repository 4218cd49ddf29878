"""Ask the solvers about an institution: the only module of the catalogue that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from coopgames.arithmetic import AlgebraicNumber, Enclosure, RationalFunction
from coopgames.catalogue.institution import Institution, PlayedOnce
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
    nash_equilibria,
)
from coopgames.solvers.deviation import DEVIATION_TOLERANCE

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
        ``"equilibrium"`` or ``"deviation"``, and ``"threshold"``; ``"nash"`` for a game played once.
    equilibria : tuple of mixed profiles or None
        All extreme Nash equilibria of a game that is played once and has no plan to sustain;
        ``sustained`` is then None. A profile has one tuple of probabilities for each player.
    """

    institution: Institution
    sustained: bool | None
    thresholds: tuple[Interval, ...] | None
    deviation: Deviation | None
    strategies: str
    certificates: Mapping[str, Certificate]
    equilibria: tuple[Any, ...] | None = None

    @property
    def word(self) -> str:
        """The verdict in a few words."""
        if self.equilibria is not None:
            return "one equilibrium" if len(self.equilibria) == 1 else "several equilibria"
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
    # Of enclosed data only a part is certain, and "set" is empty.
    found: Any = answer.diagnostics.get("certain", answer.diagnostics.get("set"))
    return Solution(
        found, answer.status, answer.certificate, answer.method, answer.arithmetic,
        dict(answer.diagnostics),
    )  # fmt: skip


def verdict(institution: Institution) -> InstitutionVerdict:
    """Return whether an institution's plan is an equilibrium at its numbers, with certificates.

    Of an institution that is a game played once, with a ``stage()``, all Nash equilibria are found.
    """
    if isinstance(institution, PlayedOnce):
        return _all_equilibria(institution)
    known = DISCOUNT_FACTOR in institution.quantities()
    exactly = not any(isinstance(x, float) for x in _numbers(institution))
    solution = threshold(institution, DISCOUNT_FACTOR) if known and exactly else None
    check = _checked(institution)
    found: dict[str, Certificate] = {}
    if solution is not None and solution.certificate is not None:
        found["threshold"] = solution.certificate
    if check is None:
        delta = getattr(institution, DISCOUNT_FACTOR)
        sustained, strategies, deviation = *_at_discount_factor(institution, delta, solution), None
    else:
        sustained, strategies = check.value, check.method
        deviation: Any = check.diagnostics.get("deviation")
        if check.certificate is not None:
            found["equilibrium" if sustained else "deviation"] = check.certificate
    thresholds = None if solution is None else solution.value
    kept = MappingProxyType(found)
    return InstitutionVerdict(institution, sustained, thresholds, deviation, strategies, kept)


def _at_discount_factor(
    institution: Institution, delta: Any, solution: Solution[tuple[Interval, ...]] | None
) -> tuple[bool | None, str]:
    """Return whether full effort is sustained at a discount factor, by its sustaining set."""
    if solution is None:  # floats
        game = institution.member_game()
        assert not isinstance(game, MarkovGame)
        answer = critical_discount_factor(game)
        sustained = answer.value is not None and delta >= answer.value - DEVIATION_TOLERANCE
        return bool(sustained), answer.method
    strategies = str(solution.diagnostics.get("strategies", solution.method))
    possible: Any = solution.diagnostics.get("possible", solution.value)
    if any(delta in x for x in solution.value):
        return True, strategies
    return None if any(delta in x for x in possible) else False, strategies


def _all_equilibria(institution: PlayedOnce) -> InstitutionVerdict:
    answer = nash_equilibria(institution.stage())
    found = {} if answer.certificate is None else {"nash": answer.certificate}
    kept = MappingProxyType(found)
    return InstitutionVerdict(institution, None, None, None, answer.method, kept, answer.value)


def _numbers(institution: Institution) -> list[object]:
    return [getattr(institution, name) for name in institution.quantities()]


def _checked(institution: Institution) -> Solution[bool | None] | None:
    """Check the plan in the game of all that take part, or of one if that is too large."""
    try:
        game, plan = institution.game(), institution.profile()
    except UnsupportedGameError:
        game, plan = institution.member_game(), institution.member_profile()
    return None if plan is None else check_equilibrium(game, plan)

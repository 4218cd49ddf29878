"""Ask the solvers about an institution: the only module of the catalogue that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure, Parameter, RationalFunction
from coopgames.catalogue.institution import Institution, Plan, PlayedOnce
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame, RepeatedGame
from coopgames.solvers import (
    Deviation,
    Interval,
    Solution,
    Status,
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
        ``"equilibrium"`` or ``"deviation"``, and ``"threshold"``; ``"nash"`` if it is played once.
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
        """The infimum of the sustaining discount factors; None if there is none.

        The set may have holes, or end below 1: see :attr:`thresholds`.
        """
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
        return f"{self.institution.heading}: {self.word}{self._when()}; {self.strategies}"

    def _when(self) -> str:
        """Return the sustaining discount factors, in words if it is from one of them on."""
        found = self.thresholds
        if not found:
            return ""
        if len(found) == 1 and found[0].upper == 1:
            return f" (from a discount factor of {float(found[0].lower):.4f} on)"
        return f" (at discount factors {' '.join(map(str, found))})"


def threshold(
    institution: Institution, parameter: str | RationalFunction
) -> Solution[tuple[Interval, ...]]:
    """Return all values of one number of an institution at which its plan is an equilibrium."""
    family, free = institution.free(parameter), institution.free_number(parameter).parameter
    game, plan = family.member_game(), family.member_profile()
    if free.name == DISCOUNT_FACTOR and isinstance(game, RepeatedGame):
        # Its own discount factor is ignored, so that enclosed signals may stand beside it.
        return _of_discount_factors(critical_discount_factor(game), free)
    if game.arithmetic is not Arithmetic.SYMBOLIC:
        return _whatever_it_is(institution, free, game, plan)
    return critical_value(game, free.name, plan if isinstance(game, MarkovGame) else None)


def _whatever_it_is(
    institution: Institution, free: Parameter, game: RepeatedGame | MarkovGame, plan: Plan
) -> Solution[tuple[Interval, ...]]:
    """Return all of the domain or nothing, as the number does not enter the game."""
    if plan is not None:
        answer: Solution[Any] = check_equilibrium(game, plan)
        holds = answer.value
    else:
        assert isinstance(game, RepeatedGame)
        answer = _of_discount_factors(critical_discount_factor(game))
        holds = _contains(answer, getattr(institution, DISCOUNT_FACTOR))
    if free.lower is None or free.upper is None:
        raise invalid("parameter", str(free), "a domain with two ends")
    whole = (Interval(free.lower, free.upper, False, False),) if holds else ()
    method = f"{free.name} does not enter the game; {answer.method}"
    status = Status.UNDECIDED if holds is None else answer.status
    return Solution(whole, status, answer.certificate, method, answer.arithmetic)


def _of_discount_factors(
    answer: Solution[Any], free: Parameter | None = None
) -> Solution[tuple[Interval, ...]]:
    """Return the whole set, which stands beside its infimum; within a domain, if one is given.

    Of enclosed data only a part is certain; of floats the infimum is known, to rounding.
    """
    known: Any = answer.diagnostics.get("certain", answer.diagnostics.get("set"))
    if known is None and answer.value is not None:
        known = (Interval(Fraction(answer.value), Fraction(1), True, False),)
    found: tuple[Interval, ...] = () if known is None else known
    if free is not None:
        found = tuple(x for y in found if (x := _within(y, free)) is not None)
    return Solution(
        found, answer.status, answer.certificate, answer.method, answer.arithmetic,
        dict(answer.diagnostics),
    )  # fmt: skip


def _within(interval: Interval, free: Parameter) -> Interval | None:
    """Return the part of an interval that lies in the open domain of a parameter."""
    lower, lower_closed = interval.lower, interval.lower_closed
    upper, upper_closed = interval.upper, interval.upper_closed
    if free.lower is not None and lower <= free.lower:
        lower, lower_closed = free.lower, False
    if free.upper is not None and upper >= free.upper:
        upper, upper_closed = free.upper, False
    kept = lower < upper or (lower == upper and lower_closed and upper_closed)
    return Interval(lower, upper, lower_closed, upper_closed) if kept else None


def verdict(institution: Institution) -> InstitutionVerdict:
    """Return whether an institution's plan is an equilibrium at its numbers, with certificates.

    Of an institution that is a game played once, with a ``stage()``, all Nash equilibria are found.
    """
    if isinstance(institution, PlayedOnce):
        return _all_equilibria(institution)
    solution = _discount_factors(institution)
    check = _checked(institution)
    found: dict[str, Certificate] = {}
    if solution is not None and solution.certificate is not None:
        found["threshold"] = solution.certificate
    deviation: Any = None
    if check is None:
        assert solution is not None
        sustained = _contains(solution, getattr(institution, DISCOUNT_FACTOR))
        strategies = str(solution.diagnostics.get("strategies", solution.method))
    else:
        sustained, strategies = check.value, check.method
        deviation = check.diagnostics.get("deviation")
        if check.certificate is not None:
            found["equilibrium" if sustained else "deviation"] = check.certificate
    # Floats and computations that did not end have a verdict at most, and no exact set.
    thresholds = None if solution is None else _exact_set(solution)
    kept = MappingProxyType(found)
    return InstitutionVerdict(institution, sustained, thresholds, deviation, strategies, kept)


def _exact_set(solution: Solution[Any]) -> tuple[Interval, ...] | None:
    """Return the sustaining set; None where it is not known exactly."""
    known = any(key in solution.diagnostics for key in ("certain", "set", "cells"))
    return cast("tuple[Interval, ...]", solution.value) if known else None


def _discount_factors(institution: Institution) -> Solution[Any] | None:
    """Return the sustaining discount factors; None where there is no discount factor to free."""
    if DISCOUNT_FACTOR not in institution.quantities():
        return None
    if not any(isinstance(x, float) for x in _numbers(institution)):
        return threshold(institution, DISCOUNT_FACTOR)
    # Floats do not go with a parameter; but the threshold of a repeated game needs none.
    game = institution.member_game()
    if isinstance(game, MarkovGame):
        return None
    return _of_discount_factors(critical_discount_factor(game))


def _contains(solution: Solution[Any], delta: Any) -> bool | None:
    """Return whether a discount factor sustains the plan; None if the data do not decide."""
    if solution.status is Status.FLOAT:
        return any(delta >= float(x.lower) - DEVIATION_TOLERANCE for x in solution.value)
    certain: Any = solution.diagnostics.get("certain", solution.diagnostics.get("set"))
    possible: Any = solution.diagnostics.get("possible", certain)
    if certain is None or isinstance(delta, float | Enclosure):
        return None
    if any(delta in x for x in certain):
        return True
    return None if any(delta in x for x in possible) else False


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

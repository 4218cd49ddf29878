"""What all institutions of the catalogue have: words, numbers, a game, a plan, a source."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast

from coopgames.arithmetic import Number, RationalFunction, unify
from coopgames.arithmetic.grammar import check_integer
from coopgames.catalogue.quantities import Quantity
from coopgames.errors import invalid
from coopgames.games import (
    ExitPlan,
    FinePlan,
    MarkovGame,
    RepeatedGame,
    StageGame,
)
from coopgames.games.markov_automata import MarkovPlan
from coopgames.institutions.explanation import Explanation, ExplanationRow

if TYPE_CHECKING:
    from coopgames.catalogue.asking import InstitutionVerdict
    from coopgames.solvers import Solution
    from coopgames.solvers.intervals import Interval

__all__ = ["Attributes", "Institution", "Plan", "PlayedOnce", "Source"]

Plan: TypeAlias = "MarkovPlan | ExitPlan | FinePlan | None"
#: Attribute of the equity standard -> (level, why).
Attributes: TypeAlias = Mapping[str, tuple[str, str]]

BOOK = "Wanderley (2004)"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an institution stands in the book and in the notes.

    Attributes
    ----------
    chapter : str
        Of Wanderley (2004).
    section : str
        The heading.
    quotation : str
        At most one sentence, or empty.
    notes : str
        File and section of ``docs/theory``.
    """

    chapter: str
    section: str
    quotation: str
    notes: str

    def __str__(self) -> str:
        return f"{BOOK}, chapter {self.chapter}, {self.section}"


class Institution(ABC):
    """An institution of the catalogue: a frozen dataclass whose numbers can be changed.

    Every number may be a ``coopgames.parameter``: then :meth:`game` is a family. Floats do not mix
    with fractions, as everywhere: give floats throughout (whole numbers may stand beside them), and
    the answers are floats without certificates. Enclosures are taken where the game takes them.

    Attributes
    ----------
    name : str
        In the catalogue.
    variant : str
        Which of the institution's games this is; empty for its first.
    title : str
    source : Source
    attributes : mapping
        Attribute of the equity standard -> (level, why).
    claim : str
        What the plan sustains, and the class of strategies that a verdict is about.
    leaves_out : tuple of str
    """

    __slots__ = ()

    name: ClassVar[str]
    variant: ClassVar[str] = ""
    title: ClassVar[str]
    source: ClassVar[Source]
    attributes: ClassVar[Attributes]
    claim: ClassVar[str]
    leaves_out: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        known = self.quantities()
        numbers = {
            name: getattr(self, name)
            for name, of in known.items()
            if not of.options and not of.integral
        }
        _, read = unify(numbers)
        for name, value in read.items():
            object.__setattr__(self, name, _in_domain(name, value, known[name]))
        for name, of in known.items():
            value: Any = getattr(self, name)
            if of.integral:
                check_integer(name, value, int(of.least or 0))
                if not of.contains(Fraction(value)):
                    raise invalid(name, value, of.domain)
            elif of.options and value not in of.options:
                raise invalid(name, value, of.domain)
        self.check()

    @abstractmethod
    def game(self) -> RepeatedGame | MarkovGame:
        """Return the game of all that take part."""

    def member_game(self) -> RepeatedGame | MarkovGame:
        """Return the game in which thresholds are found.

        Where all members are alike this is the decision problem of one of them while the others
        follow the plan, which is small however many they are (or grows with their number only,
        where they take turns); otherwise it is :meth:`game`.
        """
        return self.game()

    @abstractmethod
    def profile(self) -> Plan:
        """Return the plan to sustain in :meth:`game`; None stands for full effort by all."""

    def member_profile(self) -> Plan:
        """Return the plan to sustain in :meth:`member_game`."""
        return self.profile()

    def check(self) -> None:
        """Refuse numbers that do not fit together; each is in its own domain already."""
        return  # most institutions have no such condition

    @classmethod
    def quantities(cls) -> dict[str, Quantity]:
        """Return the quantity behind each field, in order."""
        return {f.name: f.metadata["quantity"] for f in fields(cast("Any", cls))}

    def at(self, **changes: object) -> Any:
        """Return the same institution with other numbers.

        Raises
        ------
        InvalidGameError
            If there is no such number, or one is outside its domain.
        """
        known = self.quantities()
        for name in changes:
            if name not in known:
                raise invalid("name", name, f"one of {', '.join(known)}")
        return replace(cast("Any", self), **changes)

    def free(self, parameter: str | RationalFunction = "discount_factor") -> Any:
        """Return the institution with one number left free, as a family.

        Parameters
        ----------
        parameter : str or RationalFunction
            The name of a number, which then ranges over its domain; or
            ``coopgames.parameter(name, lower, upper)``.

        Raises
        ------
        InvalidGameError
            If there is no such number, or it has no bounded domain of its own, or it cannot take
            all values of the domain beside the other numbers.
        """
        free = self.free_number(parameter)
        return self.at(**{free.parameter.name: free})

    def free_number(self, parameter: str | RationalFunction) -> RationalFunction:
        """Return the parameter that a name, or a parameter itself, stands for."""
        known = self.quantities()
        if isinstance(parameter, RationalFunction):
            if parameter != RationalFunction(parameter.parameter, (0, 1)):
                raise invalid("parameter", parameter, "a parameter itself, not a function of it")
            name = parameter.parameter.name
        else:
            name = parameter
        if name not in known:
            raise invalid("parameter", name, f"one of {', '.join(known)}")
        return known[name].free(name) if isinstance(parameter, str) else parameter

    def threshold(
        self, parameter: str | RationalFunction = "discount_factor"
    ) -> Solution[tuple[Interval, ...]]:
        """Return all values of one number at which the plan is an equilibrium, with exact ends.

        See :meth:`free` for the parameter, and :attr:`claim` for the class of strategies.
        """
        from coopgames.catalogue.asking import threshold

        return threshold(self, parameter)

    def verdict(self) -> InstitutionVerdict:
        """Return whether the plan is an equilibrium, with certificates."""
        from coopgames.catalogue.asking import verdict

        return verdict(self)

    def explain(self) -> Explanation:
        """Return the table from the attributes and the words to the numbers of the game.

        First the attributes of the equity standard, with their levels; then each number under the
        name that :meth:`at` takes, beside the attribute that it expresses, if any.
        """
        rows = [
            ExplanationRow(attribute, level, why, "-", "-", str(self.source))
            for attribute, (level, why) in self.attributes.items()
        ]
        for name, of in self.quantities().items():
            words = of.words if of.unit == "-" else f"{of.words} ({of.unit})"
            value = getattr(self, name)
            notes = self.source.notes
            rows.append(ExplanationRow(name, of.attribute, words, of.symbol, value, notes))
        return Explanation(self.heading, tuple(rows))

    @property
    def heading(self) -> str:
        """The title, with the variant."""
        return f"{self.title} ({self.variant})" if self.variant else self.title

    @property
    def key(self) -> str:
        """Name and variant as one word, as files are named."""
        return "_".join([self.name, *re.findall(r"\w+", self.variant)])


class PlayedOnce(Institution):
    """A game that is played once, in which no plan is singled out: all its equilibria are asked."""

    __slots__ = ()

    @abstractmethod
    def stage(self) -> StageGame:
        """Return the game."""

    def game(self) -> RepeatedGame:
        """Return the game as a repeated one without a future (discount factor 0)."""
        return RepeatedGame(self.stage(), 0)

    def profile(self) -> Plan:
        """Return None: no plan is singled out."""
        return None


def _in_domain(name: str, value: Number, of: Quantity) -> Number:
    if not of.contains(value):
        raise invalid(name, value, of.domain)
    return value

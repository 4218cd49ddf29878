"""A coded table of which arrangements are used for which activities, such as Table 9 of the seed.

Part of a case file, under ``[table9]``; every level has the section and the sentence that it rests
on. The model of a cell and the rule of the score are in ``docs/theory/table9.md``; both were fixed
before a score was computed, by a coder who had read the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from coopgames.errors import invalid

__all__ = [
    "ACTIVITY_CODINGS",
    "ARRANGEMENT_CODINGS",
    "PEOPLE",
    "PRIORS",
    "Coding",
    "People",
    "Prior",
    "Table9",
    "Table9Activity",
    "Table9Arrangement",
]

People = Literal["two", "few", "many"]

#: How many people, in increasing order.
PEOPLE: tuple[People, ...] = get_args(People)

#: Primitives with a prior interval per level, of an activity and of an arrangement.
_OF_ACTIVITIES = ("temptation", "noise", "dimensions", "lag", "proximity")
_OF_ARRANGEMENTS = ("observe", "loss", "continuation", "kin_weight", "outside")
PRIORS = (*_OF_ACTIVITIES, *_OF_ARRANGEMENTS)

#: What is coded of an activity, of an arrangement, in the order of the file.
ACTIVITY_CODINGS = (*_OF_ACTIVITIES, "valuer", "needs")
ARRANGEMENT_CODINGS = (*_OF_ARRANGEMENTS, "sanction", "size")


@dataclass(frozen=True, slots=True)
class Coding:
    """One coded level and what it rests on.

    Attributes
    ----------
    level, section, quote : str
    """

    level: str
    section: str = field(default="", repr=False)
    quote: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Prior:
    """The intervals of one primitive, by level.

    Attributes
    ----------
    primitive : str
    levels : tuple of (level, lower, upper)
        Uniform on ``[lower, upper]``; for ``dimensions`` uniform on the integers in it.
    """

    primitive: str
    levels: tuple[tuple[str, Fraction, Fraction], ...]

    def interval(self, level: str) -> tuple[Fraction, Fraction]:
        """Return the interval of a level (InvalidGameError lists the levels)."""
        for name, lower, upper in self.levels:
            if name == level:
                return lower, upper
        names = ", ".join(name for name, _, _ in self.levels)
        raise invalid(self.primitive, level, f"one of {names}")


@dataclass(frozen=True, slots=True)
class Table9Activity:
    """A row of the table.

    Attributes
    ----------
    name, title : str
    codings : tuple of (what, Coding)
        In the order of :data:`ACTIVITY_CODINGS`.
    printed : tuple of (arrangement, letters)
        The cells that are not empty, as printed.
    """

    name: str
    title: str
    codings: tuple[tuple[str, Coding], ...] = field(repr=False)
    printed: tuple[tuple[str, str], ...]

    @property
    def levels(self) -> Mapping[str, str]:
        """The coded levels."""
        return MappingProxyType({what: coding.level for what, coding in self.codings})

    def letters(self, arrangement: str) -> str:
        """Return what is printed in a cell; empty if the arrangement is not used."""
        return dict(self.printed).get(arrangement, "")


@dataclass(frozen=True, slots=True)
class Table9Arrangement:
    """A column of the table.

    Attributes
    ----------
    name, title : str
    codings : tuple of (what, Coding)
        In the order of :data:`ARRANGEMENT_CODINGS`.
    """

    name: str
    title: str
    codings: tuple[tuple[str, Coding], ...] = field(repr=False)

    @property
    def levels(self) -> Mapping[str, str]:
        """The coded levels."""
        return MappingProxyType({what: coding.level for what, coding in self.codings})


@dataclass(frozen=True, slots=True)
class Table9:
    """The table, its coding and the priors.

    Attributes
    ----------
    title, source : str
    draws, seed : int
        Of the score.
    threshold : Fraction
        A cell is predicted used if its share of draws is above this.
    coder_knew_the_table : bool
        Whether the levels were coded by somebody who had read the table.
    discount_factor : pair of Fraction
        Ends of the prior interval, per round.
    priors : tuple of Prior
        One for each of :data:`PRIORS`.
    activities : tuple of Table9Activity
    arrangements : tuple of Table9Arrangement

    Examples
    --------
    >>> from coopgames.institutions import load_case
    >>> table = load_case("wanderley2004").table9
    >>> len(table.activities), len(table.arrangements), sum(map(sum, table.used))
    (10, 5, 23)
    """

    title: str
    source: str
    draws: int
    seed: int
    threshold: Fraction
    coder_knew_the_table: bool
    discount_factor: tuple[Fraction, Fraction]
    priors: tuple[Prior, ...] = field(repr=False)
    activities: tuple[Table9Activity, ...] = field(repr=False)
    arrangements: tuple[Table9Arrangement, ...] = field(repr=False)

    @property
    def used(self) -> tuple[tuple[bool, ...], ...]:
        """Whether each arrangement (column) is used for each activity (row)."""
        return tuple(
            tuple(bool(row.letters(column.name)) for column in self.arrangements)
            for row in self.activities
        )

    @property
    def free_choices(self) -> int:
        """Coded levels and ends of intervals; the functional choices come on top."""
        levels = sum(len(x.codings) for x in (*self.activities, *self.arrangements))
        return levels + 2 * sum(len(prior.levels) for prior in self.priors) + 2

    def prior(self, primitive: str) -> Prior:
        """Return the prior of a primitive (InvalidGameError lists the primitives)."""
        for prior in self.priors:
            if prior.primitive == primitive:
                return prior
        raise invalid("primitive", primitive, f"one of {', '.join(PRIORS)}")

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row per coded level: of what, which level, where it is said."""
        rows: list[dict[str, object]] = []
        for kind, coded in (("activity", self.activities), ("arrangement", self.arrangements)):
            for x in coded:
                for what, coding in x.codings:
                    rows.append(
                        {
                            "kind": kind,
                            "name": x.name,
                            "primitive": what,
                            "level": coding.level,
                            "section": coding.section,
                            "quote": coding.quote,
                        }
                    )
        return rows

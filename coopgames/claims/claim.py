"""A claim: when cooperation is sustained, said in words and in formulas, with its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from coopgames.claims.terms import Formula, Point, Ratio, Term, Variable
from coopgames.errors import invalid
from coopgames.games import RepeatedGame

__all__ = ["Claim", "Counterexample", "Domain", "Family", "Labelled", "Threshold", "Verdict"]

_NEEDED = ("needed_for_denominators", "needed_for_necessity", "needed_for_sufficiency")

#: A formula with the label under which messages, guards and files refer to it.
Labelled = tuple[str, Formula]


class Verdict(Enum):
    """What is known of a claim; the values are sentences for the reader."""

    PROVED = (
        "Two SMT solvers agree that no counterexample exists, and no assumption is idle or "
        "contradictory."
    )
    REFUTED = "There is a counterexample, and it was checked in exact arithmetic."
    NOT_FALSIFIED = "A search with the exact solver found no counterexample; this is not a proof."
    UNDECIDED = "Neither a proof nor a counterexample was found."


@dataclass(frozen=True, slots=True)
class Domain:
    """The parameters of a claim, and what is assumed of them.

    Attributes
    ----------
    parameters : tuple of str
        Real numbers; the discount factor, in (0, 1), is the last.
    assumptions : tuple of (label, formula)
    ranges : tuple of (Fraction, Fraction)
        One closed interval for each parameter, in which a search looks; no part of the claim.
    """

    parameters: tuple[str, ...]
    assumptions: tuple[Labelled, ...]
    ranges: tuple[tuple[Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        if len(self.ranges) != len(self.parameters):
            raise invalid("ranges", self.ranges, f"one interval for each of {self.parameters}")
        names = set(self.parameters)
        for label, formula in self.assumptions:
            if not formula.variables() <= names:
                raise invalid("assumptions", label, f"a formula in {self.parameters}")

    @property
    def discount_factor(self) -> str:
        """The name of the discount factor."""
        return self.parameters[-1]

    def contains(self, point: Point) -> bool:
        """Return whether all assumptions hold at a point."""
        return all(formula.holds(point) for _, formula in self.assumptions)


@dataclass(frozen=True, slots=True)
class Family:
    """How a point of the domain becomes a game, and the inequalities of its strategy profile.

    Attributes
    ----------
    game : callable
        ``game(point)`` is the family of repeated games in the discount factor; what the point
        says of the discount factor is not read.
    unknowns : tuple of str
        What the strategy profile leaves to be found, such as the fine and its value.
    recursion : tuple of (label, formula)
        Bellman equations and one-shot deviation inequalities: the profile is an equilibrium for
        *some* unknowns iff they all hold.
    witness : tuple of (str, Ratio)
        Unknowns that are claimed to satisfy the recursion wherever the threshold is met.
    """

    game: Callable[[Point], RepeatedGame]
    unknowns: tuple[str, ...]
    recursion: tuple[Labelled, ...]
    witness: tuple[tuple[str, Ratio], ...]

    def __post_init__(self) -> None:
        if tuple(name for name, _ in self.witness) != self.unknowns:
            raise invalid("witness", self.witness, f"one quotient for each of {self.unknowns}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """The right side of a claim: sustained iff ``exists`` and discount factor >= ``value``.

    Attributes
    ----------
    key : tuple of str
        Institution and unknown, as :func:`coopgames.closed_form` takes them.
    exists : formula
        When some discount factor below 1 is enough.
    value : Ratio
        The critical discount factor; a test compares it with the closed form of the key.
    """

    key: tuple[str, str]
    exists: Formula
    value: Ratio

    def met(self, point: Point, discount_factor: str) -> bool:
        """Return whether the claim says that cooperation is sustained at a point."""
        return self.exists.holds(point) and point[discount_factor] >= self.value.at(point)


@dataclass(frozen=True, slots=True)
class Claim:
    """An equivalence: cooperation is sustained iff the discount factor reaches a threshold.

    Parameters
    ----------
    name : str
        Also the name of the folder in ``proofs/``.
    statement : str
        The claim in words, with the class of strategies that it is about.
    source : str
        Author, year, page or section; where the proof by hand is.
    family : Family
    domain : Domain
    threshold : Threshold
    needed_for_denominators, needed_for_necessity, needed_for_sufficiency : tuple of str
        Labels of the assumptions that each part of the proof uses (see
        :mod:`coopgames.claims.smt`). The guards show that none of
        them can be left out; the other assumptions only say what a game is.
    """

    name: str
    statement: str
    source: str
    family: Family
    domain: Domain
    threshold: Threshold
    needed_for_denominators: tuple[str, ...]
    needed_for_necessity: tuple[str, ...]
    needed_for_sufficiency: tuple[str, ...]

    def __post_init__(self) -> None:
        known = {label for label, _ in (*self.domain.assumptions, *self.family.recursion)}
        for field in _NEEDED:
            for label in getattr(self, field):
                if label not in known:
                    raise invalid(field, label, f"one of {', '.join(sorted(known))}")

    @property
    def discount_factor(self) -> Term:
        """The discount factor as a term."""
        return Variable(self.domain.discount_factor)

    def holds(self, point: Point) -> bool:
        """Return whether the claim says "sustained" at a point of the domain.

        Raises
        ------
        InvalidGameError
            If the point is outside the domain.
        """
        if set(point) < set(self.domain.parameters) or not self.domain.contains(point):
            raise invalid("point", dict(point), f"a point of the domain of {self.name}")
        return self.threshold.met(point, self.domain.discount_factor)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row with name, statement and source."""
        return [{"claim": self.name, "statement": self.statement, "source": self.source}]

    def __repr__(self) -> str:
        return f"Claim({self.name!r}, {self.source!r})"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A rational point of the domain at which a claim is wrong.

    Attributes
    ----------
    point : tuple of (str, Fraction)
    claimed, actual : bool
        Whether cooperation is sustained there: by the claim, and by what is known.
    evidence : str
        Why ``actual`` is right.
    """

    point: tuple[tuple[str, Fraction], ...]
    claimed: bool
    actual: bool
    evidence: str

    def __str__(self) -> str:
        where = ", ".join(f"{name} = {value}" for name, value in self.point)
        words = {True: "sustained", False: "not sustained"}
        return (
            f"at {where}: claimed to be {words[self.claimed]}, but {words[self.actual]} "
            f"({self.evidence})"
        )

"""What the objects around a pair share: reading their numbers, and programs in one parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, RationalFunction, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame, AttributedSignals, PayoffTable
from coopgames.games._domains import at_least
from coopgames.games.repeated import read_discount_factor
from coopgames.solvers.cell_thresholds import family_cells
from coopgames.solvers.family import parameter_of
from coopgames.solvers.intervals import Interval, union_of_intervals
from coopgames.solvers.linear_program import LinearProgram
from coopgames.solvers.solution import Solution, Status

__all__ = [
    "association_of_two",
    "check_not_negative",
    "least_of_values",
    "read_numbers",
    "round_discount_factor",
    "values_of_program",
]


def read_numbers(holder: Any, probabilities: tuple[str, str] | None = None) -> None:
    """Read the numbers of a frozen dataclass: exact ones, or polynomials in one parameter.

    Raises
    ------
    UnsupportedGameError
        For floats and enclosures: what is asked of them is answered exactly.
    InvalidGameError
        If the two named ones are no probabilities, the second at least the first.
    """
    names = [f.name for f in fields(holder) if getattr(holder, f.name) is not None]
    arithmetic, values = unify({name: getattr(holder, name) for name in names})
    if arithmetic not in (Arithmetic.EXACT, Arithmetic.SYMBOLIC):
        raise UnsupportedGameError(
            f"{names[0]}: got {arithmetic.name} numbers, expected exact ones"
        )
    for name, value in values.items():
        object.__setattr__(holder, name, value)
    if probabilities is not None:
        AttributedSignals(values[probabilities[0]], values[probabilities[1]])


def check_not_negative(holder: object, *names: str) -> None:
    """Check that named numbers are >= 0, for a parameter on its whole domain."""
    for name in names:
        value = getattr(holder, name)
        if value is not None and not at_least(value, 0):
            raise invalid(name, value, "a number >= 0")


def round_discount_factor(value: object) -> Number:
    """Return the discount factor of a round, exact and checked as that of a game is.

    Raises
    ------
    InvalidGameError
        If it is not in [0, 1), or for a parameter not on the whole of its domain.
    UnsupportedGameError
        If it is a float or an enclosure.
    """
    beta = read_discount_factor(value)
    if isinstance(beta, float):
        raise UnsupportedGameError(f"discount_factor: got {value!r}, expected an exact number")
    return beta


def association_of_two(gain: Number, value: Number) -> AnonymousGame:
    """Return two members of whom all that matters is what shirking gains and a round is worth.

    With a treasury the threshold does not depend on the number of members.
    """
    return AnonymousGame(2, PayoffTable([0, value + gain], [0, value]))  # type: ignore[arg-type]


def values_of_program(
    program: LinearProgram, question: str, given: Iterable[object] = ()
) -> Solution[tuple[Interval, ...]]:
    """Return where along its one parameter the optimum of a program is >= 0, certified.

    Parameters
    ----------
    program : LinearProgram
    question : str
        For the method, and for the message where there is no parameter.
    given : iterable of numbers, optional
        What the question was asked about: a parameter among them that cancels in the program is
        one all the same, and the answer is its whole domain or nothing.

    Raises
    ------
    InvalidGameError
        If no number is a parameter.
    """
    entry = parameter_of(program)
    if entry is None:
        entry = next((x for x in given if isinstance(x, RationalFunction)), None)
    if entry is None:
        raise invalid("game", question, "one number that is coopgames.parameter(...)")
    cells, certificate = family_cells(program, entry)
    name = entry.parameter.name
    return Solution(
        union_of_intervals(cells),
        Status.PROVED,
        certificate,
        f"cells of the linear-programming family in {name}; {question}",
        Arithmetic.SYMBOLIC,
        {"cells": cells},
    )


def least_of_values(answer: Solution[tuple[Interval, ...]]) -> Solution[Any]:
    """Return the infimum of the sustaining values, with the whole set in the diagnostics.

    Parameters
    ----------
    answer : Solution
        Of :func:`values_of_program`.
    """
    first = answer.value[0] if answer.value else None
    return Solution(
        None if first is None else first.lower,
        Status.NEVER if first is None else Status.PROVED,
        answer.certificate,
        answer.method,
        Arithmetic.EXACT,
        {"set": answer.value, "attained": first is not None and first.lower_closed},
    )

"""What the objects around a pair share: reading their numbers, and programs in one parameter."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame, AttributedSignals, PayoffTable
from coopgames.games._domains import at_least
from coopgames.solvers.cell_thresholds import family_cells
from coopgames.solvers.family import parameter_of
from coopgames.solvers.intervals import Interval, union_of_intervals
from coopgames.solvers.linear_program import LinearProgram
from coopgames.solvers.solution import Solution, Status

__all__ = ["association_of_two", "check_not_negative", "read_numbers", "values_of_program"]


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


def association_of_two(gain: Number, value: Number) -> AnonymousGame:
    """Return two members of whom all that matters is what shirking gains and a round is worth.

    With a treasury the threshold does not depend on the number of members.
    """
    return AnonymousGame(2, PayoffTable([0, value + gain], [0, value]))  # type: ignore[arg-type]


def values_of_program(program: LinearProgram, question: str) -> Solution[tuple[Interval, ...]]:
    """Return where along its one parameter the optimum of a program is >= 0, certified.

    Raises
    ------
    InvalidGameError
        If no number is a parameter.
    """
    entry = parameter_of(program)
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

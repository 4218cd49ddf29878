"""Linear programs as data: maximise ``c . x`` subject to rows and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, cast

from coopgames.arithmetic import Number, RationalFunction, number
from coopgames.certificates.encode import scalar, total
from coopgames.errors import invalid

__all__ = ["LinearProgram", "Relation", "Row"]

Relation = Literal["<=", "==", ">="]


@dataclass(frozen=True, slots=True)
class Row:
    """One row ``coefficients . x (relation) constant`` with the name of what it says.

    Parameters
    ----------
    coefficients : sequence of numbers
    relation : {"<=", "==", ">="}
    constant : number
    name : str, optional
    """

    coefficients: tuple[Number, ...]
    relation: Relation
    constant: Number
    name: str = ""

    def __post_init__(self) -> None:
        values = tuple(number(a, f"row {self.name!r}") for a in self.coefficients)
        object.__setattr__(self, "coefficients", values)
        object.__setattr__(self, "constant", number(self.constant, f"row {self.name!r}"))
        if self.relation not in ("<=", "==", ">="):
            raise invalid("relation", self.relation, "one of <=, ==, >=")


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Maximise ``objective . x`` subject to rows; variables are >= 0 unless listed as free.

    Parameters
    ----------
    objective : sequence of numbers
        Exact numbers, or polynomials in one parameter.
    rows : sequence of Row
    free : sequence of int, optional
        Indices of the variables without a sign.
    variables : sequence of str, optional
        Names for messages and tables.

    Examples
    --------
    >>> LinearProgram([1, 1], [Row((1, 2), "<=", 4)]).size
    (1, 2)
    """

    objective: tuple[Number, ...]
    rows: tuple[Row, ...]
    free: tuple[int, ...] = ()
    variables: tuple[str, ...] = ()

    def __init__(
        self,
        objective: Sequence[object],
        rows: Sequence[Row],
        free: Sequence[int] = (),
        variables: Sequence[str] = (),
    ) -> None:
        costs = tuple(number(c, f"objective[{j}]") for j, c in enumerate(objective))
        for row in rows:
            if len(row.coefficients) != len(costs):
                raise invalid(f"row {row.name!r}", row.coefficients, f"{len(costs)} coefficients")
        if any(not 0 <= j < len(costs) for j in free):
            raise invalid("free", tuple(free), f"indices below {len(costs)}")
        names = tuple(variables) or tuple(f"x{j}" for j in range(len(costs)))
        object.__setattr__(self, "objective", costs)
        object.__setattr__(self, "rows", tuple(rows))
        object.__setattr__(self, "free", tuple(sorted(set(free))))
        object.__setattr__(self, "variables", names)

    @property
    def size(self) -> tuple[int, int]:
        """Numbers of rows and of variables."""
        return len(self.rows), len(self.objective)

    def feasibility(self) -> LinearProgram:
        """Return the same rows with a zero objective."""
        return replace_objective(self, [Fraction(0)] * len(self.objective))

    def at(self, value: Fraction) -> LinearProgram:
        """Return the program at one value of its parameter."""
        objective = [_at(c, value) for c in self.objective]
        rows = [
            replace(
                row,
                coefficients=tuple(_at(a, value) for a in row.coefficients),
                constant=_at(row.constant, value),
            )
            for row in self.rows
        ]
        return LinearProgram(objective, rows, self.free, self.variables)

    def document(self) -> dict[str, Any]:
        """Return the program as it stands in a certificate."""
        rows = [
            {
                "coefficients": [scalar(a) for a in row.coefficients],
                "relation": row.relation,
                "constant": scalar(row.constant),
            }
            for row in self.rows
        ]
        sums = [total(self.objective), *(total((*r.coefficients, r.constant)) for r in self.rows)]
        return {
            "type": "lp",
            "objective": [scalar(c) for c in self.objective],
            "rows": rows,
            "free": [j in self.free for j in range(len(self.objective))],
            # Check numbers: they bind the entries that every vector multiplies by zero.
            "sums": [scalar(x) for x in sums],
        }


def replace_objective(program: LinearProgram, objective: Sequence[object]) -> LinearProgram:
    """Return a program with the same rows and another objective."""
    return LinearProgram(objective, program.rows, program.free, program.variables)


def _at(value: Number, point: Fraction) -> Fraction:
    if isinstance(value, RationalFunction):
        return value.at(point)
    return cast(Fraction, value)

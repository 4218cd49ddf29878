"""The linear program of one profile, with as few rows and columns as say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.parametric_lp import ParametricProgram
from coopgames.solvers.public.liquidity_curves import Point, Weights

__all__ = ["Owned", "Reduced", "Rows", "build_rows", "incentive_rows", "reduced_rows"]

ZERO, ONE = fmpq(0), fmpq(1)

#: A deviation: whose promises deter it, what it gains, how it shifts the law of the signal.
Owned = tuple[int, fmpq, tuple[fmpq, ...]]


@dataclass(frozen=True, slots=True)
class Reduced:
    """What of the deviations and signals of a profile matters.

    Attributes
    ----------
    chosen : tuple of int
        Deviations that no other one implies.
    classes : tuple of tuples of int
        Signals with proportional law and shifts.
    columns : list of lists of fmpq
        By class: its probability, then its shift for each chosen deviation.
    """

    chosen: tuple[int, ...]
    classes: tuple[tuple[int, ...], ...]
    columns: list[list[fmpq]]


@dataclass(frozen=True)
class Rows:
    """The program of one profile, with as few rows and columns as say the same.

    Attributes
    ----------
    classes : tuple of tuples of int
        Signals whose law and shifts are proportional are treated alike without loss. Signals that
        nobody's choice makes possible are in none.
    chosen : tuple of int
        Deviations that have a row.
    program : ParametricProgram
        Rows of the chosen deviations, then the budget of each class.
    """

    classes: tuple[tuple[int, ...], ...]
    chosen: tuple[int, ...]
    program: ParametricProgram

    def spread(self, values: Sequence[fmpq], owners: int, signals: int) -> Point:
        """Return promises by owner and signal from promises by owner and class."""
        count, point = len(self.classes), [ZERO] * (owners * signals)
        for owner in range(owners):
            for c, members in enumerate(self.classes):
                value = values[owner * count + c]
                for y in members:
                    point[owner * signals + y] = value
        return tuple(point)

    def weights(self, dual: Sequence[fmpq], count: int) -> Weights:
        """Return the weights of all deviations from the dual vector of the rows."""
        found = [ZERO] * count
        for place, k in enumerate(self.chosen):
            found[k] = dual[place]
        return tuple(found)


def reduced_rows(law: Sequence[fmpq], deviations: Sequence[Owned]) -> Reduced:
    """Return which deviations and which signals of a profile matter."""
    chosen = _chosen(deviations)
    classes, columns = _classes([law, *(deviations[k][2] for k in chosen)])
    return Reduced(chosen, classes, columns)


def incentive_rows(
    reduced: Reduced, deviations: Sequence[Owned], owners: int
) -> list[tuple[fmpq, ...]]:
    """Return one row for each chosen deviation, over promises by owner and class."""
    count, rows = len(reduced.classes), list[tuple[fmpq, ...]]()
    for place, k in enumerate(reduced.chosen):
        row = [ZERO] * (owners * count)
        first = deviations[k][0] * count
        row[first : first + count] = [column[place + 1] for column in reduced.columns]
        rows.append(tuple(row))
    return rows


def build_rows(law: Sequence[fmpq], deviations: Sequence[Owned], owners: int) -> Rows:
    """Return the program of a profile; its parameter is liquidity, the budget of each signal."""
    reduced = reduced_rows(law, deviations)
    chosen, count = reduced.chosen, len(reduced.classes)
    rows = incentive_rows(reduced, deviations, owners)
    for c in range(count):
        # What all owners are promised after a signal is at most the liquidity.
        rows.append(tuple(-ONE if j % count == c else ZERO for j in range(owners * count)))
    constants = (*(deviations[k][1] for k in chosen), *([ZERO] * count))
    directions = (*([ZERO] * len(chosen)), *([-ONE] * count))
    program = ParametricProgram(tuple(rows), constants, directions, width=owners * count)
    return Rows(reduced.classes, chosen, program)


def _chosen(deviations: Sequence[Owned]) -> tuple[int, ...]:
    """Leave out deviations that another one, or nothing at all, implies."""
    hardest: dict[tuple[int, tuple[fmpq, ...]], int] = {}
    for k, (owner, gain, shift) in enumerate(deviations):
        if gain <= 0 and not any(shift):
            continue
        other = hardest.get((owner, shift))
        if other is None or deviations[other][1] < gain:
            hardest[owner, shift] = k
    return tuple(sorted(hardest.values()))


def _classes(
    rows: Sequence[Sequence[fmpq]],
) -> tuple[tuple[tuple[int, ...], ...], list[list[fmpq]]]:
    """Group proportional columns of rows, and return the groups and the sums of their columns.

    Averaging promises over such a group, by the sizes of the columns, changes no row and no
    objective, and keeps the budget.
    """
    groups: dict[tuple[fmpq, ...], list[int]] = {}
    columns = list(zip(*rows, strict=True))
    for y, column in enumerate(columns):
        size = sum((abs(x) for x in column), start=ZERO)
        if size:
            groups.setdefault(tuple(x / size for x in column), []).append(y)
    sums = [
        [sum(entries, start=ZERO) for entries in zip(*(columns[y] for y in members), strict=True)]
        for members in groups.values()
    ]
    return tuple(tuple(members) for members in groups.values()), sums

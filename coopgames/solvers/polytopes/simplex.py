"""Thousands of small linear programs at once: a revised simplex on stacked bases.

All programs share one matrix with few rows (one for each player, or one more); they differ in right
sides and costs. NumPy inverts all bases in one call, so a pivot of a thousand programs costs about
as much as one call of a general solver. The result is only a set of *bases*: whoever needs a proof
solves the chosen basis again in exact arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.polytopes.cells import Floats, Integers

__all__ = ["Bases", "Stack", "minimise"]

#: Reduced costs and pivots below these count as zero (data are in shares of the payoff range).
REDUCED_TOLERANCE, PIVOT_TOLERANCE = 1e-11, 1e-9
#: A basis is kept as it is after so many pivots: it is feasible, hence a valid (weaker) bound.
PIVOTS = 200
#: From here on the first improving column enters (Bland 1977), which cannot cycle.
BLAND = 60


@dataclass(frozen=True, slots=True)
class Stack:
    """Programs ``minimise costs[p] . y`` subject to ``matrix y = sides[p]``, ``y >= 0``.

    Attributes
    ----------
    matrix : array, shape (rows, columns)
    sides : array, shape (programs, rows)
    costs : array, shape (programs, columns)
    """

    matrix: Floats
    sides: Floats
    costs: Floats


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the programs ended.

    Attributes
    ----------
    columns : array of int, shape (programs, rows)
        Basic columns.
    levels : array, shape (programs, rows)
        Values of the basic variables, >= 0 up to rounding.
    values : array, shape (programs,)
        Costs at these bases.
    rays : array of int, shape (programs,)
        Column along which the cost falls without end, or -1.
    """

    columns: Integers
    levels: Floats
    values: Floats
    rays: Integers


def minimise(stack: Stack, start: Integers) -> Bases:
    """Pivot every program from its feasible starting basis to an optimal one.

    Parameters
    ----------
    stack : Stack
    start : array of int, shape (programs, rows)
        Feasible bases.

    Notes
    -----
    Dantzig's rule, after 60 pivots Bland's. O(programs x rows x columns) for each pivot.
    """
    columns = start.copy()
    rays = np.full(len(start), -1)
    active = np.arange(len(start))
    for count in range(PIVOTS):
        if not len(active):
            break
        active = _pivot(stack, columns, rays, active, bland=count >= BLAND)
    levels = _levels(stack, columns)
    values = (np.take_along_axis(stack.costs, columns, 1) * levels).sum(1)
    return Bases(columns, levels, values, rays)


def _levels(stack: Stack, columns: Integers) -> Floats:
    squares = stack.matrix[:, columns].transpose(1, 0, 2)
    return np.asarray(np.linalg.solve(squares, stack.sides[:, :, None])[:, :, 0], dtype=np.float64)


def _pivot(
    stack: Stack, columns: Integers, rays: Integers, active: Integers, *, bland: bool
) -> Integers:
    """Do one pivot in each active program; return those that are not finished."""
    basic = columns[active]
    inverse = np.linalg.inv(stack.matrix[:, basic].transpose(1, 0, 2))
    costs = stack.costs[active]
    prices = np.einsum("pr,prs->ps", np.take_along_axis(costs, basic, 1), inverse)
    reduced = costs - prices @ stack.matrix
    np.put_along_axis(reduced, basic, 0.0, 1)
    improving = reduced < -REDUCED_TOLERANCE
    entering = improving.argmax(1) if bland else reduced.argmin(1)
    going = improving.any(1)
    active, inverse, entering = active[going], inverse[going], entering[going]
    if not len(active):
        return active
    levels = np.einsum("prs,ps->pr", inverse, stack.sides[active])
    run = np.einsum("prs,sp->pr", inverse, stack.matrix[:, entering])
    falling = run > PIVOT_TOLERANCE
    ratios = np.where(falling, np.maximum(levels, 0.0) / np.where(falling, run, 1.0), np.inf)
    # Among equal ratios the largest pivot leaves the best conditioned basis.
    tied = ratios <= ratios.min(1, keepdims=True) + 1e-12
    leaving = np.where(tied & falling, run, -np.inf).argmax(1)
    endless = ~falling.any(1)
    rays[active[endless]] = entering[endless]
    active, leaving, entering = active[~endless], leaving[~endless], entering[~endless]
    columns[active, leaving] = entering
    return active

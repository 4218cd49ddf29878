"""From a repeated game with a parameter to a linear-programming family in that parameter.

In the *beta form* the scale is ``q = 1/(V + phi)``, with ``phi`` the physical penalty, and promises
are counted from ``-phi``: ``x = (w + phi)/(V + phi) >= 0``. The recursion becomes
``1 = (v + phi (1 - beta)) q + beta E[x]``; "sustained" is "some point has
``(v + phi (1 - beta)) q + beta E[x] - 1 >= 0``". Rows that need the discount factor (incentives,
caps, costly side agreements) carry it as data.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from coopgames.arithmetic import Number, Parameter, RationalFunction
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Fine, PhysicalPenalty, PrivateValuation, Promises, RepeatedGame
from coopgames.games.sanctions import WorkStoppage
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.problem import Side, is_enclosed

__all__ = ["beta_form", "domain_of", "needs_cells", "parameter_of"]


def parameter_of(program: LinearProgram) -> RationalFunction | None:
    """Return one entry with the parameter of a program (None if all entries are rational).

    Raises
    ------
    UnsupportedGameError
        If two parameters occur.
    """
    entries = [*program.objective]
    for row in program.rows:
        entries += [*row.coefficients, row.constant]
    found = [e for e in entries if isinstance(e, RationalFunction) and e.constant() is None]
    if len({entry.parameter for entry in found}) > 1:
        names = sorted({entry.parameter.name for entry in found})
        raise UnsupportedGameError(f"program: one parameter at a time, got {', '.join(names)}")
    return found[0] if found else None


def needs_cells(game: RepeatedGame) -> bool:
    """Tell whether a game is solved as a family in the discount factor.

    Either something brings the discount factor back into the rows, or the certificates of a single
    program do not know the sanction (the certificate of a family holds the program itself).
    """
    monitoring = game.monitoring
    costly = isinstance(monitoring, PrivateValuation) and monitoring.side_agreement_cost not in (
        None,
        0,
    )
    capped = any(isinstance(s, Fine | Promises) and s.cap is not None for s in game.transfers)
    unknown = any(
        isinstance(s, WorkStoppage) or (isinstance(s, Fine) and s.netted) for s in game.transfers
    )
    return costly or capped or unknown or game.physical_penalty != 0


def beta_form(game: RepeatedGame, beta: Number, side: Side = "exact") -> LinearProgram:
    """Return the program whose objective can reach 0 iff effort is sustained at ``beta``.

    Parameters
    ----------
    game : RepeatedGame
        One of its numbers, or ``beta``, may contain the parameter, polynomially.
    beta : number
        The round's discount factor; it is positive, so that it leaves the ends of enclosures alone.
    side : {"exact", "optimistic", "pessimistic"}, optional
        Which ends of enclosed signals to take.

    Raises
    ------
    UnsupportedGameError
        If the signals are enclosures and no side is chosen.
    """
    if is_enclosed(game) and side == "exact":
        raise UnsupportedGameError("game: a family in a parameter needs exact signals")
    problem = enforcement_problem(game, side)
    base = problem.program
    penalty, value = game.physical_penalty, problem.value
    lift = value + penalty * (1 - beta)
    # Variables: q, the base program's other variables, and u == 1 to carry the constant -1.
    first = base.rows[0]
    rows = [
        replace(
            first, coefficients=(first.coefficients[0], *_times(beta, first.coefficients[1:]), 0)
        )
    ]
    rows += [replace(row, coefficients=(*row.coefficients, 0)) for row in base.rows[1:]]
    rows += _extra_rows(game, base, beta)
    width = len(base.objective) + 1
    rows.append(Row((*([0] * (width - 1)), 1), "==", 1, "unit"))
    # On the path V + phi >= v + phi (1 - beta): where that is positive, q is bounded without loss.
    rows.append(Row((lift, *([0] * (width - 2)), 0), "<=", 1, "scale"))
    constant = Fraction(-1) if problem.offset else beta - 1
    objective = [lift, *_times(beta, base.objective[1:]), constant]
    return LinearProgram(objective, rows, (), (*base.variables, "one"))


def _times(factor: Number, values: tuple[Number, ...]) -> list[Number]:
    return [factor * value for value in values]


def _extra_rows(game: RepeatedGame, base: LinearProgram, beta: Number) -> list[Row]:
    width = len(base.objective) + 1
    rows: list[Row] = []
    for sanction in game.transfers:
        if isinstance(sanction, Fine | Promises) and sanction.cap is not None:
            rows += _cap_rows(sanction, sanction.cap, width)
        if isinstance(sanction, PhysicalPenalty) and sanction.voluntary:
            rows.append(
                Row((game.physical_penalty, *([0] * (width - 1))), "<=", 1, "voluntary membership")
            )
    monitoring = game.monitoring
    if isinstance(monitoring, PrivateValuation) and monitoring.side_agreement_cost is not None:
        rows += _side_agreements(monitoring, width)
    return rows


def _cap_rows(sanction: Fine | Promises, cap: Number, width: int) -> list[Row]:
    """Bound what is paid at one settlement: the fine, or what a promise falls short of ``V``."""
    if isinstance(sanction, Fine):
        return [Row((-cap, 1, *([0] * (width - 2))), "<=", 0, "cap")]
    # Variables: q, n promises to the unflagged, n to the flagged, the unit. Only the latter need a
    # row: evening out a promise to the flagged that is above that to the unflagged costs nothing
    # and deters more, so the unflagged can always be promised at least as much.
    return [
        Row((cap, *(int(i == j) for i in range(1, width))), ">=", 1, f"cap on flagged({k + 1})")
        for k, j in enumerate(range(width // 2, width - 1))
    ]


def _side_agreements(reports: PrivateValuation, width: int) -> list[Row]:
    """Forbid joint values after two reports that differ by more than a side agreement costs."""
    cost, m = reports.side_agreement_cost, len(reports.work)
    if cost is None or cost == 0:
        return []
    rows: list[Row] = []
    for k in range(m):
        for other in range(m):
            if k != other:
                entries: list[Number] = [Fraction(0)] * width
                entries[0] = -cost
                entries[1 + 2 * m + k], entries[1 + 2 * m + other] = Fraction(1), Fraction(-1)
                rows.append(Row(tuple(entries), "<=", 0, f"side agreement ({k}, {other})"))
    return rows


def domain_of(parameter: Parameter) -> tuple[Fraction, Fraction]:
    """Return the open interval of a parameter; both ends must be given."""
    lower, upper = parameter.lower, parameter.upper
    if lower is None or upper is None:
        raise invalid(parameter.name, parameter, "a parameter with both ends of its interval")
    return lower, upper

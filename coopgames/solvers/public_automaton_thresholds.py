"""For which discount factors is an automaton with public signals an equilibrium? All, exactly.

With the chain ``M`` of the prescribed play, values are ``(1 - d) (I - d M)^-1 G``: polynomials in
the discount factor ``d`` over the determinant of ``I - d M``. That is 1 at 0 and does not vanish
on [0, 1), since no eigenvalue of ``M`` is larger than 1: it is positive there. So the signs of the
gains are those of their numerators.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly

from coopgames.arithmetic import Arithmetic, real_roots, sign_at
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PublicAutomaton, RepeatedGame, StageGame
from coopgames.games.public_automata import PublicTables
from coopgames.solvers._flint import coefficients
from coopgames.solvers.intervals import Cell, End, Interval, between, union_of_intervals
from coopgames.solvers.one_shot_public import Choice, choices, prescribed, public_tables
from coopgames.solvers.public.signal_game import SignalGame, read_signal_game
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.sustaining import interpolate

__all__ = ["public_automaton_threshold"]

Coefficients = tuple[Fraction, ...]

STRATEGIES = "this automaton, all one-shot deviations, perfect public equilibrium"
METHOD = f"one-shot deviation gains as polynomials in the discount factor; {STRATEGIES}"
ROUNDED = "; exact on the decimals that the floats print as, rounded once"


def public_automaton_threshold(
    family: RepeatedGame | StageGame, automaton: PublicAutomaton
) -> Solution[Any]:
    """Return the infimum of the sustaining discount factors of an automaton, and the whole set.

    Parameters
    ----------
    family : RepeatedGame
        A stage game with :class:`PublicMonitoring`; its own discount factor is ignored.
    automaton : PublicAutomaton

    Returns
    -------
    Solution
        ``value``: a Fraction or an AlgebraicNumber, or None for "at no discount factor below 1".
        ``diagnostics``: ``attained``, the whole ``set`` in [0, 1) as intervals, ``strategies``.
        The set need not be an upper interval. Status EXACT_UNCERTIFIED (for floats FLOAT): exact,
        and no kind of certificate covers it; :func:`check_equilibrium` certifies single discount
        factors. Floats are read as the decimals that they print as, so that knife edges stay knife
        edges: the value is rounded once, the set keeps its exact ends.

    Raises
    ------
    InvalidGameError
        If an argument is of another kind, or the automaton does not fit the game.
    UnsupportedGameError
        If the game is not a stage game with public signals, in numbers, or has sanctions other than
        promises.

    Notes
    -----
    Determinant and values at ``states + 1`` points, then interpolation; one root isolation for each
    distinct gain, a polynomial of degree ``states + 1`` at most.

    Examples
    --------
    A partnership is given up for ever after a failure:

    >>> from coopgames.games import PublicMonitoring, prisoners_dilemma
    >>> success = {0: "5/6", 1: "1/2", 2: "1/6"}  # by the number of shirkers
    >>> law = lambda a, b: (success[a + b], 1 - Fraction(success[a + b]))
    >>> signals = PublicMonitoring.from_function((2, 2), law, signals=("success", "failure"))
    >>> game = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), 0, signals)
    >>> plan = PublicAutomaton(
    ...     ("on", "off"), "on", {"on": (0, 0), "off": (1, 1)},
    ...     {"on": {"success": "on", "failure": "off"}, "off": "off"},
    ... )
    >>> public_automaton_threshold(game, plan).value
    Fraction(2, 3)
    """
    if isinstance(family, StageGame):
        raise UnsupportedGameError(
            "family: a PublicAutomaton needs a RepeatedGame with PublicMonitoring"
        )
    if not isinstance(family, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("family", family, "a RepeatedGame with PublicMonitoring")
    if not isinstance(automaton, PublicAutomaton):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "a PublicAutomaton")
    base = family.at(0)
    _, tables, _ = public_tables(base, automaton)
    intervals = _sustaining(read_signal_game(base), tables)
    attained = bool(intervals) and intervals[0].lower_closed
    diagnostics = {"attained": attained, "set": intervals, "strategies": STRATEGIES}
    value = intervals[0].lower if intervals else None
    if base.arithmetic is Arithmetic.FLOAT:
        rounded = None if value is None else float(value)
        method = METHOD + ROUNDED
        return Solution(rounded, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
    status = Status.EXACT_UNCERTIFIED
    return Solution(value, status, None, METHOD, Arithmetic.EXACT, diagnostics)


def _sustaining(table: SignalGame, tables: PublicTables) -> tuple[Interval, ...]:
    """Tile [0, 1) at the roots of the gains and join the cells in which none is positive."""
    gains = _distinct_gains(table, tables)
    roots: set[End] = set()
    for gain in gains:
        roots.update(real_roots(gain, Fraction(0), Fraction(1)))
    cells: list[Cell] = []
    for low, high in pairwise([Fraction(0), *sorted(roots), Fraction(1)]):
        for lower, upper, point in ((low, low, low), (low, high, between(low, high))):
            holds = all(sign_at(gain, point) <= 0 for gain in gains)
            cells.append(Cell(lower, upper, holds, None))
    return union_of_intervals(cells)


def _distinct_gains(table: SignalGame, tables: PublicTables) -> list[Coefficients]:
    """Return the numerators of the gains of all deviations, each once, without the zero ones."""
    determinant, values = _values(table, tables)
    d, one = fmpq_poly([0, 1]), fmpq_poly([1])

    def gain(row: Choice) -> Coefficients:
        own = values[row.player]
        after = sum((v * p for p, v in zip(row.leads, own, strict=True) if p), fmpq_poly([]))
        return coefficients((one - d) * determinant * row.payoff + d * after - own[row.state])

    found = {gain(row) for row in choices(table, tables) if not row.obeys}
    return sorted(polynomial for polynomial in found if any(polynomial))


def _values(table: SignalGame, tables: PublicTables) -> tuple[fmpq_poly, list[list[fmpq_poly]]]:
    """Return det(I - d M) and the numerators [player][state] of the values, by interpolation."""
    flow, chain = prescribed(table, tables)
    size = len(tables.actions)
    identity = fmpq_mat(size, size, [fmpq(int(s == t)) for s in range(size) for t in range(size)])
    nodes: list[fmpq] = []
    samples: list[list[fmpq]] = []
    point = fmpq(0)
    while len(nodes) <= size:
        matrix = identity - chain * point
        determinant = matrix.det()
        if determinant != 0:
            solved = matrix.solve(flow * ((1 - point) * determinant))
            nodes.append(point)
            samples.append([determinant, *solved.entries()])
        # Negative points: there I - d M is singular for finitely many too, but never at 0.
        point -= 1
    columns = [interpolate(nodes, column) for column in zip(*samples, strict=True)]
    players = table.players
    return columns[0], [columns[1 + i :: players] for i in range(players)]

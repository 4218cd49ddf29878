"""Check thresholds: a companion of ``checker.py``, standard library only.

``linear_program``: the optimum r* of a program, 1/(1 + r*), and its root of order ``lag``.

``cells``: points and open cells tile the interval of the parameter (the discount factor of a plan;
the parameter of a linear program). On each a verdict is proved by rational functions of the
parameter, written over one denominator that is positive there: values and gains of the plan, all
gains <= 0 or one > 0; a feasible point with a value >= 0, or a dual one with a value < 0. Signs on
a cell are decided by ``Cell.holds`` of the checker, which counts roots, and its work.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coopgames.certificates.checker import (
        GRID,
        ONE,
        ROOT_GRID,
        SOLUTION,
        ZERO,
        Cell,
        Doc,
        End,
        Institution,
        Interval,
        Poly,
        Program,
        Stage,
        on_grid,
        optimum,
        read_end,
        root,
        show,
    )
else:  # the checker that loads this file is registered under this name
    from coopgames_checker import (
        GRID,
        ONE,
        ROOT_GRID,
        SOLUTION,
        ZERO,
        Cell,
        Doc,
        End,
        Institution,
        Interval,
        Poly,
        Program,
        Stage,
        on_grid,
        optimum,
        read_end,
        root,
        show,
    )

__all__ = ["check_program_cells", "check_program_threshold", "check_stage_cells", "read_cells"]

Piece = tuple[Cell, Doc, bool, Poly]  # a cell, what is said of it, sustained, denominator


def read_cells(doc: Doc, whole: Cell, keys: dict[bool, str]) -> list[Piece]:
    """Read cells that tile an interval: open, point, open, ..., open; both ends are shared."""
    doc["method"].choice("cells")
    pieces, last_json, last = list[Piece](), None, whole.low
    for i, entry in enumerate(doc["cells"].items()):
        sustained, first = entry["sustained"].choice(True, False), "point" if i % 2 else "lower"
        upper = "" if i % 2 else "upper"
        entry.fields(f"sustained denominator {first} {upper} {keys[sustained]}")
        good = entry[first].value == last_json if i else entry[first].rational() == last.low
        entry.need(good, "it does not begin where the cell before it ends")
        begin = last
        if upper:
            last_json, last = entry[upper].value, read_end(entry[upper])
            for _ in range(4096):  # roots of polynomials that fit in a file are not that close
                if last.low > begin.high or begin.low >= last.high:  # they are apart
                    break
                begin.narrow()
                last.narrow()
            entry.need(begin.high < last.low, "the ends of the cells must increase")
        cell, unit = Cell(begin, last), entry["denominator"].poly()
        unit = pieces[0][3] if pieces and unit.c == pieces[0][3].c else unit  # its chain is known
        entry.need(cell.holds(unit, strict=True), "the denominator is not positive on the cell")
        pieces.append((cell, entry, sustained, unit))
    good = len(pieces) % 2 and last.low == last.high == whole.high.low
    doc.need(good, "the cells must tile the interval of the parameter")
    return pieces


def check_stage_cells(doc: Doc, game: Stage) -> str:
    """Check for every discount factor in (0, 1) whether a plan is an equilibrium."""
    game.read_plan(doc)
    delta, whole = Poly([0, 1]), Cell(End(ZERO, ZERO), End(ONE, ONE))
    pieces = read_cells(doc, whole, dict.fromkeys((True, False), "values gains violation"))
    for cell, entry, sustained, unit in pieces:
        gains = game.check_plan(entry, delta, cell, unit)
        named = entry["violation"]
        if sustained:
            good = named.value is None and all(cell.holds(-gain) for gain in gains.values())
            entry.need(good, "sustained, but a deviation is named or gains")
        else:
            s, i, a = (x.count(0) for x in named.items(3))
            gaining = (k for k, gain in gains.items() if cell.holds(gain, strict=True))
            good = next(gaining, None) == (s, i, a)
            named.need(good, "not the first deviation that gains on the whole cell")
    where = " or ".join(str(piece[0]) for piece in pieces if piece[2]) or "the empty set"
    return f"{game} is a subgame-perfect equilibrium iff the discount factor is in {where}"


def check_program_cells(doc: Doc, game: Program) -> str:
    """Check for every parameter whether the optimum of a program is >= 0."""
    keys = {True: "primal slacks value", False: "dual reduced_costs value"}
    pieces = read_cells(doc, game.cell, keys)
    for cell, entry, sustained, unit in pieces:
        point, slacks, _ = keys[sustained].split()
        lp = game if sustained else game.dual()
        total = lp.check(entry[point], entry[slacks], cell, unit)
        total.agree(entry["value"])
        good = cell.holds(total) if sustained else cell.holds(-total, strict=True)
        entry["value"].need(good, "wrong sign")
    where = " or ".join(str(piece[0]) for piece in pieces if piece[2]) or "the empty set"
    return f"for parameters in {game.cell}: {game} has a value >= 0 iff it is in {where}"


def check_program_threshold(doc: Doc, game: Institution) -> str:
    """Check r*, 1/(1 + r*), and its root of order lag."""
    doc["method"].choice("linear_program")
    exact = game.alpha.low == game.alpha.high and game.eta.low == game.eta.high
    sides = ["exact"] if exact else ["optimistic", "pessimistic"]
    programs, ends = doc["programs"].fields(" ".join(sides)), list[Fraction]()
    for side in sides:
        lp = game.program(side != "pessimistic")
        r = optimum(programs[side].fields(SOLUTION), lp) - (1 if game.promises else 0)
        programs[side].need(r > 0, "r is at most 0, so no discount factor below 1 works")
        ends.append(1 / (1 + r))
    rounds = Interval(ends[0], ends[-1])
    doc["round_threshold"].same(rounds)
    text = check_root(doc["threshold"], rounds, game.lag)
    return f"{game}, lag {game.lag}, is sustained at discount factor d iff d >= {text}"


def check_root(doc: Doc, rounds: Interval, lag: int) -> str:
    """Check the root of order lag of the round threshold; return it for people."""
    if rounds.low < rounds.high:
        found = rounds
        if lag > 1:
            floor, ceiling = (root(x, lag, GRID) for x in rounds.ends)
            ceiling += Fraction(ceiling, 2**GRID) ** lag != rounds.high
            found = Interval(Fraction(floor, 2**GRID), Fraction(ceiling, 2**GRID))
        doc.same(found)
        return f"T, with T in {found}"
    s, degree = rounds.low, lag
    for g in (g for g in range(lag, 1, -1) if lag % g == 0):  # is it a g-th power?
        power = Fraction(root(rounds.low.numerator, g), root(rounds.low.denominator, g))
        if power**g == rounds.low and degree == lag:
            s, degree = power, lag // g
    if degree == 1:
        doc.same(Interval(s))
        return show(s)
    p = doc.fields("polynomial lower upper")["polynomial"].rationals(degree + 1)
    good = p == [-s.numerator, *[0] * (degree - 1), s.denominator]
    doc.need(good, "expected the irreducible polynomial q x^m - p of the root")
    ends = on_grid(root(s, degree, ROOT_GRID), ROOT_GRID)
    doc.need(doc.ends() == ends, "not the neighbours of the root on the grid")
    return f"({show(s)})^(1/{degree}) = {show(ends[0])}"

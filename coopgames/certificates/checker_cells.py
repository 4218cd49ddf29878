"""Check thresholds given by cells: a companion of ``checker.py``, standard library only.

Points and open cells tile the interval of the parameter (the discount factor of a plan; the
parameter of a linear program). On each a verdict is proved by rational functions of the parameter,
written over one denominator that is positive there: values and gains of the plan, all gains <= 0 or
one > 0; a feasible point with a value >= 0, or a dual one with a value < 0. Signs on a cell are
decided by ``Cell.holds`` of the checker, which counts roots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coopgames.certificates.checker import (
        ONE,
        ZERO,
        Cell,
        Doc,
        End,
        Poly,
        Program,
        Stage,
        read_end,
    )
else:  # the checker that loads this file is registered under this name
    from coopgames_checker import ONE, ZERO, Cell, Doc, End, Poly, Program, Stage, read_end

__all__ = ["check_program_cells", "check_stage_cells"]

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
                if last.low <= begin.high and begin.low < last.high:  # they overlap
                    begin.narrow()
                    last.narrow()
            entry.need(begin.high < last.low, "the ends of the cells must increase")
        cell, unit = Cell(begin, last), entry["denominator"].poly()
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
    return f"{game} has a value >= 0 iff the parameter is in {where}"

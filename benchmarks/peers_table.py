"""Write docs/peers.md: what other packages answer, beside our exact answer.

    .venv-bench/bin/python benchmarks/peers_table.py [--gambit PYTHON] > docs/peers.md

Nothing in the page is written by hand but the words around the tables, which are below.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from games import Bimatrix, abreu_duopoly, abreu_sannikov, cournot, prisoners_dilemma
from polygons import counterclockwise, hausdorff
from processes import Worker

Answer = dict[str, Any]
TOLERANCE = 1e-6
MOST_CORNERS = 6
#: Seconds for the equilibria of one round.
ROUND_LIMIT = 60.0
IRRATIONAL = re.compile(r"^(\S+) \(root of (.*)\)$")

INTRODUCTION = """# What other packages answer

Made by `benchmarks/peers_table.py`; run it again with

```
.venv-bench/bin/python benchmarks/peers_table.py --gambit .venv-gambit/bin/python > docs/peers.md
```

Versions: {versions}.

An answer is judged by ours where ours is proved, that is, exact and with a certificate that the
independent checker has accepted. None of the packages below claims to be exact about payoff sets,
and the inputs were chosen where it is hard to be right: at thresholds, in extreme units, where a
set has no interior.
"""

SETS = """
## Payoffs of subgame-perfect equilibria

Two players, pure actions, perfect monitoring, a public lottery. QuantEcon.py computes the set
with `RepeatedGame(stage, delta).equilibrium_payoffs()` in floats; its option `u_init` is given
the pure minmax payoffs in the last column. nashpy and Gambit have no such function. "Right" means
within 1e-6 of the payoff range (Hausdorff distance); a `ValueError` that says that there is no
such equilibrium is right where there is none.

Why it fails where it fails: `QhullError` is raised for a set that is no polygon, and
`ZeroDivisionError` at discount factor 0; the iteration stops after `max_iter=500` steps without
saying so (from the least payoffs, towards delta = 1, that is too few); its tolerances are absolute.
"""

ONE_ROUND = """
## Equilibria of one round

The number of extreme equilibria found, of all there are. A degenerate game has infinitely many
equilibria, which the extreme ones span; a method that is documented for nondegenerate games only
is not wrong there, but what it returns is not all. "+ k" counts answers that are no extreme
equilibrium, or no equilibrium.
"""

LICENCES = """
## Licences

nashpy and QuantEcon.py are under the MIT licence; nashpy is a dependency of coopgames. Gambit is
under the GPL (version 2 or later): it is an oracle only. No code of it is in coopgames, nothing
imports it, and the tests read a [file of its answers](../tests/golden/gambit_equilibria.json)
that `benchmarks/golden_gambit.py` makes.
"""


def cases() -> Iterator[tuple[Bimatrix, tuple[str, ...]]]:
    dilemma = prisoners_dilemma()
    yield dilemma, ("0", "1/10", "1/7", "31/125", "1/4", "99/100", "9999/10000")
    yield dilemma.changed("PD x 10^9", Fraction(10**9)), ("31/125", "99/100")
    yield dilemma.changed("PD x 10^-11", Fraction(1, 10**11)), ("31/125", "99/100")
    yield dilemma.changed("PD + 10^6", Fraction(1), Fraction(10**6)), ("31/125", "99/100")
    yield abreu_sannikov(), ("1/5", "59/200", "1/2", "9/10")
    yield abreu_duopoly(), ("1/4", "4/7", "9/10")
    yield cournot(15), ("1/10", "1/2", "99/100")
    yield matching_pennies(), ("1/2", "99/100")
    yield all_equal(2), ("1/2",)
    yield common_interest(), ("1/2",)
    yield saddle(), ("1/2",)
    yield Bimatrix.of("1x1", [[(3, -2)]]), ("1/2",)
    yield Bimatrix.of("1x3", [[(1, 5), (2, 7), (0, 7)]]), ("1/2",)


def matching_pennies() -> Bimatrix:
    return Bimatrix.of("matching pennies", [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])


def all_equal(size: int) -> Bimatrix:
    return Bimatrix.of(f"all equal {size}x{size}", [[(2, 5)] * size] * size)


def common_interest() -> Bimatrix:
    return Bimatrix.of("common interest", [[(2, 2), (0, 0)], [(0, 0), (1, 1)]])


def saddle() -> Bimatrix:
    return Bimatrix.of("zero sum, saddle", [[(2, -2), (3, -3)], [(1, -1), (4, -4)]])


def rounds() -> Iterator[Bimatrix]:
    dilemma = prisoners_dilemma()
    yield dilemma
    yield dilemma.changed("PD x 10^9", Fraction(10**9))
    yield dilemma.changed("PD x 10^-11", Fraction(1, 10**11))
    yield dilemma.changed("PD + 10^6", Fraction(1), Fraction(10**6))
    yield abreu_sannikov()
    yield abreu_duopoly()
    yield cournot(5)
    yield cournot(15)
    yield matching_pennies()
    yield common_interest()
    yield saddle()
    yield Bimatrix.of("1x1", [[(3, -2)]])
    yield Bimatrix.of("1x3 with a tie", [[(1, 5), (2, 7), (0, 7)]])
    yield all_equal(3)
    yield Bimatrix.of("duplicated row", [[(3, 1), (0, 2)], [(3, 1), (0, 2)], [(1, 3), (2, 0)]])
    yield Bimatrix.of("weakly dominated", [[(1, 1), (1, 1)], [(0, 0), (1, 1)]])
    pairs = [[(int(i == j), int(i == j)) for j in range(4)] for i in range(4)]
    yield Bimatrix.of("coordination 4x4", pairs)


# --- payoff sets ---


def set_rows(worker: Worker) -> Iterator[tuple[str, ...]]:
    yield "game", "delta", "exact set", "QuantEcon.py", "started at the minmax"
    for game, deltas in cases():
        for delta in deltas:
            task: Answer = {"payoffs": game.exact(), "delta": delta, "warm": False}
            ours = worker.ask("our exact set", **task)
            theirs = (
                worker.ask("quantecon set", start=start, **task) for start in ("default", "minmax")
            )
            verdicts = (set_verdict(game, ours, answer) for answer in theirs)
            yield game.name, delta, set_text(ours), *verdicts


def set_text(ours: Answer) -> str:
    if "error" in ours:
        return ours["error"]
    vertices = ours["exact"]
    if not vertices:
        text = "none"
    elif len(vertices) > MOST_CORNERS:
        text = f"{len(vertices)} corners"
        if ours["irrational"]:
            text += ", some irrational"
    else:
        text = corners_text(vertices)
    return text if ours["status"] == "PROVED" else f"{text} ({ours['status'].lower()})"


def corners_text(vertices: Sequence[Sequence[str]]) -> str:
    """Return the corners; irrational coordinates get letters and their polynomials follow."""
    letters: dict[str, str] = {}

    def shown(number: str) -> str:
        if not IRRATIONAL.match(number):
            return number
        return letters.setdefault(number, "rstuvwxyz"[len(letters)])

    text = ", ".join(f"({shown(x)}, {shown(y)})" for x, y in vertices)
    for number, letter in letters.items():
        match = IRRATIONAL.match(number)
        assert match is not None
        text += f"; {letter} = {match[1]}, root of {match[2].removeprefix('a polynomial of ')}"
    return text


def set_verdict(game: Bimatrix, ours: Answer, theirs: Answer) -> str:
    judged = ours.get("status") == "PROVED"
    if "error" in theirs:
        none = "no incentive-compatible" in theirs["error"]
        if none and judged:
            return "none: right" if not ours["answer"] else "**none: wrong**"
        return f"raises {theirs['error'].partition(':')[0]}"
    if not judged:
        return "not judged"
    if not ours["answer"]:
        return "**a set: wrong**"
    error = hausdorff(counterclockwise(theirs["answer"]), ours["answer"]) / game.range
    if error <= TOLERANCE:
        return "right"
    return f"**off by {100 * error:.2g} % of the range**"


# --- one round ---

METHODS = (
    ("nashpy support", "nashpy nash", "support_enumeration"),
    ("nashpy vertex", "nashpy nash", "vertex_enumeration"),
    ("quantecon support", "quantecon nash", "support_enumeration"),
    ("quantecon vertex", "quantecon nash", "vertex_enumeration"),
)


def round_rows(worker: Worker, gambit: Worker) -> Iterator[tuple[str, ...]]:
    yield "game", "all", *(name for name, _, _ in METHODS), "gambit enummixed"
    for game in rounds():
        task: Answer = {"payoffs": game.exact(), "warm": False, "limit": ROUND_LIMIT}
        ours = worker.ask("our extreme equilibria", **task)
        theirs = [worker.ask(do, method=method, **task) for _, do, method in METHODS]
        theirs.append(gambit.ask("gambit nash", **task))
        count = str(len(ours["answer"])) if "answer" in ours else ours["error"]
        yield game.name, count, *(round_verdict(ours, answer) for answer in theirs)


def round_verdict(ours: Answer, theirs: Answer) -> str:
    if "error" in theirs:
        return (
            f"raises {theirs['error'].partition(':')[0]}"
            if "late" not in theirs
            else f"no answer in {ROUND_LIMIT:g} s"
        )
    if ours.get("status") != "PROVED":
        return "not judged"
    known = [flat(profile) for profile in ours["answer"]]
    found = {nearest(known, flat(profile)) for profile in theirs["answer"]}
    others = sum(nearest(known, flat(profile)) is None for profile in theirs["answer"])
    hits = len(found - {None})
    text = f"{hits}" if hits == len(known) and not others else f"**{hits}**"
    return text + (f" + {others}" if others else "")


def flat(profile: Any) -> list[float]:
    return [float(Fraction(p)) for mixture in profile for p in mixture]


def nearest(known: Sequence[Sequence[float]], point: Sequence[float]) -> int | None:
    """Return which of the known equilibria a peer's answer is."""
    for k, other in enumerate(known):
        if max(abs(a - b) for a, b in zip(point, other, strict=True)) <= TOLERANCE:
            return k
    return None


# --- the page ---


def markdown(rows: Iterator[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * lines[0].count(" | ") + "---|", *lines[1:]])


def main() -> None:
    parser = argparse.ArgumentParser(description="Write docs/peers.md to the standard output.")
    parser.add_argument("--gambit", default=sys.executable, help="a Python that has pygambit")
    options = parser.parse_args()
    with Worker() as worker, Worker(options.gambit) as gambit:
        names = ["coopgames", "quantecon", "numba", "nashpy", "numpy", "scipy"]
        found = worker.ask("versions", packages=names)["answer"]
        found |= {"pygambit": gambit.ask("versions", packages=["pygambit"])["answer"]["pygambit"]}
        print(INTRODUCTION.format(versions=", ".join(f"{k} {v}" for k, v in found.items())), end="")
        print(SETS)
        print(markdown(set_rows(worker)))
        print(ONE_ROUND)
        print(markdown(round_rows(worker, gambit)))
        print(LICENCES, end="")


if __name__ == "__main__":
    main()

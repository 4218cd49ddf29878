"""Make tests/golden/gambit_equilibria.json: all extreme equilibria of many games, by Gambit.

    python -m venv .venv-gambit && .venv-gambit/bin/pip install pygambit==16.7.0
    .venv-gambit/bin/python benchmarks/golden_gambit.py

Gambit is licensed under the GPL. It serves as an oracle only: neither coopgames nor its tests
import it; the tests read the file. Its program ``enummixed`` in rational arithmetic enumerates the
vertices of both best-reply polytopes, so that degenerate games are answered completely, too.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from games import Bimatrix, abreu_duopoly, abreu_sannikov, cournot, prisoners_dilemma
from worker import gambit_nash

OUTPUT = Path(__file__).parents[1] / "tests" / "golden" / "gambit_equilibria.json"
SEED = 20140901


def named() -> Iterator[Bimatrix]:
    yield prisoners_dilemma()
    yield abreu_sannikov()
    yield abreu_duopoly()
    yield cournot(5)
    yield Bimatrix.of("matching pennies", [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
    yield Bimatrix.of("battle of the sexes", [[(3, 2), (0, 0)], [(0, 0), (2, 3)]])
    yield Bimatrix.of("chicken", [[(6, 6), (2, 7)], [(7, 2), (0, 0)]])
    yield Bimatrix.of("stag hunt", [[(4, 4), (0, 3)], [(3, 0), (3, 3)]])
    yield Bimatrix.of("rock, paper, scissors", circle(3))
    yield Bimatrix.of("circle of five", circle(5))
    yield Bimatrix.of("saddle", [[(2, -2), (3, -3)], [(1, -1), (4, -4)]])
    yield Bimatrix.of("common interest", [[(2, 2), (0, 0)], [(0, 0), (1, 1)]])
    for size in (2, 3, 4):
        pairs = [[(int(i == j), int(i == j)) for j in range(size)] for i in range(size)]
        yield Bimatrix.of(f"coordination {size}", pairs)


def degenerate() -> Iterator[Bimatrix]:
    yield Bimatrix.of("1x1", [[(3, -2)]])
    yield Bimatrix.of("1x4 with a tie", [[(1, 5), (2, 7), (0, 7), (4, 1)]])
    yield Bimatrix.of("4x1 with a tie", [[(2, 0)], [(1, 3)], [(2, 1)], [(0, 0)]])
    for size in (2, 3, 4):
        yield Bimatrix.of(f"all equal {size}x{size}", [[(1, 1)] * size] * size)
    yield Bimatrix.of("duplicated row", [[(3, 1), (0, 2)], [(3, 1), (0, 2)], [(1, 3), (2, 0)]])
    yield Bimatrix.of("duplicated column", [[(3, 1), (0, 2), (0, 2)], [(1, 3), (2, 0), (2, 0)]])
    yield Bimatrix.of("weakly dominated", [[(1, 1), (1, 1)], [(0, 0), (1, 1)]])
    yield Bimatrix.of("indifferent row player", [[(0, 1), (0, 0)], [(0, 0), (0, 1)]])
    yield Bimatrix.of("three pure replies", [[(3, 3), (3, 3)], [(2, 2), (5, 6)], [(0, 3), (6, 1)]])


def drawn() -> Iterator[Bimatrix]:
    """Random games: generic ones, and ones with so few payoffs that they are full of ties."""
    random = Random(SEED)
    shapes = ((2, 2), (2, 3), (3, 2), (3, 3), (3, 4), (4, 4), (5, 5), (6, 6))
    for rows, columns in shapes:
        for values, count in ((range(-20, 21), 3), (range(3), 3), (range(2), 2)):
            for number in range(count):
                pairs = [
                    [(random.choice(values), random.choice(values)) for _ in range(columns)]
                    for _ in range(rows)
                ]
                name = f"{rows}x{columns} of {values.start}..{values.stop - 1}, number {number + 1}"
                if not (len(values) == 2 and rows > 5):
                    yield Bimatrix.of(name, pairs)
    for number in range(4):
        pairs = [
            [(Fraction(random.randint(-9, 9), 7), Fraction(random.randint(-9, 9), 5)) for _ in "ab"]
            for _ in "abc"
        ]
        yield Bimatrix.of(f"3x2 of fractions, number {number + 1}", pairs)


def circle(size: int) -> list[list[tuple[int, int]]]:
    """Each action beats the one before it."""
    value = {1: 1, size - 1: -1}
    return [
        [(value.get((i - j) % size, 0), -value.get((i - j) % size, 0)) for j in range(size)]
        for i in range(size)
    ]


def entry(game: Bimatrix) -> dict[str, Any]:
    answer = gambit_nash({"payoffs": game.exact(), "warm": False})["answer"]
    exact = [[[str(Fraction(p)) for p in mixture] for mixture in profile] for profile in answer]
    unique = sorted({json.dumps(profile) for profile in exact})
    return {
        "name": game.name,
        "payoffs": game.exact(),
        "equilibria": [json.loads(text) for text in unique],
    }


def main() -> None:
    games = [*named(), *degenerate(), *drawn()]
    document = {
        "made_by": "benchmarks/golden_gambit.py",
        "oracle": f"pygambit {importlib.metadata.version('pygambit')}, GPL-2.0-or-later",
        "method": "pygambit.nash.enummixed_solve(game, rational=True)",
        "games": [entry(game) for game in games],
    }
    head = {name: value for name, value in document.items() if name != "games"}
    lines = [f" {json.dumps(game)}" for game in document["games"]]
    text = json.dumps(head)[:-1] + ', "games": [\n' + ",\n".join(lines) + "\n]}\n"
    OUTPUT.write_text(text, encoding="utf-8")
    print(f"{OUTPUT.name}: {len(games)} games")


if __name__ == "__main__":
    main()

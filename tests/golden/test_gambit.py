"""All extreme equilibria against Gambit's, which `benchmarks/golden_gambit.py` wrote down."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopgames.games import StageGame
from coopgames.solvers import Status
from coopgames.solvers.nash_equilibria import nash_equilibria
from tests.reference.nash_supports import extreme_equilibria

DOCUMENT: Any = json.loads(
    (Path(__file__).parent / "gambit_equilibria.json").read_text(encoding="utf-8")
)
#: The slow twin tries all supports: up to 4 x 4 it takes a few milliseconds.
MOST_ACTIONS = 4
GAMES = [pytest.param(game, id=game["name"]) for game in DOCUMENT["games"]]


def numbers(nested: Any) -> Any:
    return tuple(map(numbers, nested)) if isinstance(nested, list) else Fraction(nested)


def test_the_table_names_its_oracle_and_is_large_enough() -> None:
    assert DOCUMENT["oracle"].startswith("pygambit ")
    assert "GPL" in DOCUMENT["oracle"]
    assert len(GAMES) >= 60


@pytest.mark.parametrize("game", GAMES)
def test_the_extreme_equilibria_are_those_of_gambit(game: Any) -> None:
    solution = nash_equilibria(StageGame(game["payoffs"]))
    assert solution.status is Status.PROVED
    assert len(solution.value) == len(game["equilibria"])
    assert set(solution.value) == set(numbers(game["equilibria"]))


def test_the_slow_twin_finds_the_same() -> None:
    compared = 0
    for game in DOCUMENT["games"]:
        first, second = numbers(game["payoffs"])
        if max(len(first), len(first[0])) <= MOST_ACTIONS:
            assert set(extreme_equilibria(first, second)) == set(numbers(game["equilibria"]))
            compared += 1
    assert compared >= 60


@pytest.mark.parametrize("game", GAMES)
def test_what_gambit_found_are_equilibria(game: Any) -> None:
    first, second = numbers(game["payoffs"])
    for x, y in numbers(game["equilibria"]):
        rows = [sum(a * q for a, q in zip(row, y, strict=True)) for row in first]
        columns = [sum(b * p for b, p in zip(c, x, strict=True)) for c in zip(*second, strict=True)]
        for mixture, values in ((x, rows), (y, columns)):
            assert sum(mixture) == 1
            assert all(p == 0 or v == max(values) for p, v in zip(mixture, values, strict=True))

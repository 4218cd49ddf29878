"""Importing coopgames is cheap: what is heavy comes in when it is used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "cvc5",
    "dask",
    "distributed",
    "hypothesis",
    "matplotlib",
    "nashpy",
    "rich",
    "scipy",
    "sympy",
    "typer",
    "z3",
)


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return set(json.loads(result.stdout))


def test_import_coopgames_pulls_in_nothing_heavy() -> None:
    assert modules_after("import coopgames").isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "module", ["arithmetic", "games", "certificates", "institutions", "solvers", "plots"]
)
def test_neither_do_its_packages(module: str) -> None:
    loaded = modules_after(f"import coopgames.{module}")
    assert f"coopgames.{module}" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_measure_sees_a_heavy_import() -> None:
    assert not modules_after("import coopgames, sympy").isdisjoint(HEAVY)

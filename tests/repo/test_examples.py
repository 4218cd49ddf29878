"""The worked examples run as a stranger would run them, and a broken one says what broke."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo._repository import ROOT

EXAMPLES = ROOT / "docs" / "examples"
IRRIGATION = EXAMPLES / "test_irrigation.py"
PAGES = {
    "how-to-test-a-claim.md": 15,
    "how-to-choose.md": 9,
    "how-to/your-own-case.md": 12,
    "theory/defensive.md": 150,
    "theory/specialization.md": 60,
    "theory/linking_imitation.md": 65,
    "theory/further_institutions.md": 120,
    "theory/limits.md": 75,
}


def run_pytest(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # Without the variables of an outer run, such as those of pytest-xdist.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COOPGAMES"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**kept, "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
    )


def broken(tmp_path: Path, right: str, wrong: str) -> subprocess.CompletedProcess[str]:
    text = IRRIGATION.read_text(encoding="utf-8")
    assert text.count(right) == 1
    (tmp_path / IRRIGATION.name).write_text(text.replace(right, wrong), encoding="utf-8")
    # The copy has no configuration above it: this is how it runs away from this repository.
    return run_pytest(IRRIGATION.name, folder=tmp_path)


def test_the_examples_pass() -> None:
    result = run_pytest("docs/examples", folder=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "10 passed" in result.stdout


def test_half_the_fine_is_caught_with_the_deviation_and_its_gain(tmp_path: Path) -> None:
    result = broken(tmp_path, "FINE = Fraction(3)", "FINE = Fraction(3, 2)")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "3 failed, 7 passed" in result.stdout
    message = "not an equilibrium: a member gains 39/80 (0.4875) by 'shirk' in state 'GOOD'"
    assert f"AssertionError: {message}" in result.stdout
    assert "fines            20/9 (2.22222) to 50 would do at this discount factor" in result.stdout
    # The reader sees the line of the test, and none of ours.
    assert "assertions.py" not in result.stdout


def test_a_greater_temptation_is_caught_at_the_knife_edge(tmp_path: Path) -> None:
    result = broken(tmp_path, "[[3, 1], [5, 2]]", "[[3, 1], [7, 2]]")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "2 failed, 8 passed" in result.stdout
    message = "not an equilibrium: upstream gains 2/3 (0.666667) by 'take' in state 'on path'"
    assert message in result.stdout
    assert "an equilibrium on [4/5, 1), so more patience would help" in result.stdout
    # Hypothesis prints the smallest counterexample.
    assert "patience=Fraction(2, 3)," in result.stdout


@pytest.mark.parametrize(("page", "examples"), PAGES.items(), ids=list(PAGES))
def test_the_examples_of_a_page_run(page: str, examples: int) -> None:
    failed, attempted = doctest.testfile(str(ROOT / "docs" / page), module_relative=False)
    assert attempted >= examples
    assert failed == 0

"""``coopgames new-case`` and ``coopgames agree``: what they print, and how they fail."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from coopgames.cli.agree import agree
from coopgames.cli.new_case import new_case
from coopgames.institutions import load_case
from coopgames.institutions.template import template

APP = typer.Typer(pretty_exceptions_enable=False)
APP.command("new-case")(new_case)
APP.command("agree")(agree)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(APP, [str(x) for x in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "canal.toml"


def test_a_new_case_loads_and_says_what_comes_next(file: Path) -> None:
    result = run("new-case", file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{file}: fill it in, then run coopgames contrast {file}\n"
    assert load_case(file).name == "canal"


def test_a_file_is_written_over_only_by_force(file: Path) -> None:
    file.write_text("mine", encoding="utf-8")
    result = run("new-case", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"coopgames: {file}: is there already, expected a new file; ")
    assert result.stderr.count("\n") == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("new-case", file, "--force").exit_code == 0
    assert load_case(file).name == "canal"


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    for place, problem in (
        (tmp_path / "canal", "expected a path that ends in .toml"),
        (tmp_path / "none" / "canal.toml", "cannot read or write: No such file or directory"),
    ):
        result = run("new-case", place)
        assert (result.exit_code, result.stdout) == (2, "")
        assert problem in result.stderr
        assert result.stderr.count("\n") == 1


def test_two_coders_are_compared(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    file.write_text(template("one"), encoding="utf-8")
    text = template("two").replace('proximity = "partly"', 'proximity = "met"')
    other.write_text(text, encoding="utf-8")
    result = run("agree", file, other)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "one and two: 1 activity"
    assert lines[5].split() == ["proximity", "0", "0", "0"]
    assert lines[-1] == "cleaning: proximity partly or met"


def test_files_that_cannot_be_compared_are_one_line(file: Path, tmp_path: Path) -> None:
    file.write_text(template("one"), encoding="utf-8")
    result = run("agree", file, "wanderley2004")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "coopgames: second: got 'wanderley2004', expected the same activities in both cases; it "
        "has no cleaning\n"
    )
    result = run("agree", tmp_path / "none.toml", file)
    assert result.exit_code == 2
    assert result.stderr == f"coopgames: {tmp_path / 'none.toml'}: no such file\n"

"""The command line: what it prints, and how it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import coopgames
from coopgames import cli
from coopgames.catalogue import institutions

OWN_CASE = """
name = "irrigation"
[time]
period = "month"
periods_per_year = 12
baseline = "9/10"
largest = "999/1000"
[stakes]
members = 12
benefit = "1/5"
cost = "7/5"
[[arrangement]]
name = "treasury"
observers = "members"
sanction = { kind = "fine", recipient = "treasury" }
[[activity]]
name = "cleaning"
title = "cleaning [bold]ditches[/bold]"
concreteness = "met"
simplicity = 2
simultaneity = 1
proximity = "4/5"
valued_by = "members"
observed = "cooperation"
"""


def run(*arguments: str, width: int = 80) -> Result:
    return CliRunner().invoke(cli.app, arguments, env={"COLUMNS": str(width)})


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coopgames", *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "80", **environment},
    )


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(OWN_CASE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """Return what is printed at two widths, and the folder."""
    out = tmp_path_factory.mktemp("out")
    results = [run("contrast", "--out", str(out), width=width) for width in (80, 160)]
    assert [x.exit_code for x in results] == [0, 0]
    return results[0].stdout, results[1].stdout, out


# ---------------------------------------------------------------- answers


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"coopgames {coopgames.__version__}\n")


def test_cases() -> None:
    result = run("cases")
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == list(coopgames.cases())
    assert "(13 activities, 4 arrangements)" in result.stdout


def table_of(text: str) -> list[str]:
    return text.split("\n\n")[0].splitlines()


def test_nothing_is_cut_off_at_either_width(shipped: tuple[str, str, Path]) -> None:
    for text, width in zip(shipped[:2], (80, 160), strict=True):
        assert "…" not in text
        assert all(len(line) <= width for line in table_of(text))
        words = re.findall(r"\b(?:not sustained|sustained|never)\b", "\n".join(table_of(text)))
        assert len(words) == 52
        numbers = re.findall(r"(?<![<\d])0\.\d{4}\b", "\n".join(table_of(text)))
        assert len(numbers) >= 35


def test_the_wide_table_says_more(shipped: tuple[str, str, Path]) -> None:
    narrow = table_of(shipped[0])[0].split()
    assert narrow == ["activity", "arrangement", "verdict", "per", "week"]
    wide = " ".join(table_of(shipped[1])[:2]).split()  # the longest title takes two lines
    assert set(wide) >= {*narrow, "year", "binding", "attribute", "ground", "flips", "source"}


def test_it_ends_with_headline_disagreement_grounds_and_place(
    shipped: tuple[str, str, Path],
) -> None:
    text, _, out = shipped
    order = (
        "At a discount factor of 993/1000 a week",
        "The model disagrees with the source on 1 of 13 activities",
        "The negative verdicts rest on",
        "* collusion: ",
        "games of institutions are sustained at their default numbers",
        "certificates accepted by the checker.",
    )
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.rstrip().endswith(str(out / "report.html"))
    assert "\x1b" not in text
    files = [path.name for path in (out / "certificates").iterdir()]
    assert f"{len(files)} certificates accepted" in text
    assert sum(not name.startswith("catalogue--") for name in files) == 84
    assert "catalogue--faena--equilibrium.json" in files


def test_the_report_has_the_catalogue(shipped: tuple[str, str, Path]) -> None:
    out = shipped[2]
    for name in ("report.md", "report.html"):
        text = (out / name).read_text(encoding="utf-8")
        assert "Appendix: the institutions of the catalogue" in text
        for x in institutions(variants=True):
            for role in x.verdict().certificates:
                assert f"catalogue--{x.key}--{role}.json" in text


@pytest.mark.parametrize("width", [60, 200])
def test_institutions(width: int) -> None:
    result = run("institutions", width=width)
    assert result.exit_code == 0
    for x in institutions():
        assert x.name in result.stdout
    assert "Wanderley (2004), chapter 7" in " ".join(result.stdout.split())
    assert "sustained" in result.stdout


def test_institutions_as_json() -> None:
    result = run("institutions", "--variants", "--json")
    rows = json.loads(result.stdout)
    assert len(rows) == len(institutions(variants=True))
    first = next(row for row in rows if row["name"] == "faena: credibility")
    assert first["verdict"] == "sustained"
    assert first["threshold"] == "[4/5, 1)"
    assert first["certificates"] == 2


@pytest.mark.parametrize("width", [60, 200])
def test_explain_an_institution(width: int) -> None:
    result = run("explain", "faena", width=width)
    assert result.exit_code == 0
    for text in ("simultaneity", "all work on the same day", "stages, one a period", "benefit"):
        assert text in " ".join(result.stdout.split())


def test_verify_accepts_what_was_written(shipped: tuple[str, str, Path], tmp_path: Path) -> None:
    files = sorted(map(str, (shipped[2] / "certificates").iterdir()))[:3]
    good = run("verify", *files)
    assert good.exit_code == 0
    assert [line.split()[0] for line in good.stdout.splitlines()] == ["accepted"] * 3
    false = tmp_path / "false.json"
    false.write_text("{}", encoding="utf-8")
    bad = run("verify", files[0], str(false))
    assert bad.exit_code == 1
    assert [line.split()[0] for line in bad.stdout.splitlines()] == ["accepted", "REJECTED"]


def test_verify_without_a_file_is_a_usage_error() -> None:
    result = run("verify")
    assert result.exit_code == 2
    assert "Missing argument" in result.stderr


@pytest.mark.parametrize("width", [50, 80, 160])
def test_explain(width: int) -> None:
    result = run("explain", "subcontracting", "reports", width=width)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "subcontracting, specialization under truthful report, burnt"
    start = next(k for k, line in enumerate(lines) if line.split()[:1] == ["simultaneity"])
    assert "26" in " ".join(lines[start : start + 2])
    assert "7, Social resources" in result.stdout
    assert "accounts are settled" in " ".join(result.stdout.split())
    assert max(len(line) for line in lines) <= max(width, 80)


def test_below_56_columns_an_activity_has_its_own_line(own: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    result = run("contrast", str(own), "--out", out, width=50)
    assert result.stdout.splitlines()[0] == "cleaning [bold]ditches[/bold]"
    assert result.stdout.splitlines()[1].startswith("* treasury: sustained, 0.")


def test_the_default_folder_is_named_after_the_case(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    assert run("contrast", str(own)).exit_code == 0
    assert (own.parent / "out" / "irrigation" / "report.html").is_file()


def test_a_users_case_end_to_end(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("contrast", str(own), "--out", str(out))
    assert result.exit_code == 0
    assert "1 of 1 activity that members value is sustained" in result.stdout
    assert "[bold]" in result.stdout
    assert "agrees with the source on 1 of 1 activity." in result.stdout
    names = sorted(path.name for path in (out / "certificates").iterdir())
    assert names == ["cleaning--treasury--equilibrium.json", "cleaning--treasury--threshold.json"]
    assert run("verify", *(str(out / "certificates" / x) for x in names)).exit_code == 0
    explained = run("explain", "cleaning", "treasury", "--case", str(own))
    assert explained.exit_code == 0
    assert "4/5" in explained.stdout


def test_another_discount_factor(own: Path, tmp_path: Path) -> None:
    result = run("contrast", str(own), "--out", str(tmp_path / "out"), "--delta", "1/2")
    assert result.exit_code == 0
    assert "0 of 1 activity that members value is sustained" in result.stdout


def test_quiet_prints_the_headline_only(own: Path, tmp_path: Path) -> None:
    result = run("contrast", str(own), "--out", str(tmp_path / "out"), "--quiet")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith("At a discount factor of 9/10 a month")


# ---------------------------------------------------------------- failures


def complaint(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("coopgames: ")
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("contrast", "wanderley2005"), "did you mean 'wanderley2004'?"),
        (("contrast", "missing.toml"), "missing.toml: no such file"),
        (("contrast", "--delta", "1"), "--delta: got '1'"),
        (("contrast", "--delta", "0"), "--delta: got '0'"),
        (("contrast", "--delta", "one half"), "--delta: got 'one half'"),
        (("contrast", "--delta", "x"), "such as 9/10"),
        (("contrast", "--out", ""), "--out: got ''"),
        (("contrast", "--out", __file__), "that is a file"),
        (("figures", "--out", __file__), "that is a file"),
        (("explain", "faen", "treasury"), "did you mean 'faena'?"),
        (("explain", "faen"), "one of faena"),
        (("explain", "faena", "nothing"), "arrangement: got 'nothing'"),
        (("explain", "faena", "treasury", "--case", "none"), "case: got 'none'"),
    ],
)
def test_bad_input_is_one_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in complaint(run(*arguments))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[time]", "[time", "own.toml:"),
        ("members = 12", "memers = 12", "memers"),
        ('baseline = "9/10"', 'baseline = "1"', "baseline"),
        ("simplicity = 2", "simplicity = 2.5", "simplicity"),
        ('valued_by = "members"', 'valued_by = "partner"', "valued_by"),
    ],
)
def test_a_bad_case_is_one_line(
    own: Path, old: str, new: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    text = own.read_text(encoding="utf-8")
    assert old in text
    own.write_text(text.replace(old, new), encoding="utf-8")
    assert words in complaint(run("contrast", str(own), "--out", "out"))
    assert not Path("out").exists()


def test_a_place_that_cannot_be_written_is_one_line(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    text = complaint(run("contrast", str(own), "--out", str(file / "out")))
    assert "cannot read or write" in text


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coopgames.institutions.cases", interrupt)
    result = run("cases")
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")


def test_an_error_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("coopgames.institutions.cases", fail)
    assert isinstance(run("cases").exception, ZeroDivisionError)


def test_an_error_of_our_own_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("coopgames.institutions.cases", fail)
    monkeypatch.setattr(sys, "argv", ["coopgames", "cases"])
    monkeypatch.delenv("COOPGAMES_TRACEBACK", raising=False)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert capsys.readouterr().err == (
        "coopgames: internal error: ZeroDivisionError: by zero; "
        "set COOPGAMES_TRACEBACK=1 to see where\n"
    )
    monkeypatch.setenv("COOPGAMES_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main()


# ---------------------------------------------------------------- as a process


@pytest.mark.parametrize("arguments", ["--help", "--version", "cases", "explain faena treasury"])
@pytest.mark.parametrize(("output", "code"), [(">&-", 0), (">/dev/full", 2)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_cannot_be_written(arguments: str, output: str, code: int) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m coopgames {arguments} {output}'],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert result.returncode == code
    assert "Traceback" not in result.stderr
    expected = "coopgames: cannot read or write: No space left on device\n" if code else ""
    assert result.stderr == expected


def test_as_a_module_with_a_latin_terminal(own: Path, tmp_path: Path) -> None:
    result = command("contrast", str(own), "--out", str(tmp_path / "out"), PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, "")
    assert r"\u201ctreasury\u201d" in result.stdout


def test_a_failure_has_no_traceback() -> None:
    result = command("contrast", "missing.toml")
    assert result.returncode == 2
    assert result.stderr == "coopgames: missing.toml: no such file\n"


def test_a_reader_that_leaves_early_causes_no_noise() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "coopgames", "explain", "faena", "treasury"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    noise = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 1
    assert noise == b""


def test_commands_that_draw_nothing_do_not_import_matplotlib() -> None:
    code = (
        "import sys\n"
        "from coopgames.cli import app\n"
        "app(['explain', 'faena', 'treasury'], standalone_mode=False)\n"
        "print('matplotlib' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8"
    )
    assert result.stdout.splitlines()[-1] == "False"


def test_claims_are_listed_with_their_verdicts() -> None:
    result = CliRunner().invoke(cli.app, ["claims"])
    assert result.exit_code == 0
    first, statement, source = result.stdout.splitlines()[:3]
    assert first.startswith("theorem1_burnt: PROVED")
    assert statement.startswith("  ")
    assert "Wanderley" in source or "defensive.md" in source

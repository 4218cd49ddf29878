"""What is written: the same bytes on every run, and no certificate that the checker rejects."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import coopgames.certificates.checker as checker
from coopgames.certificates import Certificate
from coopgames.errors import CertificateError
from coopgames.institutions import Case
from coopgames.reports import Contrast, contrast, write_contrast

CHECKERS = sorted(path.name for path in Path(checker.__file__).parent.glob("checker*.py"))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def small(case: Case) -> Contrast:
    names = ("faena", "subcontracting")
    return contrast(replace(case, activities=tuple(map(case.activity, names))))


def test_the_files(written: Path) -> None:
    found = contents(written)
    others = {name for name in found if not name.startswith("certificates")}
    assert others == {
        "report.html",
        "report.md",
        "contrast.csv",
        "thresholds.tex",
        *CHECKERS,
        "figures/verdict_grid.svg",
        "figures/verdict_grid.pdf",
        "figures/gain_and_loss.svg",
        "figures/gain_and_loss.pdf",
        "figures/attribute_path.svg",
        "figures/attribute_path.pdf",
    }
    # 52 thresholds or refutations, and one plan for each of the 32 sustained cells.
    assert len(found) - len(others) == 84


def test_two_runs_write_the_same_bytes(small: Contrast, tmp_path: Path) -> None:
    paths = write_contrast(small, tmp_path / "one")
    again = contrast(small.case)
    write_contrast(again, tmp_path / "two")
    first, second = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert first == second
    assert sorted(map(str, paths)) == sorted(str(tmp_path / "one" / name) for name in first)


def test_so_do_two_processes(tmp_path: Path) -> None:
    code = (
        "import sys, coopgames as cg\n"
        "from dataclasses import replace\n"
        "from coopgames.reports import contrast, write_contrast\n"
        "case = cg.load_case('wanderley2004')\n"
        "names = ('celebration', 'technology')\n"
        "case = replace(case, activities=tuple(map(case.activity, names)))\n"
        "write_contrast(contrast(case), sys.argv[1])\n"
    )
    for name, seed in (("one", "1"), ("two", "2")):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / name)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def run_checker(files: list[Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", checker.__file__, *map(str, files)],
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_folder_is_checked_with_what_it_holds(written: Path) -> None:
    for name in ("report.md", "report.html"):
        text = (written / name).read_text("utf-8")
        assert "python -I -S checker.py certificates/*.json" in text
        assert "coopgames/certificates" not in text
        assert "docs/" not in text
    files = sorted(f"certificates/{x.name}" for x in (written / "certificates").iterdir())
    result = subprocess.run(
        [sys.executable, "-I", "-S", "checker.py", *files[:2]],
        check=False,
        capture_output=True,
        text=True,
        cwd=written,
    )
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 2)
    assert not (written / "__pycache__").exists()


def test_figures_of_an_earlier_run_go_and_others_stay(own: Contrast, tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("attribute_path.svg", "mine.svg"):
        (folder / name).write_text("", encoding="utf-8")
    write_contrast(own, tmp_path)
    names = {path.name for path in folder.iterdir()}
    assert "attribute_path.svg" not in names
    assert {"mine.svg", "verdict_grid.svg"} <= names


def test_the_checker_alone_accepts_all_certificates(written: Path) -> None:
    files = sorted((written / "certificates").iterdir())
    result = run_checker(files)
    assert result.returncode == 0, result.stdout
    assert len(result.stdout.splitlines()) == len(files) == 84


def test_and_rejects_one_that_was_changed(written: Path, tmp_path: Path) -> None:
    text = (written / "certificates" / "faena--treasury--threshold.json").read_text("utf-8")
    changed = tmp_path / "changed.json"
    changed.write_text(text.replace('"members": 20', '"members": 21', 1), encoding="utf-8")
    assert changed.read_text("utf-8") != text
    assert run_checker([changed]).returncode == 1


def test_certificates_of_an_earlier_run_go_and_other_files_stay(
    small: Contrast, tmp_path: Path
) -> None:
    folder = tmp_path / "certificates"
    folder.mkdir()
    old = folder / "gone--treasury--threshold.json"
    mine = folder / "notes.txt"
    for path in (old, mine):
        path.write_text("{}", encoding="utf-8")
    write_contrast(small, tmp_path)
    assert not old.exists()
    assert mine.exists()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_rejected_certificate_stops_everything(small: Contrast, tmp_path: Path) -> None:
    write_contrast(small, tmp_path)
    before = contents(tmp_path)
    cell = small.cells[1]
    document = json.loads(cell.certificates["threshold"].text)
    document["digest"] = "0" * 64
    false = Certificate(json.dumps(document))
    bad = replace(cell, certificates={**cell.certificates, "threshold": false})
    broken = replace(small, cells=(small.cells[0], bad, *small.cells[2:]))
    with pytest.raises(CertificateError, match=r"faena--reports--threshold\.json: "):
        write_contrast(broken, tmp_path)
    assert contents(tmp_path) == before


def test_an_own_column_that_is_not_listed_has_its_certificates_too(
    small: Contrast, tmp_path: Path
) -> None:
    from coopgames.institutions.case import Columns

    columns = Columns(("reports",), members="treasury", partner="reports")
    case = replace(small.case, activities=small.case.activities[:1], columns=columns)
    write_contrast(contrast(case), tmp_path)
    names = {path.name for path in (tmp_path / "certificates").iterdir()}
    assert "faena--treasury--threshold.json" in names


def test_a_users_case(own: Contrast, tmp_path: Path) -> None:
    write_contrast(own, tmp_path)
    assert len(contents(tmp_path)) == 8 + len(CHECKERS) + 2
    assert (tmp_path / "report.md").read_text("utf-8").startswith("# Cleaning")

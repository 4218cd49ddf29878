"""Imports go one way, the checker stands alone, and closed forms answer for no solver."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo._repository import CHECKER, PACKAGE, ROOT


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    without_caches = shutil.ignore_patterns("__pycache__")
    for name in ("coopgames", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without_caches)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_all_contracts_are_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("where", "line", "contract"),
    [
        ("coopgames/games/planted.py", "import coopgames.claims", "imports go only to the left"),
        (
            "coopgames/institutions/planted.py",
            "import coopgames.solvers",
            "imports go only to the left",
        ),
        (
            "coopgames/certificates/planted.py",
            "import coopgames.solvers",
            "certificates do not reach solvers",
        ),
        ("coopgames/planted.py", "import json", "imports go only to the left"),
        (
            "coopgames/certificates/checker.py",
            "import coopgames.errors",
            "the checker stands alone",
        ),
        ("coopgames/certificates/checker.py", "import numpy", "the checker stands alone"),
        (
            "tests/golden/planted.py",
            "import coopgames.claims.closed_forms",
            "a closed form never answers for a solver",
        ),
        (
            "coopgames/reports/planted.py",
            "from coopgames.claims import closed_forms",
            "only claims import closed forms",
        ),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copy: Path, where: str, line: str, contract: str
) -> None:
    with (copy / where).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = lint_imports(copy)
    assert result.returncode != 0
    assert any(contract in row and "BROKEN" in row for row in result.stdout.splitlines()), (
        result.stdout + result.stderr
    )


def test_the_checker_imports_only_the_standard_library() -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(CHECKER.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names
    assert "importlib" not in imported


def test_closed_forms_are_not_looked_up_by_name_either() -> None:
    # The package imports lazily, so an attribute access is an import that no linter sees.
    places = [
        *(PACKAGE / "solvers").rglob("*.py"),
        *(PACKAGE / "reports").rglob("*.py"),
        *PACKAGE.glob("verdicts*"),
        *(ROOT / "tests" / "golden").rglob("*.py"),
    ]
    users = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in places
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr.startswith("closed_form"))
        or (isinstance(node, ast.Name) and node.id.startswith("closed_form"))
    ]
    assert places
    assert users == []

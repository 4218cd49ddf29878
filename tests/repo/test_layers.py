"""Imports go one way, the checker stands alone, and closed forms answer for no solver."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repo._repository import CHECKER, CHECKERS, PACKAGE, ROOT


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
        ("coopgames/certificates/checker_sets.py", "import flint", "the checker stands alone"),
        (
            "coopgames/certificates/checker_sets.py",
            "import coopgames.certificates.checker",
            "the checker stands alone",
        ),
        (
            "coopgames/certificates/checker_cells.py",
            "import coopgames.arithmetic",
            "the checker stands alone",
        ),
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


def test_the_contract_names_the_checker_and_all_its_companions() -> None:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tables["importlinter"]["contracts"]
    named = next(x["source_modules"] for x in contracts if x["id"] == "checker")
    assert named == [f"coopgames.certificates.{path.stem}" for path in CHECKERS]


class Imports(ast.NodeVisitor):
    """Modules that a file imports, apart from what only a type checker sees."""

    def __init__(self, path: Path) -> None:
        self.found: set[str] = set()
        self.typing: set[str] = set()
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def visit_Import(self, node: ast.Import) -> None:
        self.found.update(alias.name for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        assert node.level == 0, f"relative import in line {node.lineno}"
        self.found.add(node.module or "")

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            runtime, self.found = self.found, set()
            for inner in node.body:
                self.visit(inner)
            self.typing, self.found = self.found, runtime
            for inner in node.orelse:
                self.visit(inner)
        else:
            self.generic_visit(node)


@pytest.mark.parametrize("path", CHECKERS, ids=lambda path: path.name)
def test_the_checker_imports_only_the_standard_library(path: Path) -> None:
    imports = Imports(path)
    front = path == CHECKER
    # Companions see the checker that loads them, under the name that it registers; for their types
    # they may name each other, too.
    named = {f"coopgames.certificates.{companion.stem}" for companion in CHECKERS}
    assert imports.typing <= (set() if front else named)
    assert front or "coopgames.certificates.checker" in imports.typing
    others = {x for x in imports.found if x.split(".")[0] not in sys.stdlib_module_names}
    assert others == (set() if front else {"coopgames_checker"})
    # Only the front door loads files, and it has one way to do it.
    loaders = {x for x in imports.found if x.split(".")[0] in {"importlib", "runpy", "pkgutil"}}
    assert loaders == ({"importlib.machinery"} if front else set())


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

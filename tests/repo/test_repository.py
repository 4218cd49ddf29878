"""The repository says what it needs, and nothing about the machine that it was written on."""

from __future__ import annotations

import ast
import itertools
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo._repository import CHECKERS, PACKAGE, ROOT, text_of, tracked_files

# In pieces, so that this file does not contain what it looks for.
FOLDERS = ("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "mn" + "t")
HOSTS = ("pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "deb." + "debian")
PRIVATE = re.compile(
    r"(?<![\w.*/-])/(?:" + "|".join(FOLDERS) + r")/\w|" + "|".join(map(re.escape, HOSTS))
)
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")

# Where the name that is imported is not the name that is installed.
DISTRIBUTIONS = {"flint": "python-flint", "z3": "z3-solver"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked_files()
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    assert lines_matching(PRIVATE) == []


@pytest.mark.parametrize(
    "line", [f"see /{FOLDERS[0]}/notes.md", f"'/{FOLDERS[1]}/x'", f"https://{HOSTS[0]}/simple"]
)
def test_the_pattern_finds_them(line: str) -> None:
    assert PRIVATE.search(line)


def test_no_file_is_left_unfinished() -> None:
    assert lines_matching(UNFINISHED) == []


def test_every_import_is_declared() -> None:
    declared = names(PROJECT["dependencies"] + EXTRAS["proofs"] + EXTRAS["cluster"])
    undeclared: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module or ""]
            else:
                continue
            for module in modules:
                top = module.split(".")[0]
                # The checker registers itself as coopgames_checker for its companions.
                if top in {"coopgames", "coopgames_checker"} or top in sys.stdlib_module_names:
                    continue
                if canonicalize_name(DISTRIBUTIONS.get(top, top)) not in declared:
                    undeclared.add(f"{path.relative_to(ROOT)}: {top}")
    assert undeclared == set()


def test_every_dependency_is_explained_and_nothing_else() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    tables = text.split("## Not dependencies")[0]
    needed = set(re.findall(r"^\| ([a-z][\w-]*) \|", tables, flags=re.MULTILINE)) - {
        "package",
        "extra",
    }
    extra = set(re.findall(r"^\| `([\w-]+)` \| ([\w-]+) \|", tables, flags=re.MULTILINE))
    assert needed == names(PROJECT["dependencies"])
    assert extra == {
        (group, name) for group, requirements in EXTRAS.items() for name in names(requirements)
    }


def test_constraints_pin_every_dependency_within_its_bounds() -> None:
    pins: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            pins[canonicalize_name(name)] = version
    requirements = [
        Requirement(text) for text in [*PROJECT["dependencies"], *itertools.chain(*EXTRAS.values())]
    ]
    for requirement in requirements:
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), (
            requirement.name
        )


@pytest.mark.parametrize("path", CHECKERS, ids=lambda path: path.name)
def test_the_checker_and_each_companion_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 1_000


def test_every_relative_link_of_the_documentation_leads_somewhere() -> None:
    link = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
    targets = [
        (path, target)
        for path in tracked_files()
        if path.suffix == ".md"
        for target in link.findall(path.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert targets
    assert [
        f"{p.relative_to(ROOT)} -> {t}" for p, t in targets if not (p.parent / t).exists()
    ] == []


def test_package_data_is_shipped() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "institutions" / "cases" / "wanderley2004.toml").is_file()


def test_continuous_integration_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [f for f in folders if not (Path(f) / "__init__.py").is_file()] == []

"""The public names resolve, are documented, and the version is one."""

from __future__ import annotations

import importlib.metadata
import inspect
import tomllib

import pytest

import coopgames
from tests.repo._repository import ROOT

NAMES: tuple[str, ...] = tuple(coopgames.__all__)


def test_all_is_sorted_and_without_repetition() -> None:
    assert list(NAMES) == sorted(set(NAMES))


def test_dir_shows_every_public_name() -> None:
    assert set(NAMES) <= set(dir(coopgames))


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_resolves_and_is_documented(name: str) -> None:
    value = getattr(coopgames, name)
    if inspect.ismodule(value) or inspect.isclass(value) or callable(value):
        assert (value.__doc__ or "").strip(), f"{name} has no docstring"


def test_an_unknown_name_is_an_attribute_error() -> None:
    name = "no_such_name"
    with pytest.raises(AttributeError, match=name):
        getattr(coopgames, name)


def test_no_public_name_looks_like_a_test() -> None:
    assert [name for name in NAMES if name.lower().startswith("test") and name != "testing"] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    assert coopgames.__version__ == version
    assert importlib.metadata.version("coopgames") == version
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {version}" in citation
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

from __future__ import annotations

from pathlib import Path

import pytest

from coopgames.institutions import Case, load_case
from coopgames.reports import Contrast, contrast, write_contrast

OWN_CASE = """
name = "irrigation"
title = "Cleaning a shared channel"
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
title = "cleaning | $digging$ *together*"
concreteness = "met"
simplicity = 2
simultaneity = 1
proximity = "4/5"
valued_by = "members"
"""


@pytest.fixture(scope="session")
def case() -> Case:
    return load_case("wanderley2004")


@pytest.fixture(scope="session")
def full(case: Case) -> Contrast:
    return contrast(case)


@pytest.fixture(scope="session")
def written(full: Contrast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contrast")
    write_contrast(full, folder)
    return folder


@pytest.fixture(scope="session")
def report(written: Path) -> str:
    return (written / "report.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Contrast:
    file = tmp_path_factory.mktemp("case") / "irrigation.toml"
    file.write_text(OWN_CASE, encoding="utf-8")
    return contrast(load_case(file))

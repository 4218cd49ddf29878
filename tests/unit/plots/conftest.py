from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import matplotlib
import pytest

from coopgames.institutions import Case, load_case
from coopgames.verdicts import Judgement, verdict


@pytest.fixture(scope="session")
def case() -> Case:
    """Two activities, which have all three verdicts between them."""
    full = load_case("wanderley2004")
    return replace(full, activities=(full.activity("celebration"), full.activity("subcontracting")))


@pytest.fixture(scope="session")
def full() -> Case:
    return load_case("wanderley2004")


@pytest.fixture(scope="session")
def verdicts(case: Case) -> tuple[Judgement, ...]:
    order = [case.arrangement(name) for name in case.columns.order]
    return tuple(verdict(a, b, case.baseline) for a in case.activities for b in order)


@pytest.fixture(autouse=True)
def _settings_are_left_alone() -> Generator[None]:
    before = dict(matplotlib.rcParams)
    yield
    assert dict(matplotlib.rcParams) == before

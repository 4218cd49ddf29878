from __future__ import annotations

from collections.abc import Generator

import matplotlib
import pytest


@pytest.fixture(autouse=True)
def _settings_are_left_alone() -> Generator[None]:
    before = dict(matplotlib.rcParams)
    yield
    assert dict(matplotlib.rcParams) == before

"""Hypothesis profiles, and no windows for figures."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# Deadlines are off: exact arithmetic is uneven in time, and a busy machine is not a failure.
# derandomize is said each time, because Hypothesis has its own default where CI is set.
settings.register_profile("dev", max_examples=50, deadline=None, derandomize=False)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5000, deadline=None, derandomize=False)


def profile_name() -> str:
    """Name the profile that COOPGAMES_HYPOTHESIS asks for; without it ci if CI=true, else dev."""
    default = "ci" if os.environ.get("CI", "").lower() == "true" else "dev"
    return os.environ.get("COOPGAMES_HYPOTHESIS") or default


settings.load_profile(profile_name())

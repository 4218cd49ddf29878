"""One member's decision problem stands for the game of all."""

from __future__ import annotations

from typing import Any

from coopgames.catalogue.institution import Institution
from coopgames.solvers import check_equilibrium

__all__ = ["assert_one_stands_for_all", "follows"]


def follows(institution: Institution) -> bool | None:
    """Whether one member follows the plan while the others do."""
    plan = institution.member_profile()
    assert plan is not None
    return check_equilibrium(institution.member_game(), plan).value


def assert_one_stands_for_all(institution: Institution) -> None:
    """Fail unless the game of all has the verdict, and the best gain, of the one of one member."""
    one: Any = check_equilibrium(institution.member_game(), institution.member_profile())  # type: ignore[arg-type]
    everybody: Any = check_equilibrium(institution.game(), institution.profile())  # type: ignore[arg-type]
    assert one.value is everybody.value
    assert one.diagnostics["deviation"].gain == everybody.diagnostics["deviation"].gain

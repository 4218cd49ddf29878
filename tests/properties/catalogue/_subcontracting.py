"""Numbers of pairs, and what shirking gains below a threshold, recomputed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from coopgames.games import FinePlan, RepeatedGame
from coopgames.solvers import check_equilibrium
from tests.properties.catalogue._agreement import rationals

__all__ = ["assert_exit_gain", "assert_fine_gain", "discounts", "money", "rates"]

money = rationals("1/10", 9)
discounts = rationals("1/20", "19/20")
#: False alarms and detection, strictly between 0 and 1 and apart.
rates: st.SearchStrategy[tuple[Fraction, Fraction]] = st.tuples(
    st.integers(1, 38), st.integers(1, 38)
).map(lambda cut: (Fraction(min(cut), 40), Fraction(max(cut) + 1, 40)))


def assert_exit_gain(pair: Any, stake: Fraction) -> None:
    """Fail unless parting after complaints is refuted, and shirking gains what is found here."""
    beta = pair.discount_factor**pair.delay
    value = stake / (1 - beta * (1 - pair.false_alarm))
    gain = pair.gain - beta * (pair.detection - pair.false_alarm) * value
    answer = check_equilibrium(pair.game(), pair.profile())
    assert answer.value is False
    deviation: Any = answer.diagnostics["deviation"]
    assert deviation.action == "shirk"
    assert deviation.gain == gain > 0


def assert_fine_gain(game: RepeatedGame, gain: Fraction, fine: Fraction, change: Fraction) -> None:
    """Fail unless the largest fine that is paid does not deter, and by how much is found here."""
    answer = check_equilibrium(game, FinePlan(fine))
    assert answer.value is False
    deviation: Any = answer.diagnostics["deviation"]
    assert deviation.gain == gain - game.round_discount_factor * change * fine > 0  # type: ignore[operator]

"""Where a property of the payoff set begins: a guess in floats, then exact solves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.solves import Solves
from coopgames.solvers.simplest import simplest_between

__all__ = ["TOP", "Bracket", "bracket", "float_threshold", "short_rationals"]

#: Discount factors above this are not looked at.
TOP: Final = Fraction(999_999, 1_000_000)
ROUNDS: Final = 44
#: Distances from a float threshold at which a short rational is looked for.
WINDOWS: Final = tuple(Fraction(1, 10**k) for k in (11, 9, 7, 5))
#: A fraction of this denominator or a smaller one comes near a random number now and then.
RARE: Final = 50


@dataclass(frozen=True, slots=True)
class Bracket:
    """The property fails at ``below`` and holds at ``above``, both exactly decided."""

    below: Fraction
    above: Fraction


def float_threshold(solves: Solves, wanted: Property) -> float | None:
    """Return where floats see the property begin; None if they do not see it at all."""
    low, high = 0.0, float(TOP)
    if not wanted.seems(solves.floats(high)):
        return None
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        if wanted.seems(solves.floats(middle)):
            high = middle
        else:
            low = middle
    return high


def short_rationals(guess: float) -> Iterator[Fraction]:
    """Return the fractions near a float that are too short to be there by chance."""
    center = Fraction(guess)
    tried: set[Fraction] = set()
    for window in WINDOWS:
        found = simplest_between(center - window, center + window)
        rare = found.denominator**2 * window * RARE < 1
        if found not in tried and rare and 0 < found < 1:
            tried.add(found)
            yield found


def bracket(solves: Solves, wanted: Property, guess: float | None, width: Fraction) -> Bracket:
    """Enclose the threshold, by exact bisection around a guess.

    The property must fail at 0 and hold at `TOP`. The bracket is wider than `width` where a solve
    in between does not decide.
    """
    low, high = Fraction(0), TOP
    if guess is not None:
        for power in (40, 36, 30, 22, 14, 6):
            reach = Fraction(1, 2**power)
            center = Fraction(round(guess * 2**44), 2**44)
            if low < center - reach and solves.holds(wanted, center - reach) is False:
                low = center - reach
            if center + reach < high and solves.holds(wanted, center + reach):
                high = center + reach
            if low and high < TOP:
                break
    while high - low > width:
        middle = (low + high) / 2
        verdict = solves.holds(wanted, middle)
        if verdict is None:
            break
        if verdict:
            high = middle
        else:
            low = middle
    return Bracket(low, high)

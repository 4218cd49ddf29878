"""Draws for the robustness survey: each draw is a world with its own stakes, levels and patience.

What is drawn once per world and shared by all activities in it: the two stakes' factors, the
discount factor, and the number behind each level of each attribute ("concreteness: met" is the same
number for communal work and for a march). What is independent: everything across worlds, and within
a world the levels of one attribute, the attributes, the stakes and the discount factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from coopgames.errors import invalid
from coopgames.institutions import ATTRIBUTES, LEVELS, Case
from coopgames.institutions.levels import Attribute, Setting
from coopgames.solvers.batch_receipts import FloatArray

__all__ = ["Worlds", "checked_draws", "draw_worlds", "generator_of"]

_MOST_IMPATIENT, _MOST_PATIENT = 0.93, 0.999
_WEEKS_PER_YEAR = 52
_LEAST_SEEN = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """Primitives in every world; all arrays have one entry per draw.

    Attributes
    ----------
    gain_factor, value_factor : arrays
        By what the gain from shirking and the value of a round are multiplied, everywhere.
    discount_factor : array
        Per period of the case.
    primitives : mapping of (attribute, setting) to array
        The number behind a level, or behind a number given in place of a level.
    """

    gain_factor: FloatArray
    value_factor: FloatArray
    discount_factor: FloatArray
    primitives: Mapping[tuple[Attribute, Setting], FloatArray]

    @property
    def draws(self) -> int:
        """How many worlds there are."""
        return len(self.discount_factor)


def checked_draws(draws: object, argument: str = "draws") -> int:
    """Return a number of draws, an integer >= 1."""
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 1:
        raise invalid(argument, draws, "an integer >= 1")
    return draws


def generator_of(rng: np.random.Generator | int) -> np.random.Generator:
    """Return a generator, made from a seed if one is given."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise invalid("rng", rng, "a numpy Generator or a seed, an integer >= 0") from error


def draw_worlds(case: Case, draws: int, rng: np.random.Generator) -> Worlds:
    """Draw the primitives of a case.

    Parameters
    ----------
    case : Case
    draws : int
    rng : numpy.random.Generator

    Notes
    -----
    As fixed in docs/theory/contrast.md, section 4, before anything was drawn: noise, dimensions
    (rounded) and lag (rounded, at least 1) log-uniform within a factor 2 around the level's number;
    proximity uniform within 1/10 of it, cut to [0.02, 1]; gain and value log-uniform within a
    factor 2 around the activity's own (with a gain of 1 and a value of 2: on [1/2, 2] and [1, 4]);
    one minus the discount factor log-uniform, from 0.93 to 0.999 a week (for other periods: the
    same per year). The drawn numbers of neighbouring levels may come close and are not sorted: it
    is the note's rule and it is not tuned.

    The order of drawing is fixed: stakes, discount factor, then attribute by attribute the three
    levels and any numbers given in their place. So a survey of fewer activities, all given by
    levels, sees the same worlds.
    """

    def factor() -> FloatArray:
        return 2.0 ** rng.uniform(-1.0, 1.0, draws)

    gain, value = factor(), factor()
    discount = _discount_factors(case, draws, rng)
    primitives: dict[tuple[Attribute, Setting], FloatArray] = {}
    for attribute in ATTRIBUTES:
        for setting in _settings(case, attribute):
            center = float(case.standard.value(attribute, setting))
            if attribute == "proximity":
                drawn = np.clip(center + rng.uniform(-0.1, 0.1, draws), _LEAST_SEEN, 1.0)
            else:
                drawn = center * factor()
                if attribute != "concreteness":
                    drawn = np.fmax(np.rint(drawn), 1.0)
            primitives[attribute, setting] = drawn
    return Worlds(gain, value, discount, MappingProxyType(primitives))


def _settings(case: Case, attribute: Attribute) -> list[Setting]:
    used = {getattr(activity, attribute) for activity in case.activities}
    return [*LEVELS, *sorted(x for x in used if not isinstance(x, str))]


def _discount_factors(case: Case, draws: int, rng: np.random.Generator) -> FloatArray:
    weeks = _WEEKS_PER_YEAR / case.periods_per_year
    least, most = 1 - _MOST_PATIENT**weeks, 1 - _MOST_IMPATIENT**weeks
    return 1 - np.exp(rng.uniform(np.log(least), np.log(most), draws))

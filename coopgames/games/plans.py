"""Strategy profiles of associations and of pairs, each a small automaton of a fixed shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid

__all__ = ["ExitPlan", "FinePlan", "Plan"]


@dataclass(frozen=True, slots=True)
class FinePlan:
    """Contribute; pay the fine when flagged; who refuses is out for ever.

    The states of a member are GOOD (contribute), FLAGGED (pay) and OUT (absorbing).

    Parameters
    ----------
    fine : exact number >= 0
        The flat fine, in payoff units, due at the start of the next round.

    References
    ----------
    The automaton of ``docs/theory/defensive.md``, section 1.1.

    Examples
    --------
    >>> FinePlan("5/3").fine
    Fraction(5, 3)
    """

    fine: Fraction

    def __post_init__(self) -> None:
        fine = read_exact(self.fine, "fine")
        if fine < 0:
            raise invalid("fine", self.fine, "a number >= 0")
        object.__setattr__(self, "fine", fine)


@dataclass(frozen=True, slots=True)
class ExitPlan:
    """The supplier works; after each report the relation goes on with a stated probability.

    The supplier holds the whole rent, the buyer gets the outside option's 0 after every report, so
    that he has no reason to misreport.

    Parameters
    ----------
    continuation : sequence of exact probabilities
        One for each report; report 0 is "no complaint".

    References
    ----------
    The converse in the proof of proposition P1a (iv), ``docs/theory/specialization.md``; compare
    the termination contracts of Levin (2003).

    Examples
    --------
    >>> ExitPlan([1, "1/2"]).continuation
    (Fraction(1, 1), Fraction(1, 2))
    """

    continuation: tuple[Fraction, ...]

    def __init__(self, continuation: Sequence[object]) -> None:
        chances = tuple(read_exact(p, "continuation") for p in continuation)
        if len(chances) < 2 or any(not 0 <= p <= 1 for p in chances):
            raise invalid("continuation", continuation, "one probability in [0, 1] for each report")
        object.__setattr__(self, "continuation", chances)


Plan = FinePlan | ExitPlan

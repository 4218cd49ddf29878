"""A partnership in production beside what else the partners share: home production, other ties.

Most questions about a :class:`Partnership` become a :class:`~coopgames.games.RepeatedGame`, to be
asked with ``critical_discount_factor`` and ``critical_value``; whether a link adds value is a
linear program here. (docs/theory/specialization.md, P4.)
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from coopgames.arithmetic import Number, RationalFunction
from coopgames.errors import invalid
from coopgames.games import (
    AttributedSignals,
    Fine,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_programs import (
    association_of_two,
    read_numbers,
    round_discount_factor,
    values_of_program,
)
from coopgames.solvers.solution import Solution

__all__ = ["Partnership", "worth_risking"]

Medium = Literal["exclusion", "fine"]


@dataclass(frozen=True, slots=True)
class Partnership:
    """Subcontracting between partners who could produce everything at home.

    Parameters
    ----------
    gain : number
        The supplier's one-round gain from shirking.
    surplus : number
        What a round of subcontracting is worth to the pair, over the market.
    false_alarm, detection : numbers
        Probability of a complaint after work and after shirking; the buyer alone sees the quality.
    independence : number, optional
        What a round is worth in which each produces everything at home.
    others : number, optional
        What else the association gives the partners in a round: market, defence, safety net.

    Examples
    --------
    >>> from coopgames.solvers import critical_discount_factor
    >>> partners = Partnership(1, "4/5", "1/10", "3/5", others="5/2")
    >>> critical_discount_factor(partners.alone()).value
    Fraction(10, 13)
    >>> critical_discount_factor(partners.bundled()).value
    Fraction(20, 51)
    """

    gain: Number
    surplus: Number
    false_alarm: Number
    detection: Number
    independence: Number = 0
    others: Number = 0

    def __post_init__(self) -> None:
        read_numbers(self, ("false_alarm", "detection"))

    @property
    def value(self) -> Number:
        """Joint surplus of a round over producing everything at home."""
        return self.surplus - self.independence

    def alone(self, discount_factor: object = 0) -> RepeatedGame:
        """Return the game of the pair with nothing but the partnership at stake."""
        return self._private(self.value, discount_factor)

    def bundled(self, discount_factor: object = 0) -> RepeatedGame:
        """Return the game in which a complaint puts everything at stake that the partners share."""
        return self._private(self.value + self.others, discount_factor)

    def _private(self, value: Number, discount_factor: object) -> RepeatedGame:
        reports = PrivateValuation.binary(self.false_alarm, self.detection)
        return RepeatedGame(supplier_pair(self.gain, value), discount_factor, reports)

    def bundled_in_treasury(self, discount_factor: object = 0) -> RepeatedGame:
        """Return the game in which a fine backed by everything goes to third parties."""
        stage = association_of_two(self.gain, self.value + self.others)
        signals = AttributedSignals(self.false_alarm, self.detection)
        return RepeatedGame(stage, discount_factor, signals, Fine("treasury"))


def worth_risking(
    partners: Partnership, discount_factor: object, by: Medium = "exclusion"
) -> Solution[tuple[Interval, ...]]:
    """Return the values of a parameter at which linking subcontracting to the rest adds value.

    Parameters
    ----------
    partners : Partnership
        One number of it, or the discount factor, is ``coopgames.parameter(name, lower, upper)``.
    discount_factor : number
        Of a round.
    by : {"exclusion", "fine"}
        What follows a complaint: exclusion from everything for ever, or the least burnt fine that
        deters.

    Returns
    -------
    Solution
        Intervals. Enforceable is another question: ask ``critical_value`` of the bundled game.

    Notes
    -----
    The two values, with subcontracting and without, are the solutions of linear equations; the
    program maximises their difference.

    Examples
    --------
    The larger the safety net, the less it is worth risking:

    >>> from coopgames.arithmetic import parameter
    >>> net = parameter("net", 0, 10)
    >>> partners = Partnership(1, "4/5", "1/10", "3/5", others=net)
    >>> print(*worth_risking(partners, "23/25").value)
    (0, 16/23]
    """
    if not isinstance(partners, Partnership):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("partners", partners, "a Partnership")
    if by not in ("exclusion", "fine"):
        raise invalid("by", by, "'exclusion' or 'fine'")
    beta = round_discount_factor(discount_factor)
    alpha, change = partners.false_alarm, partners.detection - partners.false_alarm
    if by == "fine" and not isinstance(change, RationalFunction) and change <= 0:
        raise invalid("detection", partners.detection, "more than the false alarm rate")
    # Values may be negative: each is a difference of two variables. Then the fine.
    keeps, loses = (1 - beta * (1 - alpha), 0) if by == "exclusion" else (1 - beta, alpha * beta)
    rows = [
        Row((keeps, -keeps, 0, 0, loses), "==", partners.value + partners.others, "linked"),
        Row((0, 0, 1 - beta, beta - 1, 0), "==", partners.others, "apart"),
    ]
    if by == "fine":
        rows.append(Row((0, 0, 0, 0, beta * change), ">=", partners.gain, "effort"))
    names = ("linked", "-linked", "apart", "-apart", "fine")
    program = LinearProgram([1, -1, -1, 1, 0], rows, (), names)
    given = (beta, *(getattr(partners, f.name) for f in fields(partners)))
    return values_of_program(program, f"value of a link by {by} against none", given)

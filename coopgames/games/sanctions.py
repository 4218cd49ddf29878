"""Sanctions: what an association may do after a flag, and where the money goes.

The recipient of a fine is a primitive of the game, because it decides what false alarms cost:
a burnt fine destroys value at each false alarm, a fine that goes to the others does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from coopgames.arithmetic import Number, number
from coopgames.errors import invalid
from coopgames.games._domains import at_least

__all__ = ["Budget", "Exclusion", "Fine", "PhysicalPenalty", "Promises", "Recipient", "Sanction"]

Recipient = Literal["burnt", "treasury", "unflagged"]
Budget = Literal["balanced", "burning", "burnt"]


def _non_negative(value: object, argument: str) -> Number:
    checked = number(value, argument)
    if not at_least(checked, 0):
        raise invalid(argument, value, "a number >= 0")
    return checked


@dataclass(frozen=True, slots=True)
class Fine:
    """A flat fine, due at the start of the next round; refusal to pay is exclusion for ever.

    Parameters
    ----------
    recipient : {"burnt", "treasury", "unflagged"}
        ``burnt``: destroyed, or spent on what members do not value. ``treasury``: each fine is
        split equally among the other ``n - 1`` members, not netted against refunds.
        ``unflagged``: the pot is split among the members without a flag; nobody pays if all
        are flagged.
    cap : number, optional
        Largest fine that can be collected in one settlement, in payoff units. ``None``: only the
        value of membership bounds the fine.

    Examples
    --------
    >>> Fine("treasury")
    Fine(recipient='treasury', cap=None)
    """

    recipient: Recipient = "burnt"
    cap: Number | None = None

    def __post_init__(self) -> None:
        if self.recipient not in get_args(Recipient):
            raise invalid("recipient", self.recipient, f"one of {', '.join(get_args(Recipient))}")
        if self.cap is not None:
            object.__setattr__(self, "cap", _non_negative(self.cap, "cap"))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Exclusion for ever after a flag, by public lottery; it burns like a fine that nobody gets.

    Parameters
    ----------
    value : number, optional
        Value of being excluded, relative to the outside option; only 0 is solved for today.
    """

    value: Number = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", number(self.value, "value"))


@dataclass(frozen=True, slots=True)
class PhysicalPenalty:
    """A further loss that can be inflicted on a member who refuses to pay, as a money equivalent.

    Parameters
    ----------
    size : number
        The loss, at least 0, in payoff units.
    voluntary : bool, optional
        Whether a member *without* a flag may leave for 0 unharmed. If not, a heavy beating keeps in
        members whose membership is worth less than nothing.
    """

    size: Number
    voluntary: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _non_negative(self.size, "size"))


@dataclass(frozen=True, slots=True)
class Promises:
    """Any continuation promises by own flag and number of flags: the best rule of a whole class.

    Parameters
    ----------
    budget : {"balanced", "burning", "burnt"}
        ``balanced``: promises always sum to ``n V``. ``burning``: they sum to at most ``n V``.
        ``burnt``: each is at most ``V``, nothing is handed to others.
    """

    budget: Budget = "balanced"

    def __post_init__(self) -> None:
        if self.budget not in get_args(Budget):
            raise invalid("budget", self.budget, f"one of {', '.join(get_args(Budget))}")


Sanction = Fine | Exclusion | PhysicalPenalty | Promises

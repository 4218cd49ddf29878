"""Sanctions: what an association may do after a flag, and where the money goes.

The recipient of a fine is a primitive of the game, because it decides what false alarms cost:
a burnt fine destroys value at each false alarm, a fine that goes to the others does not.

*Who decides* that somebody is to be sanctioned is no part of a sanction: it is the monitoring
structure (:mod:`coopgames.games.monitoring`). Flags that all see
(:class:`~coopgames.games.AttributedSignals`) need nobody's word; a value that the partner alone
judges (:class:`~coopgames.games.PrivateValuation`) does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from coopgames.arithmetic import Number, number
from coopgames.errors import invalid
from coopgames.games._domains import at_least

__all__ = [
    "Budget",
    "Exclusion",
    "Fine",
    "PhysicalPenalty",
    "Promises",
    "Recipient",
    "Sanction",
    "WorkStoppage",
]

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

    The value of membership always bounds what a member pays, since who refuses only loses that;
    a cap is a second bound, by wealth. A flag, hence who is fined, comes from the monitoring
    structure: nobody decides at this stage.

    Parameters
    ----------
    recipient : {"burnt", "treasury", "unflagged"}
        ``burnt``: destroyed, or spent on what members do not value. ``treasury``: each fine is
        split equally among the other ``n - 1`` members. ``unflagged``: the pot is split among the
        members without a flag; nobody pays if all are flagged.
    cap : number, optional
        Wealth: the largest payment that can be collected from a member in one settlement, in payoff
        units, at least 0. ``None``: only the value of membership bounds it.
    netted : bool, keyword only
        Whether the treasury sets a member's refund against the own fine. If not, the refund comes
        separately, and both bounds are on the *gross* fine, the same after any number of flags. If
        so, only the *net* payment is due and bounded, and it is the net payment that is flat: with
        ``K`` of ``n`` members flagged the gross fine is ``(n - 1)/(n - K)`` times as large, and
        nothing is due if all are flagged. (A flat gross fine is worst at ``K = 1``, where nothing
        can be set against it: netting alone, without raising the fine, would change nothing.)

    Examples
    --------
    >>> Fine("treasury")
    Fine(recipient='treasury', cap=None)
    >>> Fine("treasury", "3/2", netted=True)
    Fine(recipient='treasury', cap=Fraction(3, 2), netted=True)
    """

    recipient: Recipient = "burnt"
    cap: Number | None = None
    netted: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.recipient not in get_args(Recipient):
            raise invalid("recipient", self.recipient, f"one of {', '.join(get_args(Recipient))}")
        if self.cap is not None:
            object.__setattr__(self, "cap", _non_negative(self.cap, "cap"))
        if not isinstance(self.netted, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("netted", self.netted, "True or False")
        if self.netted and self.recipient != "treasury":
            raise invalid(
                "netted",
                self.netted,
                f"False: fines that are {self.recipient} refund nothing to who pays one"
                if self.recipient == "burnt"
                else "False: the unflagged receive, and they owe nothing that it could be set "
                "against",
            )

    def __repr__(self) -> str:
        shown = f"recipient={self.recipient!r}, cap={self.cap!r}"
        return f"Fine({shown}, netted=True)" if self.netted else f"Fine({shown})"

    @property
    def rule(self) -> Recipient:
        """The recipient whose net payments these are, flag profile by flag profile.

        A netted treasury takes the same net payment from each flagged member and hands it to the
        unflagged in equal parts: payment by payment it is the pot of the unflagged.
        """
        return "unflagged" if self.netted else self.recipient


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
        if not isinstance(self.voluntary, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("voluntary", self.voluntary, "True or False")


@dataclass(frozen=True, slots=True)
class Promises:
    """Any continuation promises by own flag and number of flags: the best rule of a whole class.

    Parameters
    ----------
    budget : {"balanced", "burning", "burnt"}
        ``balanced``: promises always sum to ``n V``. ``burning``: they sum to at most ``n V``.
        ``burnt``: each is at most ``V``, nothing is handed to others.
    cap : number, optional
        Wealth: nobody's net payment at one settlement exceeds it, in payoff units before
        discounting; a promise is then at least ``V - cap``. ``None``: promises are at least 0, the
        value of leaving, which holds in any case.

    Examples
    --------
    >>> Promises("balanced"), Promises("burning", cap="9/10")
    (Promises(budget='balanced'), Promises(budget='burning', cap=Fraction(9, 10)))
    """

    budget: Budget = "balanced"
    cap: Number | None = None

    def __post_init__(self) -> None:
        if self.budget not in get_args(Budget):
            raise invalid("budget", self.budget, f"one of {', '.join(get_args(Budget))}")
        if self.cap is not None:
            object.__setattr__(self, "cap", _non_negative(self.cap, "cap"))

    def __repr__(self) -> str:
        shown = f"budget={self.budget!r}"
        return f"Promises({shown})" if self.cap is None else f"Promises({shown}, cap={self.cap!r})"


@dataclass(frozen=True, slots=True)
class WorkStoppage:
    """After flags everybody stops: a public lottery over stopping for ever, by number of flags.

    Nobody is singled out and nobody pays, so all members lose alike, the flagged and the others.
    Stopping is worth the outside option, 0. The lotteries are searched: the answer is about the
    best one.

    Examples
    --------
    >>> WorkStoppage()
    WorkStoppage()
    """


Sanction = Fine | Exclusion | PhysicalPenalty | Promises | WorkStoppage

"""Arrangements: who values a contribution, who sanctions, and where the money goes."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from fractions import Fraction
from typing import Literal, get_args

from coopgames.arithmetic import Enclosure, Number
from coopgames.errors import InvalidGameError, invalid
from coopgames.games import Exclusion, Fine, Promises
from coopgames.institutions.levels import nearest, primitive_value, stake, words
from coopgames.institutions.naming import check_name
from coopgames.institutions.standard import EquityStandard

__all__ = ["OBSERVERS", "Arrangement", "Observers", "Sanction"]

Observers = Literal["members", "partner"]
Sanction = Fine | Exclusion | Promises

OBSERVERS: tuple[Observers, ...] = get_args(Observers)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An institution: the rules under which an activity is carried out.

    There is no argument for the value of membership. It is endogenous: what a member loses by
    exclusion is the value of the very equilibrium that is looked for, and the solver finds both
    together. A limit on what can be collected is the ``cap`` of a :class:`~coopgames.games.Fine`.

    Parameters
    ----------
    name : str
        An identifier; it names columns and certificate files.
    observers : {"members", "partner"}
        ``members``: many see the contribution and flags are public (a game of the association).
        ``partner``: only the partner can tell what it was worth, and reports it (a game of two).
    sanction : Fine, Exclusion or Promises (promises with ``partner`` only)
        What follows a flag or a complaint. In a pair nobody else receives anything, so it burns.
    side_agreement_cost : exact number >= 0, optional
        With ``partner`` only. What it costs the pair to agree on a report. ``None``: such
        agreements cannot be made, reports need only be truthful. 0: they are free, so reports
        must also be collusion-proof.
    partner_sees : exact number in (0, 1], optional
        With ``partner`` only. Probability that the partner sees the delivery, in place of the
        activity's proximity.
    physical_penalty : exact number >= 0, optional
        With ``members`` only. A further loss of a member who refuses to pay, in money.
    standard : EquityStandard, optional
        What the levels of the attributes mean; that of Wanderley (2004) by default.
    title : str, optional
        The name for people.

    Raises
    ------
    InvalidGameError
        If an argument is outside its domain, or given to the wrong kind of observers.

    Examples
    --------
    >>> from coopgames.games import Fine
    >>> treasury = Arrangement("treasury", "members", Fine("treasury"))
    >>> treasury.observers
    'members'
    """

    name: str
    observers: Observers
    sanction: Sanction
    _: KW_ONLY
    side_agreement_cost: Number | None = None
    partner_sees: Fraction | None = None
    physical_penalty: Number | None = None
    standard: EquityStandard = field(default_factory=EquityStandard.wanderley_2004, repr=False)
    title: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        check_name(self.name, "name")
        if self.observers not in OBSERVERS:
            expected = f"one of {', '.join(OBSERVERS)}" + nearest(self.observers, OBSERVERS)
            raise invalid("observers", self.observers, expected)
        if not isinstance(self.sanction, Sanction):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("sanction", self.sanction, "a Fine, Exclusion or Promises")
        if not isinstance(self.standard, EquityStandard):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("standard", self.standard, "an EquityStandard")
        self._check_observers_arguments()
        object.__setattr__(self, "title", words(self.title, "title"))

    def _check_observers_arguments(self) -> None:
        other = ("side_agreement_cost", "partner_sees")
        if self.observers == "members" and isinstance(self.sanction, Promises):
            expected = (
                "a Fine or Exclusion: flags from a measure are enclosures, promises need numbers"
            )
            raise _refused("sanction", _in_words(self.sanction), expected)
        if self.observers == "partner":
            other = ("physical_penalty",)
            if not _burns(self.sanction):
                expected = "a sanction that burns: in a pair there is nobody else to receive it"
                raise _refused("sanction", _in_words(self.sanction), expected)
        for argument in other:
            value = getattr(self, argument)
            if value is not None:
                raise _refused(
                    argument, str(value), f"nothing when observers is {self.observers!r}"
                )
        for argument in ("side_agreement_cost", "physical_penalty"):
            object.__setattr__(self, argument, _non_negative(getattr(self, argument), argument))
        if self.partner_sees is not None:
            seen = primitive_value("proximity", self.partner_sees, "partner_sees")
            object.__setattr__(self, "partner_sees", seen)

    @property
    def label(self) -> str:
        """The title, or the name in words."""
        return self.title or self.name.replace("_", " ")

    @property
    def sanction_label(self) -> str:
        """What follows a flag or a complaint, in words."""
        what = _in_words(self.sanction)
        if self.physical_penalty is None:
            return what
        return f"{what}; a physical penalty of {self.physical_penalty} after a refusal"


def _non_negative(value: Number | None, argument: str) -> Number | None:
    if value is None:
        return None
    checked = stake(value, argument)
    if isinstance(checked, Fraction | Enclosure) and checked < 0:
        raise _refused(argument, str(value), "a number >= 0")
    return checked


def _refused(argument: str, received: str, expected: str) -> InvalidGameError:
    """Build the error in words: the reader of a case file has not written Python."""
    return InvalidGameError(f"{argument}: got {received}, expected {expected}")


_FINES = {
    "burnt": "a fine, burnt",
    "treasury": "a flat fine to the treasury",
    "unflagged": "a fine shared by the unflagged",
}


def _in_words(sanction: Sanction) -> str:
    if isinstance(sanction, Fine):
        limit = "" if sanction.cap is None else f", at most {sanction.cap}"
        return _FINES[sanction.recipient] + limit
    if isinstance(sanction, Promises):
        return f"any promises, {sanction.budget}"
    return "exclusion by public lottery"


def _burns(sanction: Sanction) -> bool:
    if isinstance(sanction, Fine):
        return sanction.recipient == "burnt"
    return not (isinstance(sanction, Promises) and sanction.budget == "balanced")

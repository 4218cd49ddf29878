"""Ayni: a favour that is returned by a favour, in work or in kind, on a later occasion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.defensive._dyads import (
    OVER,
    PUBLIC,
    Helping,
    HelpingInstitution,
    Turn,
    needs,
    random_turns,
)
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity

__all__ = ["Ayni", "AyniWithLedger", "AyniWithRandomNeed"]

_ATTRIBUTES: Attributes = {
    "concreteness": ("met", "a day of work or a product is given or it is not"),
    "simplicity": ("met", "one favour stands against one favour"),
    "simultaneity": ("not", "the favour is returned on a later occasion"),
    "proximity": ("met", "two persons who deal with each other"),
    "sanction": ("-", "a refusal ends the relation"),
}
EVEN = "even"
#: Periods from a favour to its return, two states each.
MOST_LAG = 50
_OWES = ("first owes", "second owes")


def _source(section: str) -> Source:
    return Source(
        "7",
        "Social resources for defensive joint efforts",
        'Another form is the "ayni" in which it is expected that the favor will be reciprocated in '
        "a future occasion both in the form of work or product.",
        f"docs/theory/defensive.md, section {section}",
    )


class _Ayni(HelpingInstitution):
    """What the book says of the ayni, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "ayni"
    title: ClassVar[str] = "Ayni"
    source: ClassVar[Source] = _source("3.1")
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "third parties' talk, and enforcement by the community",
        "prestige as relative standing",
        "favours that grow",
    )


@dataclass(frozen=True, slots=True)
class Ayni(_Ayni):
    """Two persons help each other by turns, some periods apart.

    Examples
    --------
    >>> print(*Ayni(lag=1, cost=1, benefit=2).threshold().value)
    [1/2, 1)
    >>> print(*Ayni(lag=3, cost=1, benefit=2).threshold().value)
    [0.793700526 (root of 2x^3 - 1), 1)
    """

    lag: int = count(
        "periods from a favour to its return", "periods", "ell", 3, least=1,
        attribute="simultaneity",
    )  # fmt: skip
    cost: Number = quantity("cost of a favour to who gives it", "money", "c", 1, above=0)
    benefit: Number = quantity("worth of a favour to who gets it", "money", "B", 2, above=0)
    discount_factor: Number = patience("9/10")

    claim: ClassVar[str] = f"each returns the favour when his turn comes; {PUBLIC}"

    def pair(self) -> Helping:
        """Return the states: one gives, the pair waits, the other gives, the pair waits."""
        refuse_more_than(MOST_LAG, "lag", self.lag)
        names = [
            state
            for who in ("first", "second")
            for state in (f"{who} gives", *(f"{k} since {who} gave" for k in range(1, self.lag)))
        ]
        after = dict(zip(names, [*names[1:], names[0]], strict=True))
        givers = {"first gives": 0, "second gives": 1}
        turns = {state: Turn(givers.get(state), after[state]) for state in names}  # type: ignore[arg-type]
        turns[OVER] = Turn(None, OVER)
        return Helping(turns, -self.cost, self.benefit, self.discount_factor, names[0])


@dataclass(frozen=True, slots=True)
class AyniWithRandomNeed(_Ayni):
    """Chance says who is in need; the other helps, and nobody keeps accounts.

    Examples
    --------
    >>> print(*AyniWithRandomNeed(need="1/5", cost=1, benefit=3).threshold().value)
    [5/7, 1)
    """

    need: Number = chance(
        "probability in a period that a given one is in need", "p", "1/5", most="1/2"
    )
    cost: Number = quantity("cost of a favour to who gives it", "money", "c", 1, above=0)
    benefit: Number = quantity("worth of a favour to who gets it", "money", "B", 3, above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "random need"
    source: ClassVar[Source] = _source("3.2")
    claim: ClassVar[str] = f"each helps whenever the other is in need; {PUBLIC}"

    def pair(self) -> Helping:
        """Return the states: who is in need, and the end."""
        turns = random_turns(needs(self.need))
        return Helping(turns, -self.cost, self.benefit, self.discount_factor)


@dataclass(frozen=True, slots=True)
class AyniWithLedger(_Ayni):
    """Chance says who is in need, and nobody may owe more than one favour.

    Who already owes one is not helped before he has given one. A favour beyond the ledger may be
    given all the same: it is not written down, so nothing is owed for it.

    Examples
    --------
    >>> pair = AyniWithLedger(need="1/5", cost=1, benefit=3)
    >>> print(*pair.threshold().value)
    [0.762014746 (root of 16x^2 - 45x + 25), 1)
    """

    need: Number = chance(
        "probability in a period that a given one is in need", "p", "1/5", most="1/2"
    )
    cost: Number = quantity("cost of a favour to who gives it", "money", "c", 1, above=0)
    benefit: Number = quantity("worth of a favour to who gets it", "money", "B", 3, above=0)
    discount_factor: Number = patience("93/100")

    variant: ClassVar[str] = "ledger"
    source: ClassVar[Source] = _source("3.3")
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "simplicity": ("met", "at most one favour is outstanding"),
    }
    claim: ClassVar[str] = (
        f"each helps whoever is in need and does not already owe a favour; {PUBLIC}"
    )

    def before_need(self, ledger: str = EVEN) -> dict[str, Number]:
        """Return the law of the state of a period, before it is known who is in need.

        With the values of the states it gives the value of the ledger.

        Parameters
        ----------
        ledger : str
            ``"even"``, ``"first owes"`` or ``"second owes"``.

        Examples
        --------
        >>> AyniWithLedger(need="1/5").before_need()["even, first in need"]
        Fraction(1, 5)
        """
        return {f"{ledger}, {who}": p for who, p in needs(self.need).items()}

    def pair(self) -> Helping:
        """Return the states: what is owed and who is in need, and the end."""
        turns: dict[str, Turn] = {}
        for ledger in (_OWES[0], EVEN, _OWES[1]):
            stays = self.before_need(ledger)
            first, second, nobody = stays
            turns[first] = self._asked(ledger, 1)
            turns[second] = self._asked(ledger, 0)
            turns[nobody] = Turn(None, stays)
        turns[OVER] = Turn(None, OVER)
        return Helping(turns, -self.cost, self.benefit, self.discount_factor)

    def _asked(self, ledger: str, giver: int) -> Turn:
        """Return what happens when one may help the other, who is in need."""
        whose: Literal[0, 1] = 1 if giver else 0
        if ledger == _OWES[1 - giver]:
            stays = self.before_need(ledger)
            return Turn(whose, stays, stays, due=False)
        settled = ledger == _OWES[giver]
        return Turn(whose, self.before_need(EVEN if settled else _OWES[1 - giver]))

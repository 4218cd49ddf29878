"""Mink'a: work for a host who gives an equivalent at once, in goods, food, drink or money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["Minka"]

WORK, NO_WORK, OVER = "work to be done", "no work", "over"
#: Parts of a day; the profiles grow with their square.
MOST_INSTALMENTS = 60


@dataclass(frozen=True, slots=True)
class Minka(Institution):
    """A host pays a worker after each part of a day's work; an unpaid part ends the relation.

    Players: the host, whose work is to be done with a given probability in each period, and the
    worker. A day has as many parts as instalments; nothing is discounted within it.

    Notes
    -----
    *The day as one choice.* The day is a game of perfect information: part k is worked or the
    worker goes home; if it was worked, instalment k is paid or not; whoever fails to do his part
    ends the day and the relation. In one state of the game here the host chooses how many
    instalments he pays before he stops, and the worker how many parts he works if all earlier ones
    were paid. This has the same one-shot deviations. At every node of the day that the plan leads
    to, everything before was done; so to fail at part k there and to choose "k - 1" (or fewer
    parts) for the day have one payoff and one continuation, and these are all choices of the day
    other than the plan. Every other node follows a failure, after which the relation is over and
    nobody is paid or helped any more: no choice is left. So the plan is subgame perfect in the one
    game iff it is in the other, with the same gains.

    Examples
    --------
    >>> day = Minka(need="3/10", value=2, wage="3/2")
    >>> for instalments in (1, 4, 10):
    ...     print(*day.at(instalments=instalments).threshold().value)
    [10/11, 1)
    [5/7, 1)
    [1/2, 1)
    """

    instalments: int = count(
        "parts of the day, each paid when it is done", "instalments", "m", 4, least=1,
        attribute="simultaneity",
    )  # fmt: skip
    need: Number = chance("probability in a period that the host has work to be done", "p", "3/10")
    value: Number = quantity("worth of the day's work to the host", "money", "B", 2, above=0)
    wage: Number = quantity("what the host gives for the day", "money", "w", "3/2", above=0)
    effort: Number = quantity("cost of the day's work to the worker", "money", "k", 1, least=0)
    discount_factor: Number = patience("9/10")

    name: ClassVar[str] = "minka"
    title: ClassVar[str] = "Mink'a"
    source: ClassVar[Source] = Source(
        "7",
        "Social resources for defensive joint efforts",
        'In the "mink\'a", a equivalence is immediately given with something that is available, '
        "which may be an agricultural product, food, drink or money.",
        "docs/theory/defensive.md, section 3.5",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "the work is done, and the equivalent is on the table"),
        "simplicity": ("met", "one thing is given for one day of work"),
        "simultaneity": ("met", "the equivalent is given at once"),
        "proximity": ("met", "host and worker meet on the spot"),
        "sanction": ("-", "the worker goes home at the first unpaid part, for ever"),
    }
    claim: ClassVar[str] = (
        "the worker works all parts and the host pays each; one-shot deviations within every day; "
        "public strategies under perfect monitoring"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "third parties' talk, and enforcement by the community",
        "other workers whom the host could call",
        "prestige as relative standing",
    )

    def game(self) -> MarkovGame:
        """Return the game of the host and the worker; O(instalments squared) profiles.

        Raises
        ------
        UnsupportedGameError
            If there are more than 60 instalments.
        """
        refuse_more_than(MOST_INSTALMENTS, "instalments", self.instalments, "profiles")
        parts = self.instalments
        numbers = [str(k) for k in range(parts + 1)]
        choices = [[f"pay {k}" for k in numbers], [f"work {k}" for k in numbers]]
        again: dict[str, Number] = {WORK: self.need, NO_WORK: 1 - self.need}
        rounds = [
            [self._day(paid, worked) for worked in range(parts + 1)] for paid in range(parts + 1)
        ]
        full = (parts, parts)
        return MarkovGame(
            [WORK, NO_WORK, OVER],
            {WORK: choices, NO_WORK: [("wait",)] * 2, OVER: [("wait",)] * 2},
            {
                WORK: [[[day[i] for day in row] for row in rounds] for i in (0, 1)],
                NO_WORK: [[[0]], [[0]]],
                OVER: [[[0]], [[0]]],
            },
            {
                WORK: [
                    [again if (i, j) == full else OVER for j in range(parts + 1)]
                    for i in range(parts + 1)
                ],
                NO_WORK: again,
                OVER: OVER,
            },
            self.discount_factor,
            players=["host", "worker"],
        )

    def _day(self, instalments: int, parts: int) -> tuple[Number, Number]:
        """Return what the day gives to both, if they would pay and work at most so much."""
        # The part after the last paid instalment is worked, too: its payment comes after it.
        worked, paid = min(parts, instalments + 1), min(parts, instalments)
        wages = self.wage * paid / self.instalments
        return (
            self.value * worked / self.instalments - wages,
            wages - self.effort * worked / self.instalments,
        )

    def profile(self) -> MarkovPlan:
        """Return the plan: all parts are worked, and all instalments are paid."""
        return {WORK: (self.instalments, self.instalments), NO_WORK: (0, 0), OVER: (0, 0)}

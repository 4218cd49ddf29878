"""One activity in two cases: what differs, and which of it flips the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from coopgames.errors import invalid
from coopgames.verdicts.changes import Change, Situation, mixed
from coopgames.verdicts.flip_counts import count_flips, minimal_sets
from coopgames.verdicts.verdict import Judgement, verdict

__all__ = ["ActivityDifference", "Share"]

Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """In which share of the orders a change flips the verdict.

    Attributes
    ----------
    change : Change
    towards, back : Fraction
        Share of the orders in which the change flips the verdict to that of the second case, and
        back to that of the first.
    """

    change: Change
    towards: Fraction
    back: Fraction

    @property
    def net(self) -> Fraction:
        """``towards - back``: the Shapley value of the change. The sum over changes is 1."""
        return self.towards - self.back


@dataclass(frozen=True, slots=True)
class ActivityDifference:
    """One activity in both cases.

    Attributes
    ----------
    name : str
    first, second : Judgement
        Under the arrangement that applies in each case; with certificates.
    ends : pair of Situation
        The same two games, attributes as numbers.
    changes : tuple of Change
        All that differs.
    verdicts : mapping of frozenset of str to bool or None
        Whether the activity is sustained with only those changes made; empty if the two verdicts do
        not differ, or one is undecided.
    """

    name: str
    first: Judgement
    second: Judgement
    ends: tuple[Situation, Situation]
    changes: tuple[Change, ...]
    verdicts: Mapping[frozenset[str], bool | None]

    @property
    def label(self) -> str:
        """The activity's title in the first case."""
        return self.first.activity.label

    @property
    def differs(self) -> bool:
        """Whether one of the cases sustains the activity and the other does not."""
        pair = {self.first.sustained, self.second.sustained}
        return pair == {True, False}

    @property
    def orders(self) -> int:
        """In how many orders the changes can be made."""
        return factorial(len(self.changes))

    @property
    def undecided(self) -> int:
        """How many of the games between the two the enclosed data do not decide."""
        return sum(x is None for x in self.verdicts.values())

    @property
    def shares(self) -> tuple[Share, ...]:
        """The share of each change, in the order of the changes; empty if nothing differs.

        An undecided verdict on the way counts as no change. Complexity: the orders are counted
        through the ``2**k`` sets of changes and not one by one.
        """
        if not self.differs:
            return ()
        towards, back = count_flips([x.name for x in self.changes], self.verdicts)
        total = self.orders
        return tuple(
            Share(x, Fraction(towards[x.name], total), Fraction(back[x.name], total))
            for x in self.changes
        )

    @property
    def sufficient(self) -> Sets:
        """All minimal sets of changes which, made in the first case alone, flip its verdict."""
        target = self.second.sustained
        return self._minimal(lambda names: self.verdicts[names] is target)

    @property
    def undoing(self) -> Sets:
        """All minimal sets of changes which, taken back in the second case, flip its verdict."""
        everything = frozenset(x.name for x in self.changes)
        target = self.first.sustained
        return self._minimal(lambda names: self.verdicts[everything - names] is target)

    def _minimal(self, flipped: Callable[[frozenset[str]], bool]) -> Sets:
        return minimal_sets([x.name for x in self.changes], flipped) if self.differs else ()

    def with_changes(self, *names: str) -> Judgement:
        """Return the verdict, with certificates, when only the named changes are made.

        Raises
        ------
        InvalidGameError
            If a name is not that of a change.
        """
        known = [x.name for x in self.changes]
        for name in names:
            if name not in known:
                raise invalid("names", name, f"one of {', '.join(known)}")
        game = mixed(*self.ends, frozenset(names))
        return verdict(game.activity, game.arrangement, game.discount_factor)

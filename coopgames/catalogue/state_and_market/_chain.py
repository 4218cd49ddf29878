"""Levels of leaders, each watched by the next: the game of any number of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from coopgames.arithmetic import Number, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DUTY", "MOST_LEVELS", "NEGLECT", "OUT", "Chain", "Level", "seat_plan", "seat_problem"]

#: The game of all levels is written out up to this number of them (729 profiles in all).
MOST_LEVELS = 6
DUTY, NEGLECT, OUT = "duty", "neglect", "out"
IN_PLACE = "in place"


@dataclass(frozen=True, slots=True)
class Level:
    """One level.

    Attributes
    ----------
    effort : number
        What neglect saves in a period; of a leader it includes the watch over the level below.
    seen : number in [0, 1]
        Probability that neglect is seen by a watcher who does his duty.
    place : number
        What the place is worth in a period, with the duty done, over ordinary life.
    """

    effort: Number
    seen: Number
    place: Number


def seat_problem(seats: Mapping[str, tuple[Level, bool]], delta: Number) -> MarkovGame:
    """Return the problem of one who holds one of some places, while all others keep to a plan.

    Parameters
    ----------
    seats : mapping of name to (level, whether its watcher does his duty)
        Each has two states of its own, so that the places do not touch each other.
    delta : number
    """
    states = [f"{name} {where}" for name in seats for where in (IN_PLACE, OUT)]
    actions: dict[str, object] = {}
    payoffs: dict[str, object] = {}
    laws: dict[str, object] = {}
    for name, (level, watched) in seats.items():
        held, lost = f"{name} {IN_PLACE}", f"{name} {OUT}"
        caught: Number = level.seen if watched else 0
        actions |= {held: [(DUTY, NEGLECT)], lost: [("wait",)]}
        payoffs |= {held: [[level.place, level.place + level.effort]], lost: [[0]]}
        laws |= {held: [held, {lost: caught, held: 1 - caught}], lost: [lost]}
    return MarkovGame(states, actions, payoffs, laws, delta, None, ["a holder"])


def seat_plan(on_duty: Mapping[str, bool]) -> MarkovPlan:
    """Return the plan that goes with :func:`seat_problem`."""
    acts = {name: DUTY if x else NEGLECT for name, x in on_duty.items()}
    held = {f"{name} {IN_PLACE}": (act,) for name, act in acts.items()}
    return held | {f"{name} {OUT}": ("wait",) for name in acts}


@dataclass(frozen=True, slots=True)
class Chain:
    """Levels from the members up; the members watch the highest if the chain is closed.

    Whoever is seen to neglect his duty is removed for good, and a successor takes his place who
    keeps to the plan: to the others one holder of a place is as good as another who follows it, so
    the watcher loses nothing by the removal. Only the first holders decide.

    Raises
    ------
    InvalidGameError
        If there are fewer than two levels.

    Examples
    --------
    >>> chain = Chain((Level("1/5", 1, 1), Level("1/2", "1/2", "3/2")), True, "2/5")
    >>> chain.game([True, True]).players
    ('level 0', 'level 1')
    """

    levels: tuple[Level, ...]
    closed: bool
    discount_factor: Number

    def __post_init__(self) -> None:
        if len(self.levels) < 2:
            raise invalid("levels", len(self.levels), "at least two levels")
        named: dict[str, object] = {"discount_factor": self.discount_factor}
        for j, level in enumerate(self.levels):
            named |= {f"e_{j}": level.effort, f"D_{j}": level.seen, f"v_{j}": level.place}
        _, numbers = unify(named)
        made = [Level(*(numbers[f"{x}_{j}"] for x in "eDv")) for j in range(len(self.levels))]
        object.__setattr__(self, "levels", tuple(made))
        object.__setattr__(self, "discount_factor", numbers["discount_factor"])

    def watched(self, level: int, on_duty: Sequence[bool]) -> bool:
        """Return whether the watcher of a level exists and does his duty."""
        top = len(self.levels) - 1
        return on_duty[level + 1] if level < top else self.closed and on_duty[0]

    def problem(self, on_duty: Sequence[bool]) -> MarkovGame:
        """Return the problem of each level while the others do their duty or not, for ever.

        Its size is linear in the number of levels. Its one-shot gains are those of the game of all,
        as what a level expects does not depend on who of the others has been replaced.
        """
        watched = [self.watched(j, self._read(on_duty)) for j in range(len(self.levels))]
        return seat_problem(
            dict(zip(self._names(), zip(self.levels, watched, strict=True), strict=True)),
            self.discount_factor,
        )

    def problem_plan(self, on_duty: Sequence[bool]) -> MarkovPlan:
        """Return a stationary plan in :meth:`problem`."""
        return seat_plan(dict(zip(self._names(), self._read(on_duty), strict=True)))

    def _names(self) -> list[str]:
        return [f"level {j}" for j in range(len(self.levels))]

    def game(self, on_duty: Sequence[bool]) -> MarkovGame:
        """Return the game of all levels, in which each successor does what the plan says.

        A state says who still holds his place.

        Raises
        ------
        InvalidGameError
            If the plan does not say of each level whether it does its duty.
        UnsupportedGameError
            If there are more than ``MOST_LEVELS`` levels.
        """
        count = len(self._read(on_duty))
        if count > MOST_LEVELS:
            raise UnsupportedGameError(
                f"levels: got {count}, the game of all is written out up to {MOST_LEVELS}; "
                "problem has what each decides"
            )
        free, gone = (DUTY, NEGLECT), ("wait",)
        seats = _seats(count)
        actions = {s: [free if held else gone for held in who] for s, who in seats.items()}

        def payoffs(state: str, acts: tuple[str, ...]) -> list[Number]:
            return [
                0 if act == "wait" else of.place + (of.effort if act == NEGLECT else 0)
                for of, act in zip(self.levels, acts, strict=True)
            ]

        def following(state: str, acts: tuple[str, ...]) -> dict[str, Number]:
            # A successor has no action of his own and keeps to the plan.
            duty = [a == DUTY or (a == "wait" and x) for a, x in zip(acts, on_duty, strict=True)]
            law: dict[tuple[bool, ...], Number] = {(): 1}
            for j, held in enumerate(seats[state]):
                loses = held and not duty[j] and self.watched(j, duty)
                stays = 1 - self.levels[j].seen if loses else 1
                branches = [(True, stays), (False, 1 - stays)] if held else [(False, 1)]
                law = {(*w, x): p * q for w, p in law.items() for x, q in branches if q != 0}
            return {_name(who): p for who, p in law.items()}

        return MarkovGame.from_function(
            list(seats), actions, payoffs, following, self.discount_factor, None, self._names()
        )

    def plan(self, on_duty: Sequence[bool]) -> MarkovPlan:
        """Return a stationary plan: whoever holds a place does his duty, or neglects it, always."""
        acts = [DUTY if x else NEGLECT for x in self._read(on_duty)]
        return {
            state: [act if held else "wait" for held, act in zip(who, acts, strict=True)]
            for state, who in _seats(len(self.levels)).items()
        }

    def _read(self, on_duty: Sequence[bool]) -> Sequence[bool]:
        if len(on_duty) != len(self.levels):
            raise invalid(
                "on_duty", on_duty, f"True or False for each of {len(self.levels)} levels"
            )
        return on_duty

    def profiles(self) -> tuple[tuple[bool, ...], ...]:
        """Return all stationary plans: for each level whether it does its duty."""
        return tuple(product((False, True), repeat=len(self.levels)))


def _seats(count: int) -> dict[str, tuple[bool, ...]]:
    """Return the states by name: which of the first holders are still in place."""
    return {_name(who): who for who in product((True, False), repeat=count)}


def _name(who: Sequence[bool]) -> str:
    lost = [str(j) for j, held in enumerate(who) if not held]
    return f"without {', '.join(lost)}" if lost else "all in place"

"""Automata: public strategy profiles with finitely many states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coopgames.errors import InvalidGameError, invalid
from coopgames.games._arrays import profiles
from coopgames.games.stage import StageGame

__all__ = ["OTHERWISE", "Automaton", "Profile", "Tables", "indices"]

#: Key of a transition table for every action profile that is not listed.
OTHERWISE = "otherwise"

#: Automata with at most this many lines in their transition tables are written out by ``repr``.
SHOWN_TRANSITIONS = 40

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """An automaton in indices over one stage game: what solvers and certificates read.

    Attributes
    ----------
    start : int
    actions : tuple of profiles
        Prescribed action profile of each state.
    transitions : tuple of tuples of int
        Next state of each state, by action profile in row-major order.
    """

    start: int
    actions: tuple[Profile, ...]
    transitions: tuple[tuple[int, ...], ...]

    def reached(self) -> tuple[Tables, tuple[int, ...]]:
        """Return the part that some history leads to, and the positions of its states.

        Subgame perfection is about histories: a state that none leads to is in no subgame.
        """
        found, waiting = {self.start}, [self.start]
        while waiting:
            new = {*self.transitions[waiting.pop()]} - found
            found |= new
            waiting += new
        kept = tuple(sorted(found))
        if len(kept) == len(self.actions):
            return self, kept
        place = {state: k for k, state in enumerate(kept)}
        moves = tuple(tuple(place[t] for t in self.transitions[s]) for s in kept)
        return Tables(place[self.start], tuple(self.actions[s] for s in kept), moves), kept


@dataclass(frozen=True, slots=True)
class Automaton:
    """A public strategy profile: in each state a prescribed action profile, then a next state.

    Parameters
    ----------
    states : sequence of str
        Names of the states, distinct.
    start : str
        The state of the first period.
    action : mapping state -> action profile
        Prescribed profile: one index or label for each player.
    transition : mapping state -> (mapping profile -> state, or one state)
        Where the play goes after an action profile. The key ``"otherwise"`` stands for all
        profiles that are not listed; a bare state name stands for all profiles.

    Raises
    ------
    InvalidGameError
        If a state is missing, unknown or repeated.

    Examples
    --------
    >>> grim = Automaton(
    ...     states=("friendly", "hostile"),
    ...     start="friendly",
    ...     action={"friendly": (0, 0), "hostile": (1, 1)},
    ...     transition={
    ...         "friendly": {(0, 0): "friendly", "otherwise": "hostile"},
    ...         "hostile": "hostile",
    ...     },
    ... )
    >>> grim.next_state("friendly", (1, 0))
    'hostile'

    Small automata print as the expression that builds them again:

    >>> Automaton(["idle"], "idle", {"idle": (1, 1)}, {"idle": "idle"})
    Automaton(('idle',), 'idle', {'idle': (1, 1)}, {'idle': 'idle'})
    """

    states: tuple[str, ...]
    start: str
    action: tuple[tuple[int | str, ...], ...]
    transition: tuple[tuple[tuple[Any, str], ...], ...]

    def __init__(
        self,
        states: Sequence[str],
        start: str,
        action: Mapping[str, Sequence[int | str]],
        transition: Mapping[str, Mapping[Any, str] | str],
    ) -> None:
        names = tuple(states)
        if not names or len(set(names)) != len(names):
            raise invalid("states", states, "at least one state, all distinct")
        if start not in names:
            raise invalid("start", start, f"one of the states {', '.join(names)}")
        for argument, table in (("action", action), ("transition", transition)):
            if set(table) != set(names):
                raise invalid(argument, sorted(table), f"one entry for each of {', '.join(names)}")
        object.__setattr__(self, "states", names)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "action", tuple(tuple(action[s]) for s in names))
        object.__setattr__(self, "transition", tuple(_table(transition[s], names) for s in names))

    def next_state(self, state: str, profile: Sequence[int | str]) -> str:
        """Return the state that follows an action profile."""
        if state not in self.states:
            raise invalid("state", state, f"one of the states {', '.join(self.states)}")
        table = dict(self.transition[self.states.index(state)])
        key = tuple(profile)
        if key not in table and OTHERWISE not in table:
            raise invalid("transition", key, f"a profile listed in state {state!r}, or 'otherwise'")
        return table.get(key, table.get(OTHERWISE, ""))

    def tables(self, stage: StageGame) -> Tables:
        """Return the automaton in indices, complete over all action profiles of a stage game.

        Raises
        ------
        InvalidGameError
            If an action does not exist in the stage game or a profile has no next state.
        """
        position = {name: k for k, name in enumerate(self.states)}
        actions = tuple(indices(a, stage, s) for a, s in zip(self.action, self.states, strict=True))
        transitions = tuple(
            _complete(dict(table), stage, state, position)
            for table, state in zip(self.transition, self.states, strict=True)
        )
        return Tables(position[self.start], actions, transitions)

    @classmethod
    def from_function(
        cls,
        stage: StageGame,
        start: str,
        action: Mapping[str, Sequence[int | str]],
        transition: Callable[[str, Profile], str],
    ) -> Automaton:
        """Build an automaton from a transition function ``(state, profile) -> state``."""
        table = {s: {a: transition(s, a) for a in profiles(stage.shape)} for s in action}
        return cls(tuple(action), start, action, table)

    def __repr__(self) -> str:
        if sum(map(len, self.transition)) > SHOWN_TRANSITIONS:
            return f"Automaton(<{len(self.states)} states, start {self.start!r}>)"
        action = dict(zip(self.states, self.action, strict=True))
        transition = {
            state: table[0][1] if len(table) == 1 and table[0][0] == OTHERWISE else dict(table)
            for state, table in zip(self.states, self.transition, strict=True)
        }
        return f"Automaton({self.states!r}, {self.start!r}, {action!r}, {transition!r})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _table(table: Mapping[Any, str] | str, names: tuple[str, ...]) -> tuple[tuple[Any, str], ...]:
    if isinstance(table, str):
        table = {OTHERWISE: table}
    for key, target in table.items():
        if target not in names:
            raise invalid("transition", target, f"one of the states {', '.join(names)}")
        if key != OTHERWISE and not isinstance(key, tuple):
            raise invalid("transition", key, "a tuple of actions, or 'otherwise'")
    return tuple((key, target) for key, target in table.items())


def indices(profile: Sequence[int | str], stage: StageGame, state: str) -> Profile:
    """Return an action profile of labels or indices as indices."""
    if len(profile) != stage.num_players:
        raise invalid(f"action[{state!r}]", profile, f"{stage.num_players} actions")
    return tuple(_index(a, stage, i, state) for i, a in enumerate(profile))


def _index(action: int | str, stage: StageGame, player: int, state: str) -> int:
    labels = stage.actions[player]
    if isinstance(action, str) and action in labels:
        return labels.index(action)
    if isinstance(action, int) and not isinstance(action, bool) and 0 <= action < len(labels):
        return action
    raise invalid(f"action in state {state!r}", action, f"one of {', '.join(labels)} or its index")


def _complete(
    table: dict[Any, str], stage: StageGame, state: str, position: dict[str, int]
) -> tuple[int, ...]:
    otherwise = table.pop(OTHERWISE, None)
    named = {indices(profile, stage, state): target for profile, target in table.items()}
    targets = [named.get(profile, otherwise) for profile in profiles(stage.shape)]
    if any(target is None for target in targets):
        missing = profiles(stage.shape)[targets.index(None)]
        raise InvalidGameError(
            f"transition[{state!r}]: no next state after {missing}, expected all action profiles "
            "or the key 'otherwise'"
        )
    return tuple(position[target] for target in targets if target is not None)

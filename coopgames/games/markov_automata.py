"""Plans for games whose state moves: a finite memory beside the state of the game."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias, cast

from coopgames.errors import InvalidGameError, invalid
from coopgames.games._arrays import profiles
from coopgames.games._markov_reading import Labels, cell_of, read_actions, read_states
from coopgames.games.automaton import OTHERWISE
from coopgames.games.markov import MarkovGame

__all__ = ["MarkovAutomaton", "MarkovPlan", "MarkovTables", "read_plan"]

#: What a solver takes: an automaton, or a Markov profile as a mapping state -> action profile.
MarkovPlan: TypeAlias = "MarkovAutomaton | Mapping[str, Sequence[int | str]]"

#: (memory, state, profile, next state), each possibly "otherwise".
Key: TypeAlias = tuple[Any, ...]

_EXPECTED = "(memory, state, profile, next state), of which the last ones may be left out"
#: The only memory of a Markov profile.
NO_MEMORY = "always"


@dataclass(frozen=True, slots=True)
class MarkovAutomaton:
    """A profile of public strategies in a game whose state moves, with finitely many memories.

    Parameters
    ----------
    memory : sequence of str
        Names of what is remembered beside the state of the game, distinct.
    start : str
        The memory in the first period.
    action : mapping (memory, state) -> action profile
        Labels or indices, one for each player.
    transition : mapping (memory, state, profile, next state) -> memory
        What is remembered from the state, the profile played in it and the state that follows. The
        last parts of a key may be left out. It may be empty if there is one memory.

    Notes
    -----
    The word ``"otherwise"`` in the place of a memory, a state, a profile or a next state (and each
    part that is left out) stands for all of them. Where several keys fit, the one that names the
    memory wins, then the one that names the state, then the profile, then the next state.

    Raises
    ------
    InvalidGameError
        If a memory is unknown or repeated, a key has another form, or two keys are the same one.

    Examples
    --------
    A loan once unpaid is remembered for ever:

    >>> plan = MarkovAutomaton(
    ...     memory=("trusted", "cut off"),
    ...     start="trusted",
    ...     action={("trusted", "debt"): ["pay"], ("otherwise", "otherwise"): ["wait"]},
    ...     transition={("trusted", "debt", ("keep",)): "cut off", "trusted": "trusted",
    ...                 "cut off": "cut off"},
    ... )
    >>> plan.memory
    ('trusted', 'cut off')
    """

    memory: tuple[str, ...]
    start: str
    action: tuple[tuple[Key, tuple[int | str, ...]], ...]
    transition: tuple[tuple[Key, str], ...]

    def __init__(
        self,
        memory: Sequence[str],
        start: str,
        action: Mapping[Any, Sequence[int | str]],
        transition: Mapping[Any, str] | None = None,
    ) -> None:
        names = read_states(memory, "memory")
        if not isinstance(start, str) or start not in names:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("start", start, f"one of the memories {', '.join(names)}")
        given: Mapping[Any, Any] = {} if transition is None else transition
        for argument, mapping in (("action", action), ("transition", given)):
            if not isinstance(mapping, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise invalid(argument, mapping, "a mapping")
        stays: Mapping[Any, Any] = {OTHERWISE: names[0]}
        moves = stays if not given and len(names) == 1 else given
        actions = tuple((_key(k, 2, names, "action"), _tuple(k, a)) for k, a in action.items())
        table = tuple((_key(k, 4, names, "transition"), m) for k, m in moves.items())
        _refuse_repeated(actions, "action")
        _refuse_repeated(table, "transition")
        unknown = [m for _, m in table if not isinstance(m, str) or m not in names]
        if unknown:
            raise invalid("transition", unknown[0], f"one of the memories {', '.join(names)}")
        object.__setattr__(self, "memory", names)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "action", actions)
        object.__setattr__(self, "transition", table)

    @classmethod
    def from_function(
        cls,
        game: MarkovGame,
        memory: Sequence[str],
        start: str,
        action: Callable[[str, str], Sequence[int | str]],
        transition: Callable[[str, str, tuple[str, ...], str], str],
    ) -> MarkovAutomaton:
        """Build an automaton from functions of the memory, the state and what happened.

        Parameters
        ----------
        action : callable
            ``action(memory, state)``, a profile.
        transition : callable
            ``transition(memory, state, profile of labels, next state)``, a memory.

        Notes
        -----
        O(memories x positive probabilities of the game) calls.
        """
        if not isinstance(game, MarkovGame):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("game", game, "a MarkovGame")
        for argument, given in (("action", action), ("transition", transition)):
            if not callable(given):
                raise invalid(argument, given, "a function")
        names = read_states(memory, "memory")
        actions = {(m, s): action(m, s) for m, s in product(names, game.states)}
        table: dict[Key, str] = {}
        for s, labels, laws in zip(game.states, game.actions, game.laws, strict=True):
            for profile, law in zip(profiles(tuple(map(len, labels))), laws, strict=True):
                named = tuple(own[a] for own, a in zip(labels, profile, strict=True))
                for m, (t, _) in product(names, law):
                    following = game.states[t]
                    table[m, s, named, following] = transition(m, s, named, following)
        return cls(names, start, actions, table)

    def __repr__(self) -> str:
        if len(self.action) + len(self.transition) > 40:
            size = "1 memory" if len(self.memory) == 1 else f"{len(self.memory)} memories"
            return f"MarkovAutomaton(<{size}, start {self.start!r}>)"
        actions, table = dict(self.action), dict(self.transition)
        return f"MarkovAutomaton({self.memory!r}, {self.start!r}, {actions!r}, {table!r})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _tuple(key: Any, profile: Any) -> tuple[int | str, ...]:
    single = isinstance(profile, str) or type(profile) is int
    return read_actions((profile,) if single else profile, f"action[{key!r}]")


def _refuse_repeated(table: tuple[tuple[Key, Any], ...], argument: str) -> None:
    # "m" and ("m",) are one key in two ways.
    seen: set[Key] = set()
    for key, _ in table:
        if key in seen:
            raise invalid(argument, key, "each key once, with 'otherwise' for what is left out")
        seen.add(key)


def _key(key: Any, length: int, names: tuple[str, ...], argument: str) -> Key:
    parts: Key = cast("Key", key) if isinstance(key, tuple) else (key,)
    if not 1 <= len(parts) <= length:
        expected = "(memory, state)" if length == 2 else _EXPECTED
        raise invalid(argument, parts, f"a key {expected}")
    if parts[0] not in (*names, OTHERWISE):
        raise invalid(argument, parts, f"a key that begins with one of {', '.join(names)}")
    return (*parts, *[OTHERWISE] * (length - len(parts)))


def read_plan(plan: Any) -> tuple[MarkovAutomaton, bool]:
    """Return a plan as an automaton, and whether it was a Markov profile."""
    if isinstance(plan, MarkovAutomaton):
        return plan, False
    if not isinstance(plan, Mapping):
        raise invalid("plan", plan, "a mapping state -> action profile or a MarkovAutomaton")
    profile = cast("Mapping[Any, Any]", plan)
    actions: dict[Any, Any] = {(OTHERWISE, s): a for s, a in profile.items()}
    return MarkovAutomaton([NO_MEMORY], NO_MEMORY, actions), True


class MarkovTables:
    """A plan in indices over one game, with its wildcards resolved by look-up.

    Parameters
    ----------
    game : MarkovGame
    plan : MarkovAutomaton

    Raises
    ------
    InvalidGameError
        If a state or an action of the plan is none of the game, or two keys name one profile, by
        index and by label, and lead to different memories.
    """

    def __init__(self, game: MarkovGame, plan: MarkovAutomaton) -> None:
        self.game, self.plan = game, plan
        self._memory = {m: k for k, m in enumerate((OTHERWISE, *plan.memory), start=-1)}
        self._state = {s: k for k, s in enumerate((OTHERWISE, *game.states), start=-1)}
        kinds = list(dict.fromkeys(game.actions))
        self._kind = {labels: k for k, labels in enumerate(kinds)}
        self._kind_of = [self._kind[labels] for labels in game.actions]
        self._actions: dict[Key, tuple[int | str, ...]] = {}
        for (m, s), profile in plan.action:
            self._actions[self._memory[m], self._index(s, "action")] = profile
        self._moves: dict[Key, int] = {}
        for key, target in plan.transition:
            self._add(key, self._memory[target], kinds)
        # Only the patterns of wildcards that occur are looked up, the most binding first.
        masks = {tuple(part != -1 for part in key) for key in self._moves}
        self._masks = sorted(masks, reverse=True)
        self._only = self._moves[-1, -1, -1, -1] if masks == {(False,) * 4} else None

    @property
    def start(self) -> int:
        """The memory of the first period."""
        return self._memory[self.plan.start]

    def cell(self, memory: int, state: int) -> int:
        """Return the position of the prescribed profile.

        Raises
        ------
        InvalidGameError
            If the plan is silent about the state.
        """
        for key in ((memory, state), (memory, -1), (-1, state), (-1, -1)):
            if key in self._actions:
                where = f"action in state {self.game.states[state]!r}"
                return cell_of(self._actions[key], self.game.actions[state], where)
        raise self._silent("action", memory, state, "")

    def follow(self, memory: int, state: int, cell: int, following: int) -> int:
        """Return the memory after a profile was played and the next state is known.

        Raises
        ------
        InvalidGameError
            If no key fits.
        """
        if self._only is not None:
            return self._only
        key = (memory, state, (self._kind_of[state], cell), following)
        for mask in self._masks:
            target = self._moves.get(
                tuple(part if named else -1 for part, named in zip(key, mask, strict=True))
            )
            if target is not None:
                return target
        raise self._silent("transition", memory, state, f" after the profile at position {cell}")

    def _silent(self, argument: str, memory: int, state: int, after: str) -> InvalidGameError:
        place = f"({self.plan.memory[memory]!r}, {self.game.states[state]!r})"
        return InvalidGameError(
            f"{argument}: got no entry for {place}{after}, expected one or the key 'otherwise'"
        )

    def _index(self, state: Any, argument: str) -> int:
        if state not in self._state:
            raise invalid(argument, state, "a state of the game, or 'otherwise'")
        return self._state[state]

    def _add(self, key: Key, target: int, kinds: Sequence[Labels]) -> None:
        m, s, profile, t = key
        memory, state = self._memory[m], self._index(s, "transition")
        following = self._index(t, "transition")
        if profile == OTHERWISE:
            self._moves[memory, state, -1, following] = target
            return
        own = kinds if state == -1 else [self.game.actions[state]]
        fits = [labels for labels in own if state != -1 or _has(labels, profile)]
        if not fits:
            raise invalid("transition", profile, "an action profile of the game, or 'otherwise'")
        for labels in fits:
            cell = cell_of(profile, labels, f"transition in state {s!r}")
            place = memory, state, (self._kind[labels], cell), following
            if self._moves.setdefault(place, target) != target:
                raise invalid("transition", key, "each profile once (by index or by label)")


def _has(labels: Labels, profile: Any) -> bool:
    try:
        cell_of(profile, labels, "profile")
    except InvalidGameError:
        return False
    return True

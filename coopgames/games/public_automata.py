"""Automata that move by a public signal: public strategies with finitely many states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from coopgames.errors import InvalidGameError, invalid
from coopgames.games._arrays import profiles
from coopgames.games._markov_reading import read_actions, read_states
from coopgames.games._public_lotteries import Named, Target, read_state, read_table, table_source
from coopgames.games.automaton import OTHERWISE, Automaton, Profile, indices
from coopgames.games.public_monitoring import PublicMonitoring
from coopgames.games.stage import StageGame

__all__ = ["PublicAutomaton", "PublicTables"]

#: Automata with at most this many lines in their transition tables are written out by ``repr``.
SHOWN_TRANSITIONS = 40

#: A lottery over the states: positive probabilities, by position of the state, that sum to 1.
Lottery: TypeAlias = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class PublicTables:
    """An automaton in indices over one game with public signals: what solvers read.

    Attributes
    ----------
    start : int
    actions : tuple of profiles
        Prescribed action profile of each state.
    transitions : tuple of tuples of lotteries
        ``transitions[state][signal]``: pairs (next state, probability), states ascending.
    """

    start: int
    actions: tuple[Profile, ...]
    transitions: tuple[tuple[Lottery, ...], ...]

    def reached(self) -> tuple[PublicTables, tuple[int, ...]]:
        """Return the part that some history leads to, and the positions of its states.

        Each signal occurs under some action profile, so each follows some history (of deviations).
        """
        found, waiting = {self.start}, [self.start]
        while waiting:
            new = {t for lottery in self.transitions[waiting.pop()] for t, _ in lottery} - found
            found |= new
            waiting += new
        kept = tuple(sorted(found))
        if len(kept) == len(self.actions):
            return self, kept
        place = {state: k for k, state in enumerate(kept)}
        moves = tuple(
            tuple(tuple((place[t], p) for t, p in lottery) for lottery in self.transitions[s])
            for s in kept
        )
        return PublicTables(place[self.start], tuple(self.actions[s] for s in kept), moves), kept


@dataclass(frozen=True, slots=True)
class PublicAutomaton:
    """A public strategy profile: in each state a prescribed profile, then a state by the signal.

    Parameters
    ----------
    states : sequence of str
        Names of the states, distinct; ``"otherwise"`` is none.
    start : str
        The state of the first period.
    action : mapping state -> action profile
        Prescribed profile: one index or label for each player.
    transition : mapping state -> (mapping signal -> target, or one state)
        Where the play goes after a signal (its index or its label). A target is a state, or a
        public lottery ``{state: probability}`` with exact probabilities that sum to 1. The key
        ``"otherwise"`` stands for all signals that are not listed; a bare state name stands for
        all signals.

    Raises
    ------
    InvalidGameError
        If a state is missing, unknown or repeated, or the probabilities do not sum to 1.
    MixedArithmeticError
        If a probability is a float.

    Examples
    --------
    Green and Porter's price war, whose length is drawn by a public lottery:

    >>> PublicAutomaton(
    ...     states=("collude", "war"),
    ...     start="collude",
    ...     action={"collude": (0, 0), "war": (1, 1)},
    ...     transition={
    ...         "collude": {"low": "war", "otherwise": "collude"},
    ...         "war": {"otherwise": {"war": "3/4", "collude": "1/4"}},
    ...     },
    ... ).next_lottery("war", "low")
    {'war': Fraction(3, 4), 'collude': Fraction(1, 4)}

    Small automata print as the expression that builds them again:

    >>> PublicAutomaton(["idle"], "idle", {"idle": (1, 1)}, {"idle": "idle"})
    PublicAutomaton(('idle',), 'idle', {'idle': (1, 1)}, {'idle': 'idle'})
    """

    states: tuple[str, ...]
    start: str
    action: tuple[tuple[int | str, ...], ...]
    transition: tuple[tuple[tuple[int | str, Named], ...], ...]

    def __init__(
        self,
        states: Sequence[str],
        start: str,
        action: Mapping[str, Sequence[int | str]],
        transition: Mapping[str, Mapping[Any, Target] | str],
    ) -> None:
        names = read_states(states, "states")
        start = read_state(start, names, "start")
        for argument, table in (("action", action), ("transition", transition)):
            expected = f"one entry for each of {', '.join(names)}"
            if not isinstance(table, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise invalid(argument, table, f"a mapping with {expected}")
            if set(table) != set(names):
                raise invalid(argument, sorted(map(str, table)), expected)
        object.__setattr__(self, "states", names)
        object.__setattr__(self, "start", start)
        object.__setattr__(
            self, "action", tuple(read_actions(action[s], f"action[{s!r}]") for s in names)
        )
        moves = tuple(read_table(transition[s], s, names) for s in names)
        object.__setattr__(self, "transition", moves)

    def next_lottery(self, state: str, signal: int | str) -> dict[str, Fraction]:
        """Return the probabilities of the states that follow a signal.

        The signal is named as in the table: labels and indices are not translated here.

        Raises
        ------
        InvalidGameError
            If there is no such state, the signal is neither an index nor a label, or the state's
            table says nothing about it.
        """
        table = dict(self.transition[self.states.index(read_state(state, self.states, "state"))])
        if not isinstance(signal, str) and (type(signal) is not int or signal < 0):
            raise invalid("signal", signal, "the index or the label of a signal")
        if signal not in table and OTHERWISE not in table:
            expected = f"a signal listed in state {state!r}, or the key 'otherwise'"
            raise invalid("transition", signal, expected)
        return dict(table.get(signal, table.get(OTHERWISE, ())))

    def tables(self, stage: StageGame, monitoring: PublicMonitoring) -> PublicTables:
        """Return the automaton in indices, complete over all signals of a monitoring structure.

        Raises
        ------
        InvalidGameError
            If an action or a signal does not exist, or a signal has no next state.
        """
        _check_stage(stage)
        if not isinstance(monitoring, PublicMonitoring):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("monitoring", monitoring, "PublicMonitoring")
        position = {name: k for k, name in enumerate(self.states)}
        actions = tuple(indices(a, stage, s) for a, s in zip(self.action, self.states, strict=True))
        moves = tuple(
            _complete(table, monitoring, state, position)
            for table, state in zip(self.transition, self.states, strict=True)
        )
        return PublicTables(position[self.start], actions, moves)

    @classmethod
    def from_automaton(cls, automaton: Automaton, stage: StageGame) -> PublicAutomaton:
        """Read an automaton under perfect monitoring as one that moves by signals.

        Parameters
        ----------
        automaton : Automaton
        stage : StageGame
            The signals are its action profiles, in row-major order, as in
            :meth:`PublicMonitoring.perfect`.

        Raises
        ------
        InvalidGameError
            If an argument is of another kind, or the automaton does not fit the stage game.

        Examples
        --------
        >>> from coopgames.games import grim_trigger, prisoners_dilemma
        >>> pd = prisoners_dilemma(3, 2, 0, -1)
        >>> grim = PublicAutomaton.from_automaton(grim_trigger(pd, (0, 0), (1, 1)), pd)
        >>> grim.next_lottery(grim.start, 0), grim.next_lottery(grim.start, 1)
        ({'on path': Fraction(1, 1)}, {'punishment': Fraction(1, 1)})
        """
        if not isinstance(automaton, Automaton):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("automaton", automaton, "an Automaton")
        _check_stage(stage)
        tables, names = automaton.tables(stage), automaton.states
        signals = range(len(profiles(stage.shape)))
        transition = {
            name: {y: names[moves[y]] for y in signals}
            for name, moves in zip(names, tables.transitions, strict=True)
        }
        return cls(
            names, automaton.start, dict(zip(names, tables.actions, strict=True)), transition
        )

    def __repr__(self) -> str:
        if sum(map(len, self.transition)) > SHOWN_TRANSITIONS:
            return f"PublicAutomaton(<{len(self.states)} states, start {self.start!r}>)"
        action = dict(zip(self.states, self.action, strict=True))
        moves = (
            f"{state!r}: {table_source(table)}"
            for state, table in zip(self.states, self.transition, strict=True)
        )
        return (
            f"PublicAutomaton({self.states!r}, {self.start!r}, {action!r}, {{{', '.join(moves)}}})"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _check_stage(stage: object) -> None:
    if not isinstance(stage, StageGame):
        raise invalid("stage", stage, "a StageGame")


def _complete(
    table: tuple[tuple[int | str, Named], ...],
    monitoring: PublicMonitoring,
    state: str,
    position: dict[str, int],
) -> tuple[Lottery, ...]:
    listed: dict[int, Named] = {}
    for key, lottery in table:
        if key == OTHERWISE:
            continue
        signal = _signal(key, monitoring, state)
        if signal in listed:
            raise invalid(f"transition[{state!r}]", key, "each signal once (by index or by label)")
        listed[signal] = lottery
    otherwise = dict(table).get(OTHERWISE)
    moves: list[Lottery] = []
    for y, label in enumerate(monitoring.signals):
        lottery = listed.get(y, otherwise)
        if lottery is None:
            shown = str(y) if label == str(y) else f"{y} ({label!r})"
            raise InvalidGameError(
                f"transition[{state!r}]: no next state after signal {shown}, expected all signals "
                "or the key 'otherwise'"
            )
        moves.append(tuple(sorted((position[s], p) for s, p in lottery)))
    return tuple(moves)


def _signal(key: int | str, monitoring: PublicMonitoring, state: str) -> int:
    labels = monitoring.signals
    if isinstance(key, str) and key in labels:
        return labels.index(key)
    if isinstance(key, int) and 0 <= key < len(labels):
        return key
    shown = ", ".join(labels[:8]) + (", ..." if len(labels) > 8 else "")
    raise invalid(f"transition[{state!r}]", key, f"one of the signals {shown} or its index")

"""Automata out of automata: other names of states, and a public clock beside the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import Any

from coopgames.errors import invalid
from coopgames.games.automaton import OTHERWISE, Automaton

__all__ = ["rename_states", "with_clock"]


def rename_states(automaton: Automaton, names: Mapping[str, str]) -> Automaton:
    """Return the same automaton with other names of states.

    Parameters
    ----------
    automaton : Automaton
    names : mapping old name -> new name
        States that are not listed keep their names.

    Raises
    ------
    InvalidGameError
        If an old name does not exist, or two states would get the same name.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> plan = grim_trigger(prisoners_dilemma(3, 2, 0, -1), (0, 0), (1, 1))
    >>> rename_states(plan, {"on path": "friendly"}).states
    ('friendly', 'punishment')
    """
    unknown = [name for name in names if name not in automaton.states]
    if unknown:
        raise invalid("names", unknown[0], f"one of the states {', '.join(automaton.states)}")
    new = {state: names.get(state, state) for state in automaton.states}
    action = dict(zip(new.values(), automaton.action, strict=True))
    tables = zip(new.values(), automaton.transition, strict=True)
    transition = {state: {key: new[target] for key, target in table} for state, table in tables}
    return Automaton(tuple(new.values()), new[automaton.start], action, transition)


def with_clock(
    automaton: Automaton, phases: Mapping[str, Sequence[Sequence[int | str]]]
) -> Automaton:
    """Return the product of an automaton with a public clock.

    In each state that is listed the prescribed profile changes with the clock; the clock runs on in
    every state. Its length is the least common multiple of the numbers of phases.

    Parameters
    ----------
    automaton : Automaton
    phases : mapping state -> sequence of action profiles
        Profiles prescribed in phases 0, 1, 2, ..., over and over. The state's transition table
        must have the key ``"otherwise"``: playing what the clock prescribes counts as playing what
        the automaton prescribes, anything else goes where ``"otherwise"`` goes.

    Raises
    ------
    InvalidGameError
        If a state does not exist, has no phase, or its table lacks ``"otherwise"``.

    Examples
    --------
    Two players take turns in giving and receiving; who fails ends it.

    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(7, 2, 0, -1)
    >>> turns = with_clock(grim_trigger(pd, (0, 0), (1, 1)), {"on path": [(0, 1), (1, 0)]})
    >>> turns.states[:2], turns.next_state("on path, phase 0", (0, 1))
    (('on path, phase 0', 'on path, phase 1'), 'on path, phase 1')
    """
    for state, profiles in phases.items():
        if state not in automaton.states:
            raise invalid("phases", state, f"one of the states {', '.join(automaton.states)}")
        if not profiles:
            raise invalid(f"phases[{state!r}]", profiles, "at least one action profile")
    length = lcm(*(len(profiles) for profiles in phases.values()))
    action: dict[str, Sequence[int | str]] = {}
    transition: dict[str, dict[Any, str]] = {}
    for state, own, table in zip(
        automaton.states, automaton.action, automaton.transition, strict=True
    ):
        for phase in range(length):
            name, following = _name(state, phase), (phase + 1) % length
            prescribed = (
                tuple(phases[state][phase % len(phases[state])]) if state in phases else own
            )
            action[name] = prescribed
            moves = dict(table)
            if state in phases:
                moves = _obedience(moves, state, own, prescribed)
            transition[name] = {key: _name(target, following) for key, target in moves.items()}
    return Automaton(tuple(action), _name(automaton.start, 0), action, transition)


def _name(state: str, phase: int) -> str:
    return f"{state}, phase {phase}"


def _obedience(
    moves: dict[Any, str], state: str, own: tuple[int | str, ...], prescribed: tuple[int | str, ...]
) -> dict[Any, str]:
    """Return the moves of a state whose prescription the clock changes."""
    if OTHERWISE not in moves:
        raise invalid(f"phases[{state!r}]", state, "a state whose transitions have 'otherwise'")
    return {prescribed: moves.get(own, moves[OTHERWISE]), OTHERWISE: moves[OTHERWISE]}

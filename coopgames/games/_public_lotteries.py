"""How the transition tables of automata with public signals are read and written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.games._arrays import number_source
from coopgames.games.automaton import OTHERWISE

__all__ = ["Named", "Target", "read_state", "read_table", "table_source"]

#: A lottery over the states by name, without what has probability 0.
Named: TypeAlias = tuple[tuple[str, Fraction], ...]
#: As users write it: a state, or state -> probability.
Target: TypeAlias = str | Mapping[str, Any]


def read_state(state: object, names: tuple[str, ...], argument: str) -> str:
    """Return one of the states."""
    # Arrays compare entry by entry, so only a str is looked for.
    if not isinstance(state, str) or state not in names:
        raise invalid(argument, state, f"one of the states {', '.join(names)}")
    return str(state)


def read_table(
    table: Mapping[Any, Target] | str, state: str, names: tuple[str, ...]
) -> tuple[tuple[int | str, Named], ...]:
    """Return the moves of one state: pairs (signal or "otherwise", lottery by name)."""
    argument = f"transition[{state!r}]"
    if isinstance(table, str):
        table = {OTHERWISE: table}
    if not isinstance(table, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid(argument, table, "a mapping signal -> state or lottery, or one state")
    for key in table:
        if not isinstance(key, str) and type(key) is not int:
            raise invalid(argument, key, "the index or the label of a signal, or 'otherwise'")
    return tuple((key, _lottery(target, argument, names)) for key, target in table.items())


def _lottery(target: Target, argument: str, names: tuple[str, ...]) -> Named:
    if isinstance(target, str):
        target = {target: 1}
    if not isinstance(target, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid(argument, target, "a state, or a lottery {state: probability}")
    for state in target:
        if state not in names:
            raise invalid(argument, state, f"one of the states {', '.join(names)}")
    chances = {s: read_exact(p, f"{argument}, state {s!r}") for s, p in target.items()}
    if min(chances.values(), default=0) < 0 or sum(chances.values()) != 1:
        raise invalid(argument, dict(target), "probabilities >= 0 that sum to 1")
    return tuple((s, p) for s, p in chances.items() if p)


def table_source(table: tuple[tuple[int | str, Named], ...]) -> str:
    """Return the Python expression of the moves of one state, as short as it can be."""
    if len(table) == 1 and table[0][0] == OTHERWISE and len(table[0][1]) == 1:
        return repr(table[0][1][0][0])
    return f"{{{', '.join(f'{key!r}: {_target_source(lottery)}' for key, lottery in table)}}}"


def _target_source(lottery: Named) -> str:
    if len(lottery) == 1:
        return repr(lottery[0][0])
    return f"{{{', '.join(f'{s!r}: {number_source(p)}' for s, p in lottery)}}}"

"""A game and the answers about it, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from coopgames.arithmetic.printing import fraction_text
from coopgames.cli.game_answers import Answer
from coopgames.games import StageGame
from coopgames.games._arrays import profiles

__all__ = ["answer_lines", "game_lines"]

_LISTED = 40  # of what there is more than this, the rest is counted
_WIDEST = 100  # columns of the widest table of payoffs


def game_lines(stage: StageGame, name: str) -> Iterator[str]:
    """Print a game: as a table for two players, as a list for more, and its size alone if large."""
    sizes = " x ".join(map(str, stage.shape))
    yield f"{name}: {_counted(stage.num_players, 'player')}, {sizes} actions"
    yield ""
    table = _table(stage) if stage.num_players == 2 else _list(stage)
    if table and len(table) <= _LISTED and max(map(len, table)) <= _WIDEST:
        yield from table
        if stage.num_players == 2:
            yield f"(rows: {_player(stage, 0)}; columns: {_player(stage, 1)})"
    else:
        players = ", ".join(_player(stage, i) for i in range(stage.num_players))
        yield f"({_counted(len(stage.cells[0]), 'profile')} of {players})"


def _player(stage: StageGame, player: int) -> str:
    name = stage.players[player]
    return f"player {name}" if name.isdigit() else _flat(name)


def _flat(name: str) -> str:
    return " ".join(name.split())


def _table(stage: StageGame) -> list[str]:
    rows, columns = stage.shape
    if rows > _LISTED or columns > _WIDEST:
        return []
    first, second = (
        [own[r * columns : (r + 1) * columns] for r in range(rows)] for own in stage.cells
    )
    head = ["", *map(_flat, stage.actions[1])]
    body = [
        [
            _flat(stage.actions[0][r]),
            *(_tuple(pair) for pair in zip(first[r], second[r], strict=True)),
        ]
        for r in range(rows)
    ]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    padded = [[cell.ljust(w) for cell, w in zip(row, widths, strict=True)] for row in [head, *body]]
    return [f"  {'  '.join(row)}".rstrip() for row in padded]


def _list(stage: StageGame) -> list[str]:
    if len(stage.cells[0]) > _LISTED:
        return []
    return [
        f"  {_profile(stage, a)}: {_tuple([stage.payoff(i, a) for i in range(stage.num_players)])}"
        for a in profiles(stage.shape)
    ]


def _profile(stage: StageGame, profile: Sequence[int]) -> str:
    names = (_flat(own[a]) for own, a in zip(stage.actions, profile, strict=True))
    return f"({', '.join(names)})"


def _number(value: Any) -> str:
    return fraction_text(value) if isinstance(value, Fraction) else str(value)


def _tuple(values: Sequence[Any]) -> str:
    return ", ".join(map(_number, values))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """Print a question, its answer, and the sentences that the certificates prove."""
    solution = answer.solution
    if solution is None:
        yield f"{answer.title}: {answer.left_out or 'no answer'}"
        return
    yield from _WRITERS[answer.key](answer, solution.value)
    if answer.key == "equilibria":
        return
    for certificate in answer.certificates:
        yield f"  proved: {certificate.check()}"
    if not answer.certificates:
        yield f"  {solution.status.value} ({solution.method})"


def _pure(answer: Answer, value: Any) -> Iterator[str]:
    yield f"{answer.title}: {len(value) or 'none'}"
    stage = answer.stage
    for profile in value[:_LISTED]:
        payoffs = [stage.payoff(i, profile) for i in range(stage.num_players)]
        yield f"  {_profile(stage, profile)}: {_tuple(payoffs)}"
    yield from _rest(len(value))


def _equilibria(answer: Answer, value: Any) -> Iterator[str]:
    yield f"{answer.title}: {len(value)}"
    for mixed, certificate in islice(zip(value, answer.certificates, strict=True), _LISTED):
        actions = ", ".join(map(_mixture, mixed, answer.stage.actions))
        yield f"  ({actions}): {', '.join(certificate.document['payoffs'])}"
        yield f"    proved: {certificate.check()}"
    yield from _rest(len(value))
    assert answer.solution is not None
    subsets: Any = answer.solution.diagnostics["maximal_subsets"]
    if any(len(side) > 1 for subset in subsets for side in subset):
        yield f"  Mixtures within each of {_counted(len(subsets), 'set')} of these do as well."
    yield f"  {answer.solution.diagnostics['proof']}"


def _mixture(probabilities: Sequence[Fraction], names: Sequence[str]) -> str:
    """Write a mixed action as a sum; a pure one as its name."""
    played = [(p, _flat(a)) for p, a in zip(probabilities, names, strict=True) if p]
    if len(played) == 1:
        return played[0][1]
    return " + ".join(f"{_number(p)} {name}" for p, name in played)


def _minmax(answer: Answer, value: Any) -> Iterator[str]:
    yield f"{answer.title}: {_tuple(value)}"


def _payoff_set(answer: Answer, value: Any) -> Iterator[str]:
    """Print the corners of a set; of two sets where the truth lies between them."""
    assert answer.solution is not None
    outer = getattr(value, "outer", answer.solution.diagnostics.get("outer"))
    inner = getattr(value, "inner", value)
    yield answer.title
    yield "  (pure actions, perfect monitoring, public randomization)"
    if outer is None or answer.solution.status.name == "PROVED":
        yield from _corners("corners", inner)
        return
    yield from _corners("corners of the set inside", inner)
    yield from _corners("corners of the set outside", outer)
    distance = answer.solution.diagnostics.get("distance")
    if distance is not None:
        yield f"  distance of the two sets: {_number(distance)}"


def _corners(what: str, payoffs: Any) -> Iterator[str]:
    vertices = payoffs.vertices
    if not vertices:
        yield f"  {what}: none, the set is empty"
        return
    yield f"  {what}: {len(vertices)}"
    for vertex in vertices[:_LISTED]:
        yield f"    ({_tuple(vertex)})"
    yield from _rest(len(vertices))


def _rest(count: int) -> Iterator[str]:
    if count > _LISTED:
        yield f"  and {count - _LISTED} more"


_WRITERS = {
    "pure_equilibria": _pure,
    "equilibria": _equilibria,
    "minmax_pure": _minmax,
    "minmax_mixed": _minmax,
    "payoff_set": _payoff_set,
}

r"""Game files in Gambit's strategic-form format (``.nfg``), read and written exactly.

A file has a header (title, players, strategies), an optional comment in quotation marks, and either
one payoff for each profile and player or a list of outcomes and one outcome for each profile. The
first player's strategy moves fastest. White space means nothing outside quotation marks, and within
them ``\"`` stands for a quotation mark. A file that cannot be read so, but can if ``\\`` stands
for a backslash (which lets a name end in one), is read in that way; none is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np

from coopgames.arithmetic import Arithmetic, exact
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError, invalid
from coopgames.games._arrays import nest, number_source
from coopgames.games.stage import StageGame

__all__ = ["read_nfg", "write_nfg"]

_IS_TEXT = re.compile(r"\s*NFG\s")
_OTHERS = r"|(?P<sign>[{},])|(?P<word>[^\s{},\"]+))"
# A quotation mark after a backslash is part of the name, as Gambit reads it.
_TOKEN = re.compile(r'\s*(?:"(?P<text>(?:[^"]|(?<=\\)")*)(?<!\\)"' + _OTHERS)
# Or: a backslash and what follows it belong together, so that two of them are one in the name.
_PAIRS = re.compile(r'\s*(?:"(?P<text>(?:[^"\\]|\\.)*)"' + _OTHERS, re.DOTALL)
_LARGEST_COUNT = 10**9
_END = "the end of the file"


class _Token(NamedTuple):
    kind: str  # "text", "sign", "word" or "end"
    value: str
    place: int


class _Reader:
    """A text, a place in it, and what to say when it does not go on as it should."""

    def __init__(self, text: str, name: str, pairs: bool = False) -> None:
        self.text, self.name, self.pairs = text, name, pairs
        self.place = 0
        self.token = self._read()
        self._numbers: dict[str, Fraction] = {}

    def _read(self) -> _Token:
        found = (_PAIRS if self.pairs else _TOKEN).match(self.text, self.place)
        if found is not None:
            self.place = found.end()
            kind = found.lastgroup or "text"
            return _Token(kind, found[kind], found.start(kind))
        rest = self.text[self.place :].lstrip()
        if rest:  # a quotation mark that no other one closes
            place = len(self.text) - len(rest)
            raise self.error(place, rest, "a quotation mark at the end of the name")
        return _Token("end", "", len(self.text.rstrip()))

    def error(self, place: int, found: str, expected: str) -> InvalidGameError:
        line = self.text.count("\n", 0, place) + 1
        return invalid(f"{self.name}, line {line}", found, expected)

    def wrong(self, expected: str) -> InvalidGameError:
        found = self.token.value if self.token.kind != "end" else _END
        return self.error(self.token.place, found, expected)

    def at(self, sign: str) -> bool:
        return self.token.kind == "sign" and self.token.value == sign

    def take(self, kind: str, expected: str, *values: str) -> str:
        """Return the value of the token if it is of this kind (and one of these), and go on."""
        if self.token.kind != kind or (values and self.token.value not in values):
            raise self.wrong(expected)
        value = self.token.value
        self.token = self._read()
        return value

    def number(self, expected: str) -> Fraction:
        value = self.read_number(self.token.value if self.token.kind == "word" else "")
        if value is None:
            raise self.wrong(expected)
        self.token = self._read()
        return value

    def count(self, expected: str, least: int) -> int:
        """Return a whole number that is no larger than a file could mean."""
        value = self.read_number(self.token.value if self.token.kind == "word" else "")
        if value is None or value.denominator != 1 or not least <= value <= _LARGEST_COUNT:
            raise self.wrong(expected)
        self.token = self._read()
        return int(value)

    def read_number(self, word: str) -> Fraction | None:
        """Return a number; each spelling is read once, since large games repeat theirs."""
        known = self._numbers.get(word)
        if known is None:
            try:
                known = exact(word)
            except CoopgamesError:
                return None
            self._numbers[word] = known
        return known

    def unescaped(self, name: str) -> str:
        return re.sub(r'\\(["\\])', r"\1", name) if self.pairs else name.replace('\\"', '"')

    def names(self, what: str) -> list[str]:
        """Read ``{ "a" "b" }``."""
        self.take("sign", f"a list of {what} in braces", "{")
        found: list[str] = []
        while self.token.kind == "text":
            found.append(self.unescaped(self.take("text", what)))
        self.take("sign", f'the next of the {what} in quotation marks, or "}}"', "}")
        return found


def read_nfg(source: str | Path) -> StageGame:
    """Read a game file, or the text of one; see :meth:`StageGame.from_nfg`."""
    if isinstance(source, str) and _IS_TEXT.match(source):
        return _read(source, "text")
    if not isinstance(source, str | Path):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("source", source, "the path of a .nfg file, or its text")
    try:
        text = Path(source).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidGameError(f"{source}: got bytes that are not UTF-8, expected text") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidGameError(f"{source}: cannot be read ({reason}), expected a file") from error
    return _read(text, str(source))


def _read(text: str, name: str) -> StageGame:
    try:
        return _game(_Reader(text, name))
    except InvalidGameError as error:
        if '\\\\"' not in text:
            raise
        try:
            return _game(_Reader(text, name, pairs=True))
        except InvalidGameError:
            raise error from None


def _game(reader: _Reader) -> StageGame:
    reader.take("word", "NFG, the first word of a game file in strategic form", "NFG")
    reader.take("word", "the version, 1", "1")
    reader.take("word", "R or D, the kind of numbers", "R", "D")
    reader.take("text", "the title in quotation marks")
    players = reader.names("names of players")
    if not players:
        raise reader.wrong("at least one player before this")
    shape, actions = _strategies(reader, players)
    if reader.token.kind == "text":  # a comment
        reader.take("text", "a comment")
    columns = _outcomes(reader, shape) if reader.at("{") else _payoffs(reader, shape)
    payoffs = [nest(_row_major(column, shape), shape) for column in columns]
    return StageGame(payoffs, actions, _distinct(players))


def _strategies(
    reader: _Reader, players: Sequence[str]
) -> tuple[tuple[int, ...], list[list[str]] | None]:
    """Read names of strategies by player, or only their numbers (names are then None)."""
    reader.take("sign", "the strategies of each player in braces", "{")
    if reader.at("{"):
        names = [reader.names(f"strategies of player {p!r}") for p in players]
        for player, own in zip(players, names, strict=True):
            if not own:
                raise reader.wrong(f"at least one strategy of player {player!r} before this")
        shape = tuple(len(own) for own in names)
        actions = [_distinct(own) for own in names]
    else:
        expected = f"a whole number of strategies for each of {len(players)} players"
        shape = tuple(reader.count(expected, 1) for _ in players)
        # A short file may claim a game that no memory holds: each profile takes a character.
        if prod(shape) > len(reader.text):
            raise reader.wrong(f"{prod(shape)} profiles, more than the file has characters")
        actions = [[str(k + 1) for k in range(size)] for size in shape]
    reader.take("sign", f"the end of the strategies of {len(players)} players", "}")
    return shape, actions


def _payoffs(reader: _Reader, shape: tuple[int, ...]) -> list[list[Fraction]]:
    """Read the payoffs of all players at each profile, and return them by player."""
    start, n = reader.token.place, len(shape)
    needed = n * prod(shape)
    words = reader.text[start:].replace(",", " ").split()
    numbers = [reader.read_number(word) for word in words]
    found = [x for x in numbers if x is not None]
    if len(found) == len(words) == needed:
        return [found[i::n] for i in range(n)]
    # Something is wrong: go through it again, token by token, to say where.
    for k in range(needed):
        profile, player = divmod(k, n)
        reader.number(f"the payoff of player {player + 1} at profile {profile + 1}")
        if reader.at(","):
            reader.take("sign", ",")
    raise reader.wrong(f"{_END} after {needed} payoffs")


def _outcomes(reader: _Reader, shape: tuple[int, ...]) -> list[list[Fraction]]:
    """Read outcomes and the number of the outcome of each profile (0 pays nothing)."""
    n = len(shape)
    reader.take("sign", "the list of outcomes", "{")
    outcomes = [(Fraction(0),) * n]
    while reader.at("{"):
        outcomes.append(_outcome(reader, n, len(outcomes)))
    reader.take("sign", 'the next outcome in braces, or "}"', "}")
    columns: list[list[Fraction]] = [[] for _ in range(n)]
    for k in range(prod(shape)):
        expected = f"the outcome of profile {k + 1}, a whole number from 0 to {len(outcomes) - 1}"
        place, token = reader.place, reader.token
        number = reader.count(expected, 0)
        if number >= len(outcomes):
            reader.place, reader.token = place, token
            raise reader.wrong(expected)
        for column, payoff in zip(columns, outcomes[number], strict=True):
            column.append(payoff)
    if reader.token.kind != "end":
        raise reader.wrong(f"{_END} after the outcomes of {prod(shape)} profiles")
    return columns


def _outcome(reader: _Reader, players: int, number: int) -> tuple[Fraction, ...]:
    reader.take("sign", "an outcome in braces", "{")
    reader.take("text", f"the name of outcome {number} in quotation marks")
    payoffs: list[Fraction] = []
    for player in range(players):
        payoffs.append(reader.number(f"the payoff of player {player + 1} in outcome {number}"))
        if reader.at(","):
            reader.take("sign", ",")
    reader.take("sign", f'"}}" after {players} payoffs', "}")
    return tuple(payoffs)


def _order(shape: tuple[int, ...]) -> list[int]:
    """Return the row-major position of each profile in the order of the format."""
    return np.arange(prod(shape)).reshape(shape).ravel(order="F").tolist()


def _row_major(column: Sequence[Fraction], shape: tuple[int, ...]) -> list[Fraction]:
    result = list(column)
    for position, payoff in zip(_order(shape), column, strict=True):
        result[position] = payoff
    return result


def _distinct(names: Sequence[str]) -> list[str]:
    """Give an empty name its number, and put a number behind a repeated one."""
    filled = [name or str(k + 1) for k, name in enumerate(names)]
    times = Counter(filled)
    used = set(filled)
    result: list[str] = []
    for name in filled:
        new, k = name, 0
        while times[name] > 1 and (k == 0 or new in used):
            k += 1
            new = f"{name}_{k}"
        used.add(new)
        result.append(new)
    return result


def write_nfg(stage: StageGame, title: str) -> str:
    """Return the text of a game file; see :meth:`StageGame.to_nfg`."""
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("to_nfg: got a parameter in the payoffs, expected numbers")
    players = " ".join(_quoted(name, "players") for name in stage.players)
    rows = [" ".join(_quoted(name, "actions") for name in own) for own in stage.actions]
    strategies = "\n  ".join(f"{{ {row} }}" for row in rows)
    columns = [[_written(own[k]) for k in _order(stage.shape)] for own in stage.cells]
    body = "\n".join(map(" ".join, zip(*columns, strict=True)))
    head = f"NFG 1 R {_quoted(title, 'title')} {{ {players} }}"
    return f'{head}\n\n{{ {strategies}\n}}\n""\n\n{body}\n'


def _written(payoff: object) -> str:
    return number_source(payoff).strip("'")


def _quoted(name: str, argument: str) -> str:
    """Return a name in quotation marks; after a backslash none would end it."""
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid(argument, name, "a str")
    if name.endswith("\\"):
        raise invalid(argument, name, "no backslash at the end of a name")
    return '"' + name.replace('"', '\\"') + '"'

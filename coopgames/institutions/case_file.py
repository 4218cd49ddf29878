"""Read a TOML file section by section, with errors that name the file, the line and the key."""

from __future__ import annotations

import codecs
import re
import stat
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path as FilePath
from typing import Any, TypeVar, cast

from coopgames.arithmetic import exact
from coopgames.errors import CoopgamesError, InvalidCaseError, InvalidGameError
from coopgames.institutions.depth import check_depth
from coopgames.institutions.levels import nearest
from coopgames.institutions.locate import Path, key_lines, line_of

__all__ = [
    "MAXIMUM_BYTES",
    "MAXIMUM_TEXT",
    "Document",
    "Section",
    "brief",
    "decode",
    "elements_of",
    "parse",
    "read",
]

#: A case is a page or two; a file larger than this (5 MiB) is a mistake.
MAXIMUM_BYTES = 5 * 1024 * 1024

#: A text is a title or a sentence; what is longer (in characters) would fill every table it is in.
MAXIMUM_TEXT = 10_000

T = TypeVar("T")
D = TypeVar("D")
S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class TomlFloat:
    """A float as it is written in the file: kept as text, because a case holds exact numbers."""

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file, and the lines of its keys."""

    file: str
    lines: dict[Path, int] = field(repr=False)
    table: dict[str, Any] = field(repr=False)

    def error(self, path: Path, problem: str) -> InvalidCaseError:
        """Return the error for a place: file, line, problem."""
        return InvalidCaseError(f"{self.file}:{line_of(self.lines, path)}: {problem}")

    def section(self) -> Section:
        """Return the whole document as a section."""
        return Section(self, (), self.table)


def read(path: FilePath, file: str) -> bytes:
    """Return the bytes of a regular file of at most 5 MiB (InvalidCaseError names the file)."""
    try:
        _check_kind(path, file)
        with path.open("rb") as stream:
            # One byte more than is allowed, so that an endless file is noticed and not read.
            data = stream.read(MAXIMUM_BYTES + 1)
    except InvalidCaseError:
        raise
    except FileNotFoundError as error:
        raise InvalidCaseError(f"{file}: no such file") from error
    except IsADirectoryError as error:
        raise InvalidCaseError(f"{file}: is a folder, expected a TOML file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidCaseError(f"{file}: cannot be read ({reason})") from error
    if len(data) > MAXIMUM_BYTES:
        raise InvalidCaseError(f"{file}: larger than 5 MiB, expected a TOML file of a few pages")
    return data


def _check_kind(path: FilePath, file: str) -> None:
    """Refuse a pipe or device: opening a pipe would wait for a writer that may never come."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InvalidCaseError(f"{file}: not a regular file, expected a TOML file")


def decode(data: bytes, file: str) -> str:
    """Return the text of bytes in UTF-8, without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode" to some
        hint = " but UTF-16, save it as UTF-8" if wide else ""
        raise InvalidCaseError(f"{file}:{line}: not UTF-8 text{hint}") from error


def parse(text: str, file: str) -> Document:
    """Parse TOML text.

    Raises
    ------
    InvalidCaseError
        For a syntax error; the message names the file and the line.
    """
    check_depth(text, file)
    try:
        table = tomllib.loads(text, parse_float=TomlFloat)
        return Document(file, key_lines(text), table)
    except tomllib.TOMLDecodeError as error:
        line, problem = _syntax_error(text, str(error))
        raise InvalidCaseError(f"{file}:{line}: not valid TOML: {problem}") from error
    except (ValueError, RecursionError) as error:
        # An integer of thousands of digits, or brackets nested past any use.
        problem = "too many digits in an integer" if isinstance(error, ValueError) else "too deep"
        raise InvalidCaseError(f"{file}: not a case: {problem}") from error


def _syntax_error(text: str, message: str) -> tuple[int, str]:
    """Split the reader's message into a line and the rest."""
    match = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if match:
        return int(match[1]), f"{message[: match.start()]} (column {match[2]})"
    return text.rstrip("\r\n").count("\n") + 1, message


class Section:
    """One table of a document; remembers which keys were read, so that the rest are unknown."""

    def __init__(self, document: Document, path: Path, table: dict[str, Any]) -> None:
        self.document = document
        self.path = path
        self.table = table
        self.known: list[str] = []

    @property
    def label(self) -> str:
        """The table's place in words: its keys with points between them, without indices."""
        return ".".join(key for key in self.path if isinstance(key, str))

    def place(self, key: str) -> str:
        """Return the key's place in words."""
        return f"{self.label}.{key}" if self.label else key

    def error(self, key: str, problem: str) -> InvalidCaseError:
        """Return the error for a key of this table."""
        return self.document.error((*self.path, key), f"{self.place(key)}: {problem}")

    def has(self, key: str) -> bool:
        """Tell whether the key is there, and count it as known."""
        if key not in self.known:
            self.known.append(key)
        return key in self.table

    def read(self, key: str, convert: Callable[[Any, str], T], expected: str) -> T:
        """Return the converted value of a key that must be there.

        ``convert(value, place)`` raises a CoopgamesError that names the place.
        """
        if not self.has(key):
            raise self.missing(key, expected)
        return self._converted(key, convert)

    def missing(self, key: str, expected: str) -> InvalidCaseError:
        """Return the error for a key that is not there; its line is that of the table."""
        problem = f"{self.place(key)}: missing key, expected {expected}"
        return self.document.error(self.path, problem)

    def build(self, make: Callable[[], T]) -> T:
        """Make an object of this table; an error about two keys at once is put at its own."""
        try:
            return make()
        except CoopgamesError as error:
            key, _, problem = str(error).partition(": ")
            if key in self.table:
                raise self.error(key, problem) from error
            raise self.document.error(self.path, f"{self.label}: {error}") from error

    def get(self, key: str, convert: Callable[[Any, str], T], default: D) -> T | D:
        """Return the converted value of a key, or the default when it is not there."""
        return self._converted(key, convert) if self.has(key) else default

    def _converted(self, key: str, convert: Callable[[Any, str], T]) -> T:
        value = self.table[key]
        if isinstance(value, TomlFloat):
            raise self.error(key, _float_problem(value))
        if isinstance(value, str) and len(value) > MAXIMUM_TEXT:
            got = f"got a text of {len(value):,} characters"
            raise self.error(key, f"{got}, expected at most {MAXIMUM_TEXT:,}")
        try:
            return convert(value, self.place(key))
        except CoopgamesError as error:
            raise self.document.error((*self.path, key), _for_toml(str(error), value)) from error

    def choice(self, key: str, options: tuple[S, ...], why: str = "") -> S:
        """Return a text that must be one of the options."""
        expected = f"one of {', '.join(map(repr, options)) or 'none'}{why}"

        def convert(value: object, place: str) -> S:
            for option in options:
                if isinstance(value, str) and value == option:
                    return option
            raise InvalidGameError(
                f"{place}: got {brief(value)}, expected {expected}{nearest(value, options)}"
            )

        return self.read(key, convert, expected)

    def subsection(self, key: str) -> Section:
        """Return a table of this table."""

        def convert(value: object, place: str) -> Section:
            if not isinstance(value, dict):
                raise InvalidGameError(f"{place}: got {brief(value)}, expected a table")
            return Section(self.document, (*self.path, key), cast("dict[str, Any]", value))

        return self.read(key, convert, "a table")

    def subsections(self, key: str) -> list[Section]:
        """Return the elements of an array of tables, ``[[key]]``."""

        def convert(value: object, place: str) -> list[Section]:
            elements = elements_of(value)
            tables = [cast("dict[str, Any]", x) for x in elements if isinstance(x, dict)]
            if not tables or len(tables) != len(elements):
                raise InvalidGameError(
                    f"{place}: got {brief(value)}, expected tables, each under [[{place}]]"
                )
            return [Section(self.document, (*self.path, key, k), x) for k, x in enumerate(tables)]

        return self.read(key, convert, f"at least one table [[{self.place(key)}]]")

    def finish(self) -> None:
        """Refuse the keys that nothing has asked for."""
        known = tuple(self.known)
        for key in self.table:
            if key not in known:
                hint = nearest(key, known) or f"; known keys: {', '.join(known)}"
                if self.path and isinstance(self.path[-1], int) and not nearest(key, known):
                    hint += f"; a key after [[{self.label}]] belongs to it"
                raise self.document.error(
                    (*self.path, key), f"{brief(self.place(key), quoted=False)}: unknown key{hint}"
                )


def _for_toml(message: str, value: object) -> str:
    """Show a value and offer a number as TOML writes them, not as Python does."""
    if isinstance(value, bool | date | time):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        message = message.replace(f"got {value!r},", f"got {text},")
    head, python, _ = message.partition("an integer, a Fraction, ")
    return f'{head}an integer or a text such as "3/20"' if python else message


#: A float is suggested as a fraction up to here, and as the text of its digits beyond.
_PLAIN = 10**9


def _float_problem(value: TomlFloat) -> str:
    text = value.text.replace("_", "")
    try:
        number = exact(text)
    except CoopgamesError:
        remedy = 'a number must be finite and written as an integer or a text such as "1/3"'
        return f"got the float {brief(value)}, {remedy}"
    if max(abs(number.numerator), number.denominator) <= _PLAIN:
        text = str(number)
    written = text if text.removeprefix("-").isdigit() else f'"{brief(text, quoted=False)}"'
    remedy = f"floats are not exact and a case is solved exactly: write {written}"
    return f"got the float {brief(value)}, {remedy}"


def elements_of(value: Any) -> list[object]:
    """Return the elements of an array, none for anything else."""
    return cast("list[object]", value) if isinstance(value, list) else []


def brief(value: object, *, quoted: bool = True, limit: int = 80) -> str:
    r"""Return a value as one short line, fit for a message and a terminal.

    Examples
    --------
    >>> print(brief("a\x1b[2Jb", quoted=False))
    a\x1b[2Jb
    """
    text = repr(value) if quoted else str(value)
    text = "".join(x if x.isprintable() else ascii(x)[1:-1] for x in text)
    return text if len(text) <= limit else text[: limit - 3] + "..."

"""Find the line of a key in TOML text, so that an error in a case can point at it.

The standard reader gives values without their places. This scanner gives places without values:
it only has to step over strings, comments and brackets of a text that the reader has accepted.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

__all__ = ["Path", "key_lines", "line_of"]

#: Where a value is: keys of tables, and indices of arrays.
Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str) -> dict[Path, int]:
    r"""Return the line, from 1, of every table, key and array element of a TOML text.

    Parameters
    ----------
    text : str
        Valid TOML. Time is linear in its length.

    Examples
    --------
    >>> key_lines("a = 1\n[[b]]\nc = [2, 3]\n")[("b", 0, "c")]
    3
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of ``path``, or of the closest table around it (line 1 at worst)."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """A position in a text, and the lines found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.found: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}  # of the arrays of tables seen so far
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def document(self) -> None:
        """Scan headers and entries to the end of the text."""
        table: Path = ()
        self.skip(_BLANK)
        while self.position < len(self.text):
            if self.at("[["):
                table = self.array_header()
            elif self.at("["):
                table = self.header()
            else:
                self.entry(table)
            self.skip(_BLANK)

    def header(self) -> Path:
        line = self.line()
        self.position += 1
        table = self.resolved(self.dotted_key(), line)
        self.position += 1
        return table

    def array_header(self) -> Path:
        line = self.line()
        self.position += 2
        *parents, last = self.dotted_key()
        self.position += 2
        array = (*self.resolved(tuple(parents), line), last)
        count = self.lengths.get(array, 0)
        self.lengths[array] = count + 1
        self.found.setdefault(array, line)
        self.found[(*array, count)] = line
        return (*array, count)

    def entry(self, table: Path) -> None:
        line = self.line()
        path = table
        for part in self.dotted_key():
            path = (*path, part)
            self.found.setdefault(path, line)
        self.position += 1  # the equals sign
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip(_SPACE)
        if self.at("["):
            self.array(path)
        elif self.at("{"):
            self.inline_table(path)
        elif self.at('"') or self.at("'"):
            self.skip(_STRING)
        else:
            self.skip(_SCALAR)

    def array(self, path: Path) -> None:
        self.position += 1
        count = 0
        while not self.closed("]"):
            self.found[(*path, count)] = self.line()
            self.value((*path, count))
            count += 1

    def inline_table(self, path: Path) -> None:
        self.position += 1
        while not self.closed("}"):
            self.entry(path)

    def closed(self, bracket: str) -> bool:
        """Step over blanks and commas; step over the closing bracket and return True at it."""
        self.skip(_BLANK)
        while self.at(","):
            self.position += 1
            self.skip(_BLANK)
        if self.at(bracket) or self.position >= len(self.text):
            self.position += 1
            return True
        return False

    def dotted_key(self) -> tuple[str, ...]:
        """Read a key and the spaces around it; stop at the equals sign or bracket."""
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            pattern = _STRING if self.at('"') or self.at("'") else _BARE_KEY
            token = self.skip(pattern)
            quoted = token[:1] in ("'", '"')
            parts.append(tomllib.loads(f"x = {token}")["x"] if quoted else token)
            self.skip(_SPACE)
            if not self.at("."):
                return tuple(parts)
            self.position += 1

    def resolved(self, keys: tuple[str, ...], line: int) -> Path:
        """Return the path of a header: through an array of tables, its last element is meant."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self.found.setdefault(path, line)
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
        return path

    def at(self, token: str) -> bool:
        return self.text.startswith(token, self.position)

    def line(self) -> int:
        return bisect_right(self.starts, self.position)

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Step over what the pattern matches here, and return it.

        A text that the reader accepted always matches. Should it not, stop scanning rather than
        loop: a line number is a courtesy and must never hide the error that it goes with.
        """
        match = pattern.match(self.text, self.position)
        if match is None:
            self.position = len(self.text)
            return ""
        self.position = match.end()
        return match.group()

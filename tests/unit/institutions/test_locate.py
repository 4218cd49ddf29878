"""The line finder: every key of a text that the standard reader accepts has its own line."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.institutions.locate import Path, key_lines, line_of

BARE = st.text("abcxyz019_-", min_size=1, max_size=4)
QUOTED = st.text('aé#.=[]" \t', max_size=4).map(lambda s: "'" + s.replace("'", "") + "'")
KEYS = st.one_of(BARE, QUOTED)
FILLERS = st.sampled_from(["", "   ", "# a = 1", "# [table]", "#", "\t# '''"])
VALUES = st.sampled_from(
    [
        "1",
        "-0.5",
        "true",
        "1979-05-27T07:32:00Z",
        '"x = 1 # no"',
        "'[[not]]'",
        '"a \\" ] } b"',
        '"""\n[not]\nkey = 1\n\\""" still\n"""',
        "'''\n# [[not]]\n''''",
        "[]",
        "[1, 2, # three ]\n 3,\n]",
        "[[1], ['a]', [\n]]]",
        "{}",
        "{ a = 1, b.c = ']', d = [ { e = 2 } ] }",
    ]
)


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    """Return every path of a parsed document."""
    inside: list[Path] = [path] if path else []
    if isinstance(value, dict):
        for key, x in value.items():
            inside += paths_of(x, (*path, key))
    elif isinstance(value, list):
        for k, x in enumerate(value):
            inside += paths_of(x, (*path, k))
    return inside


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    """Draw a TOML text and the lines of its keys, written down while it is written."""
    lines: list[str] = []
    expected: dict[Path, int] = {}

    def write(text: str) -> int:
        lines.extend(text.split("\n"))
        return len(lines) - text.count("\n")

    def unquoted(key: str) -> str:
        return key[1:-1] if key.startswith("'") else key

    tables = draw(st.lists(KEYS, unique_by=unquoted, max_size=4))
    path: Path = ()
    for number, table in enumerate([None, *tables]):
        for filler in draw(st.lists(FILLERS, max_size=3)):
            write(filler)
        repeats = 1
        is_array = table is not None and draw(st.booleans())
        if is_array:
            repeats = draw(st.integers(1, 3))
        for k in range(repeats):
            if table is not None:
                name = f"t{number}." + table
                opening = f"[[ {name} ]]" if is_array else f"[{name}] # [[x]]"
                path = (f"t{number}", unquoted(table), *((k,) if is_array else ()))
                expected[path] = write(opening)
            for key in draw(st.lists(KEYS, unique_by=unquoted, max_size=3)):
                value = draw(VALUES)
                expected[(*path, unquoted(key))] = write(f"  {key} =  {value} # end")
                for filler in draw(st.lists(FILLERS, max_size=2)):
                    write(filler)
    return "\n".join(lines), expected


@given(documents(), st.booleans())
def test_keys_are_found_where_they_were_written(
    drawn: tuple[str, dict[Path, int]], windows: bool
) -> None:
    text, expected = drawn
    if windows:
        text = text.replace("\n", "\r\n")
    found = key_lines(text)
    for path, line in expected.items():
        assert found[path] == line
    assert set(paths_of(tomllib.loads(text))) <= set(found)


def test_elements_of_arrays_and_inline_tables_have_lines() -> None:
    text = "a = [\n  { b = 1 },\n  { b = 2, c.d = 3 },\n]\n"
    found = key_lines(text)
    assert found[("a", 1, "c", "d")] == 3
    assert found[("a", 0)] == 2


def test_a_table_below_an_array_of_tables_belongs_to_its_last_element() -> None:
    text = "[[a]]\nx = 1\n[[a]]\n[a.b]\ny = 2\n[[a.c]]\nz = 3\n"
    found = key_lines(text)
    assert found[("a", 1, "b", "y")] == 5
    assert found[("a", 1, "c", 0, "z")] == 7


def test_an_unknown_path_falls_back_to_the_table_around_it() -> None:
    lines = key_lines("a = 1\n\n[b]\nc = 2\n")
    assert line_of(lines, ("b", "missing", 3)) == 3
    assert line_of(lines, ("missing",)) == 1
    assert line_of(lines, ()) == 1


@pytest.mark.parametrize("text", ["= 1", "a = 1\n?", "[", "[[a", "a = [", "a = {", "a", "a = '"])
def test_the_scan_ends_on_a_text_that_is_not_toml(text: str) -> None:
    assert all(1 <= line <= 2 for line in key_lines(text).values())


def test_time_is_linear_in_practice() -> None:
    text = "a = [" + "1,\n" * 20_000 + "]\n" + "".join(f"k{i} = '''\n'''\n" for i in range(5_000))
    assert key_lines(text)[("k4999",)] == 20_000 + 2 * 5_000


@pytest.mark.parametrize("name", ["wanderley2004"])
def test_every_key_of_a_shipped_case_is_on_its_line(name: str) -> None:
    text = files("coopgames.institutions").joinpath(f"cases/{name}.toml").read_text("utf-8")
    found = key_lines(text)
    lines = text.split("\n")
    for path in paths_of(tomllib.loads(text)):
        last = path[-1]
        if isinstance(last, str):
            assert last in lines[found[path] - 1]

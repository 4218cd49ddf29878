"""The coded table of a case: what is read, and what is said of a mistake and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from coopgames.errors import InvalidCaseError, InvalidGameError
from coopgames.institutions import Case, load_case
from coopgames.institutions.table9 import (
    ACTIVITY_CODINGS,
    ARRANGEMENT_CODINGS,
    PRIORS,
    Table9,
)

TEXT = (
    files("coopgames.institutions")
    .joinpath("cases", "wanderley2004.toml")
    .read_text(encoding="utf-8")
)
#: As printed: arrangements that are used, by activity.
PRINTED = {
    "capital": "family:X network:Y arms_length:A",
    "raw_material": "dyadic:B/Y/Z arms_length:A",
    "technology": "dyadic:B/Y/Z arms_length:A",
    "workers": "family:X network:Y arms_length:B/A",
    "production": "family:X",
    "exceptional": "dyadic:B/Y/Z arms_length:B/Y/Z",
    "commerce": "family:X association:Z arms_length:A",
    "public_goods": "association:Z dyadic:B",
    "policies": "association:Z dyadic:B",
    "safety_net": "family:X network:Y association:Z",
}

Read = Callable[[str], Case]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_load(text: str) -> Case:
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return load_case(file)

    return write_and_load


@pytest.fixture(scope="module")
def table() -> Table9:
    found = load_case("wanderley2004").table9
    assert found is not None
    return found


def test_the_table_is_as_printed(table: Table9) -> None:
    assert [x.name for x in table.arrangements] == [
        "family",
        "network",
        "association",
        "dyadic",
        "arms_length",
    ]
    found = {
        x.name: " ".join(f"{name}:{text}" for name, text in x.printed) for x in table.activities
    }
    assert found == PRINTED
    assert sum(map(sum, table.used)) == 23
    assert table.activities[0].letters("family") == "X"
    assert table.activities[0].letters("dyadic") == ""


def test_everything_is_coded_with_a_section_and_a_sentence(table: Table9) -> None:
    rows = table.to_rows()
    assert len(rows) == 10 * 7 + 5 * 7
    for row in rows:
        assert row["section"]
        # One sentence: no stop with another sentence behind it (an ellipsis is none).
        assert not re.search(r"(?<!\.)[.!?]\s+[A-Z]", str(row["quote"]))
        assert 3 <= len(str(row["quote"]).split()) <= 60
    assert table.free_choices == 105 + 68


def test_priors_and_rule(table: Table9) -> None:
    assert [x.primitive for x in table.priors] == list(PRIORS)
    assert (table.draws, table.seed, table.threshold) == (20000, 2004, Fraction(1, 2))
    assert table.coder_knew_the_table
    assert table.discount_factor == (Fraction(93, 100), Fraction(99, 100))
    assert table.prior("noise").interval("low") == (Fraction(1, 10), Fraction(7, 20))
    with pytest.raises(InvalidGameError, match="noise: got 'none', expected one of low, mid, high"):
        table.prior("noise").interval("none")
    with pytest.raises(InvalidGameError, match="primitive: got 'size'"):
        table.prior("size")


def test_levels(table: Table9) -> None:
    assert tuple(table.activities[0].levels) == ACTIVITY_CODINGS
    assert tuple(table.arrangements[0].levels) == ARRANGEMENT_CODINGS
    assert dict(table.arrangements[2].levels) == {
        "observe": "mid",
        "loss": "high",
        "continuation": "high",
        "kin_weight": "none",
        "outside": "low",
        "sanction": "treasury",
        "size": "many",
    }


def test_a_case_needs_no_table(read: Read) -> None:
    assert read(TEXT.split("# Table 9 of")[0]).table9 is None


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("draws = 20000", "draws = 0", "table9.draws: got 0, expected an integer >= 1"),
        ("seed = 2004", "seed = -1", "table9.seed: got -1, expected an integer >= 0"),
        (
            'threshold = "1/2"',
            'threshold = "3/2"',
            "table9.threshold: got '3/2', expected a number in [0, 1]",
        ),
        (
            "coder_knew_the_table = true",
            "coder_knew_the_table = 1",
            "table9.coder_knew_the_table: got 1, expected true or false",
        ),
        (
            'discount_factor = ["93/100", "99/100"]',
            'discount_factor = ["93/100", 1]',
            "table9.priors.discount_factor: got ['93/100', 1], expected a list of two numbers",
        ),
        (
            "[table9.priors.noise]",
            "[table9.priors.noize]",
            "table9.priors.noise: missing key, expected a table",
        ),
        (
            'mid = ["7/20", "4/5"]',
            'mid = ["4/5", "7/20"]',
            "table9.priors.noise.mid: got ['4/5', '7/20'], expected a list of two numbers",
        ),
        (
            'low = ["1/10", "7/20"]',
            'low = [0, "7/20"]',
            "table9.priors.noise.low: got [0, '7/20'], expected a list of two numbers",
        ),
        (
            "mid = [2, 4]",
            'mid = [2, "9/2"]',
            "table9.priors.dimensions.mid: got [2, '9/2'], expected a list of two numbers",
        ),
        (
            'high = ["97/100", "199/200"]',
            'high = ["97/100", "201/200"]',
            "table9.priors.continuation.high: got ['97/100', '201/200']",
        ),
        (
            'high = ["1/2", "9/10"]',
            'high = ["1/2", 1]',
            "table9.priors.outside.high: got ['1/2', 1]",
        ),
        ("high = [4, 12]", "high = [4]", "table9.priors.lag.high: got [4], expected a list of two"),
        (
            "high = [4, 12]",
            "high = [4.0, 12]",
            "table9.priors.lag.high: got",
        ),
        (
            'needs = { level = "few", section = "Capital"',
            'needs = { level = "fw", section = "Capital"',
            "table9.activity.needs.level: got 'fw', expected one of 'two', 'few', 'many'; "
            "did you mean 'few'?",
        ),
        (
            'noise = { level = "low", section = "Capital"',
            'noise = { level = "none", section = "Capital"',
            "table9.activity.noise.level: got 'none', expected one of 'low', 'mid', 'high'",
        ),
        (
            'sanction = { level = "shared", section',
            'sanction = { level = "kept", section',
            "table9.arrangement.sanction.level: got 'kept', expected one of 'treasury', 'shared'",
        ),
        (
            'name = "technology"\ntitle = "Technology"',
            'name = "capital"\ntitle = "Technology"',
            "table9.activity.name: got 'capital' again, expected a name of its own",
        ),
        (
            'printed = { family = "X", network = "Y", arms_length = "A" }',
            'printed = { family = "X", networks = "Y" }',
            "table9.activity.printed.networks: unknown key; did you mean 'network'?",
        ),
        (
            'printed = { family = "X", network = "Y", arms_length = "A" }',
            'printed = { family = "" }',
            "table9.activity.printed.family: got '', expected the letters printed there",
        ),
        (
            "draws = 20000",
            "draws = 20000\nspeed = 1",
            "table9.speed: unknown key; did you mean 'seed'?",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(read: Read, right: str, wrong: str, problem: str) -> None:
    assert right in TEXT
    before = TEXT.split(right)[0] if "noize" not in wrong else None
    with pytest.raises(InvalidCaseError) as caught:
        read(TEXT.replace(right, wrong, 1))
    message = str(caught.value)
    assert problem in message
    match = re.match(r".*own\.toml:(\d+): ", message)
    assert match is not None
    if before is not None:
        first = before.count("\n") + 1
        assert first <= int(match[1]) <= first + wrong.count("\n")


@pytest.mark.parametrize("key", ["section", "quote"])
def test_a_level_without_its_ground_is_refused(read: Read, key: str) -> None:
    line = next(x for x in TEXT.splitlines() if x.startswith("temptation = {"))
    bare = re.sub(rf', {key} = "(?:[^"\\]|\\.)*"', "", line)
    assert bare != line
    problem = f"table9.activity.temptation.{key}: missing key, expected"
    with pytest.raises(InvalidCaseError, match=re.escape(problem)):
        read(TEXT.replace(line, bare, 1))

"""The template loads as it is, and filled with nonsense it is answered with one clear error."""

from __future__ import annotations

import doctest
import os
import random
import re
import tomllib
from pathlib import Path

import pytest

from coopgames.certificates import verify
from coopgames.errors import InvalidCaseError, InvalidGameError
from coopgames.institutions import ATTRIBUTES, LEVELS, EquityStandard, load_case
from coopgames.institutions.case_file import MAXIMUM_TEXT, Section
from coopgames.institutions.template import template, write_template
from coopgames.verdicts import verdict
from tests.repo._repository import ROOT

MEGABYTE = 1_000_000
TEXT = template()
#: With the marks taken off all optional keys.
FULL = re.sub(r"(?m)^# (?=\w+ = |\[)", "", TEXT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "case.toml"


def changed(old: str, new: str) -> str:
    """Return the template with the first of a text replaced; it must be there."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def error_of(file: Path, content: str | bytes) -> tuple[int, str]:
    """Return line and rest of the one message with which a content is refused."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InvalidCaseError) as caught:
        load_case(file)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < len(str(file)) + 500
    match = re.fullmatch(re.escape(str(file)) + r":(\d+): (.*)", message)
    assert match, message
    return int(match[1]), match[2]


def line_with(text: str, marker: str) -> int:
    return next(k for k, line in enumerate(text.split("\n"), 1) if marker in line)


# ---------------------------------------------------------------- as it is


def test_it_loads_as_it_is(file: Path) -> None:
    case = load_case(write_template(file))
    assert case.name == "case"
    assert [x.name for x in case.activities] == ["cleaning"]
    assert [x.name for x in case.arrangements] == ["assembly"]
    assert file.read_text(encoding="utf-8") == template("case")
    assert all(len(line) <= 100 for line in TEXT.splitlines())


def test_it_gives_a_verdict_with_certificates(file: Path) -> None:
    case = load_case(write_template(file))
    cleaning = case.activity("cleaning")
    answer = verdict(cleaning, case.column_for(cleaning), case.baseline)
    assert answer.sustained is True
    assert answer.certificates
    assert all(verify(x) for x in answer.certificates.values())


def test_its_scales_are_those_of_the_shipped_case(file: Path) -> None:
    written, book = load_case(write_template(file)).standard, EquityStandard.wanderley_2004()
    for attribute in ATTRIBUTES:
        for level in LEVELS:
            assert written.value(attribute, level) == book.value(attribute, level)


def test_every_level_of_every_attribute_is_explained() -> None:
    for attribute in ATTRIBUTES:
        table = TEXT.partition(f"[scales.{attribute}]")[2].partition("ground")[0]
        for level in LEVELS:
            assert re.search(rf"(?m)^{level} = .*# \S", table), (attribute, level)


def test_the_optional_keys_are_read_without_their_marks(file: Path) -> None:
    file.write_text(FULL, encoding="utf-8")
    case = load_case(file)
    assert [x.name for x in case.arrangements] == ["assembly", "reports"]
    assert case.arrangement("assembly").physical_penalty == 1
    reports = case.arrangement("reports")
    assert (reports.side_agreement_cost, reports.partner_sees) == (0, 1)
    assert case.columns.partner == "reports"
    assert case.activity("cleaning").observed == "cooperation"


@pytest.mark.parametrize("key", ["physical_penalty", "observed", "members", "benefit", "cost"])
def test_each_optional_key_is_read_alone(file: Path, key: str) -> None:
    text = re.sub(rf"(?m)^# (?={key} = [^\n]*$)(?!members = \"assembly\")", "", TEXT)
    assert text != TEXT
    file.write_text(text, encoding="utf-8")
    assert load_case(file).name == "my_case"


def test_every_key_that_a_case_may_have_is_in_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, set[str]] = {}
    finish = Section.finish

    def noting(section: Section) -> None:
        known.setdefault(section.label, set()).update(section.known)
        finish(section)

    monkeypatch.setattr(Section, "finish", noting)
    file.write_text(FULL, encoding="utf-8")
    load_case(file)
    written = tomllib.loads(FULL)
    tables = {"": written, "time": written["time"], "stakes": written["stakes"]}
    tables |= {f"scales.{x}": table for x, table in written["scales"].items()}
    tables |= {"scales": written["scales"], "columns": written["columns"]}
    tables["arrangement"] = written["arrangement"][0] | written["arrangement"][1]
    tables["arrangement.sanction"] = written["arrangement"][0]["sanction"]
    tables["activity"] = written["activity"][0]
    assert set(known) == set(tables)
    # A coded table is a question of its own; a cap is explained beside the sanction.
    beside = {"": {"table9"}, "arrangement.sanction": {"cap"}}
    for label, keys in known.items():
        assert keys - set(tables[label]) == beside.get(label, set()), label
    assert "cap = 50" in TEXT
    assert "budget" in TEXT


@pytest.mark.parametrize(
    "sanction",
    [
        '{ kind = "fine", recipient = "unflagged", cap = 50 }',
        '{ kind = "fine", recipient = "burnt" }',
        '{ kind = "exclusion" }',
    ],
)
def test_the_other_sanctions_before_members(file: Path, sanction: str) -> None:
    text = changed('{ kind = "fine", recipient = "treasury" }', sanction)
    file.write_text(text, encoding="utf-8")
    case = load_case(file)
    answer = verdict(case.activity("cleaning"), case.arrangement("assembly"), case.baseline)
    assert answer.sustained is True


@pytest.mark.parametrize(
    "sanction", ['{ kind = "promises", budget = "burnt" }', '{ kind = "exclusion" }']
)
def test_the_other_sanctions_with_a_partner(file: Path, sanction: str) -> None:
    old = '{ kind = "fine", recipient = "burnt" }'
    assert FULL.count(old) == 1
    file.write_text(FULL.replace(old, sanction), encoding="utf-8")
    case = load_case(file)
    answer = verdict(case.activity("cleaning"), case.arrangement("reports"), case.baseline)
    # Reports that are also collusion-proof, by two who can agree for nothing.
    assert answer.sustained is False


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("canal.toml", "canal"),
        ("my canal-2.toml", "my_canal_2"),
        ("2004.toml", "my_case"),
        ("ñ.toml", "my_case"),
        (f"{'a' * 65}.toml", "my_case"),
    ],
)
def test_the_case_is_named_after_the_file(tmp_path: Path, written: str, name: str) -> None:
    assert load_case(write_template(tmp_path / written)).name == name


def test_names_are_checked() -> None:
    with pytest.raises(InvalidGameError, match="name: got 'a b', expected a letter"):
        template("a b")
    assert 'name = "a_b"' in template("a_b")


def test_a_file_is_written_over_only_by_force(file: Path) -> None:
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidCaseError) as caught:
        write_template(file)
    assert str(caught.value) == (
        f"{file}: is there already, expected a new file; --force (force=True) writes over a file "
        "that is there"
    )
    assert file.read_text(encoding="utf-8") == "mine"
    write_template(file, force=True)
    assert file.read_text(encoding="utf-8") == template("case")


def test_what_is_no_file_is_never_written_over(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder.toml", tmp_path / "pipe.toml"
    folder.mkdir()
    os.mkfifo(pipe)
    for place in (folder, pipe):
        with pytest.raises(InvalidCaseError, match="is there already"):
            write_template(place)
        with pytest.raises(InvalidCaseError, match="not a regular file"):
            write_template(place, force=True)
    with pytest.raises(InvalidCaseError, match=r"expected a path that ends in \.toml"):
        write_template(tmp_path / "case.txt")
    with pytest.raises(InvalidCaseError, match=r"cannot be written \(embedded null byte\)"):
        write_template("a\0b.toml")
    with pytest.raises(FileNotFoundError):
        write_template(tmp_path / "no folder" / "case.toml")


# ---------------------------------------------------------------- nonsense

#: What is replaced, by what, a text on the line that must be named, how the message begins.
NONSENSE = {
    "missing key": (
        'valued_by = "members" ',
        "# ",
        "[[activity]]",
        "activity.valued_by: missing key, expected one of 'members', 'partner'",
    ),
    "missing table": ("[time]", "[scales]", "# A case", "time: missing key, expected a table"),
    "unknown key": (
        "members = 20 ",
        "member = 20 ",
        "member = 20",
        "stakes.member: unknown key; did you mean 'members'?",
    ),
    "unknown level": (
        'proximity = "partly"',
        'proximity = "party"',
        '"party"',
        "activity.proximity: got 'party', expected a level (one of 'met', 'partly', 'not') or a "
        "probability in (0, 1] for pi; did you mean 'partly'?",
    ),
    "level in capitals": (
        'simplicity = "met"',
        'simplicity = "MET"',
        '"MET"',
        "activity.simplicity: got 'MET', expected a level",
    ),
    "text instead of a table": (
        '{ kind = "fine", recipient = "treasury" }',
        '"treasury"',
        '= "treasury"',
        "arrangement.sanction: got 'treasury', expected a table",
    ),
    "number instead of a text": (
        'title = "replace: what is done together"',
        "title = 3",
        "title = 3",
        "activity.title: got 3, expected a text",
    ),
    "list instead of a number": ("cost = ", "cost = [1] # ", "cost = [1]", "stakes.cost: got [1]"),
    "float": ('benefit = "1/5"', "benefit = 0.2", "= 0.2", "stakes.benefit: got the float 0.2"),
    "discount factor out of range": (
        'baseline = "993/1000"',
        'baseline = "993/100"',
        "993/100",
        "time.baseline: got '993/100', expected a discount factor in (0, 1)",
    ),
    "probability out of range": (
        'proximity = "partly"',
        'proximity = "3/2"',
        '"3/2"',
        "activity.proximity: got '3/2', expected a probability in (0, 1]",
    ),
    "scale out of order": (
        'partly = "1/2"',
        "partly = 2",
        "[scales.concreteness]",
        "scales.concreteness: concreteness: got",
    ),
    "number without end": (
        'cost = "7/5"',
        f'cost = "{"9" * 2000}"',
        "cost = ",
        "stakes.cost: got ",
    ),
    "syntax": ("members = 20", "members 20", "members 20", "not valid TOML: Expected '='"),
    "quotation mark left open": (
        'period = "week"',
        'period = "week',
        "period = ",
        "not valid TOML: ",
    ),
    "long title": (
        "replace: the case",
        "x" * MEGABYTE,
        "xxx",
        "title: got a text of 1,000,015 characters, expected at most 10,000",
    ),
    "long quote": (
        "One sentence",
        "word " * (MEGABYTE // 5),
        "word word",
        "activity.ground: got a text of 1,000,026 characters, expected at most 10,000",
    ),
    "long level": (
        'concreteness = "met"',
        f'concreteness = "{"met " * (MEGABYTE // 4)}"',
        "met met",
        "activity.concreteness: got a text of 1,000,000 characters, expected at most 10,000",
    ),
    "long number": (
        'cost = "7/5"',
        f'cost = "{"9" * MEGABYTE}"',
        "cost = ",
        "stakes.cost: got a text of 1,000,000 characters, expected at most 10,000",
    ),
    "long key": ("surplus = 0", f"{'s' * MEGABYTE} = 0", "sss", "stakes.sss"),
}


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_answered_with_file_line_and_key(file: Path, nonsense: str) -> None:
    old, new, marker, expected = NONSENSE[nonsense]
    text = changed(old, new)
    line, message = error_of(file, text)
    assert line == line_with(text, marker)
    assert message.startswith(expected)


def test_an_activity_given_twice(file: Path) -> None:
    block = TEXT[TEXT.index("[[activity]]") :]
    line, message = error_of(file, TEXT + block)
    assert message == "activity.name: got 'cleaning' again, expected a name of its own"
    assert line == TEXT.count("\n") + 2


def test_an_empty_file_is_told_its_first_key(file: Path) -> None:
    for content in ("", "\n\n", "# only a comment", " " * MEGABYTE):
        assert error_of(file, content) == (1, "name: missing key, expected an identifier")


def test_a_text_may_be_long_but_not_longer(file: Path) -> None:
    title = "replace: the case in a few words"
    file.write_text(changed(title, "x" * MAXIMUM_TEXT), encoding="utf-8")
    assert len(load_case(file).title) == MAXIMUM_TEXT
    assert error_of(file, changed(title, "x" * (MAXIMUM_TEXT + 1))) == (
        line_with(TEXT, title),
        "title: got a text of 10,001 characters, expected at most 10,000",
    )


GARBAGE = {
    "bytes": random.Random(1).randbytes(MEGABYTE),
    "letters": bytes(random.Random(2).choices(b"abc=[]{}\"'#.\n 019", k=MEGABYTE)),
    "quotation marks": b'"' * MEGABYTE,
    "backslashes": b'a = "' + b"\\" * MEGABYTE,
    "equals signs": b"=" * MEGABYTE,
    "zeros": bytes(MEGABYTE),
    "brackets": b"[" * MEGABYTE,
    "one key": b"a" * MEGABYTE,
    "the same key": b"a = 1\n" * (MEGABYTE // 6),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_megabyte_of_garbage(file: Path, kind: str) -> None:
    message = error_of(file, GARBAGE[kind])[1]
    assert re.match("not valid TOML: |not UTF-8 text|expected at most 64 brackets", message)


def test_other_encodings(file: Path) -> None:
    text = changed("a few words", "a señal")
    for mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
    ):
        content = mark + text.encode(encoding)
        assert error_of(file, content) == (1, "not UTF-8 text but UTF-16, save it as UTF-8")
    assert error_of(file, text.encode("latin-1")) == (line_with(text, "señal"), "not UTF-8 text")
    # Without a mark every second byte is a zero, and that is no TOML.
    assert error_of(file, TEXT.encode("utf-16-le"))[1].startswith("not valid TOML: ")


def test_a_byte_order_mark_is_taken_once(file: Path) -> None:
    mark = b"\xef\xbb\xbf"
    file.write_bytes(mark + TEXT.encode())
    assert load_case(file).name == "my_case"
    line, message = error_of(file, mark + mark + TEXT.encode())
    assert line == 1
    assert message.startswith("not valid TOML: ")


# ---------------------------------------------------------------- the page


def test_the_examples_of_the_page_run() -> None:
    page = ROOT / "docs" / "how-to" / "your-own-case.md"
    failed, attempted = doctest.testfile(str(page), module_relative=False)
    assert attempted >= 12
    assert failed == 0

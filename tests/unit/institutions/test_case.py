"""Reading cases: every mistake is answered with the file, the line and the key."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.errors import InvalidCaseError, InvalidGameError
from coopgames.games import Exclusion, Fine
from coopgames.institutions import Case, Columns, EquityStandard, cases, load_case
from coopgames.institutions.case_file import MAXIMUM_BYTES

MINIMAL = """\
name = "channel"

[time]
period = "week"
periods_per_year = 52
baseline = "99/100"
largest = "999/1000"

[stakes]
members = 12
benefit = "1/5"
cost = "7/5"

[[arrangement]]
name = "treasury"
observers = "members"
sanction = { kind = "fine", recipient = "treasury" }

[[arrangement]]
name = "reports"
observers = "partner"
sanction = { kind = "fine", recipient = "burnt" }
partner_sees = "1/2"

[[activity]]
name = "cleaning"
concreteness = "met"
simplicity = 2
simultaneity = "met"
proximity = "4/5"
valued_by = "members"

[[activity]]
name = "lending"
concreteness = "not"
simplicity = "not"
simultaneity = "not"
proximity = "not"
valued_by = "partner"
"""

SCALE = """
[scales.simultaneity]
met = 1
partly = 2
not = 3
"""


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes a case file and gives its path."""

    def write_text(text: str, name: str = "case.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def changed(old: str, new: str, count: int = 1) -> str:
    """Return the minimal case with some text replaced; the text must be there."""
    assert old in MINIMAL
    return MINIMAL.replace(old, new, count)


def error_of(path: Path) -> tuple[int | None, str]:
    """Return the line and the rest of the message, after checking that it names the file."""
    with pytest.raises(InvalidCaseError) as caught:
        load_case(path)
    message = str(caught.value)
    assert "\n" not in message
    match = re.fullmatch(re.escape(str(path)) + r"(?::(\d+))?: (.*)", message)
    assert match, message
    return (int(match[1]) if match[1] else None), match[2]


def test_the_minimal_case(write) -> None:
    case = load_case(write(MINIMAL))
    assert (case.name, case.label, case.title, case.source) == ("channel", "channel", "", "")
    assert (case.period, case.periods_per_year) == ("week", 52)
    assert (case.baseline, case.largest) == (Fraction(99, 100), Fraction(999, 1000))
    assert case.standard == EquityStandard.wanderley_2004()
    cleaning = case.activity("cleaning")
    assert (cleaning.members, cleaning.surplus) == (12, 0)
    assert (cleaning.simplicity, cleaning.proximity) == (2, Fraction(4, 5))
    assert case.columns == Columns(("treasury", "reports"), "treasury", "reports")
    assert case.column_for(cleaning) is case.arrangement("treasury")
    assert case.column_for(case.activity("lending")) is case.arrangement("reports")
    assert case.arrangement("reports").partner_sees == Fraction(1, 2)


def test_text_of_a_path_and_byte_order_mark_are_taken(write, tmp_path: Path) -> None:
    path = write("\ufeff" + MINIMAL)
    assert load_case(str(path)) == load_case(path)
    (tmp_path / "without_suffix").write_text(MINIMAL, encoding="utf-8")
    assert load_case(str(tmp_path / "without_suffix")) == load_case(path)


def test_windows_line_ends_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(MINIMAL.replace("\n", "\r\n").encode())
    assert load_case(path).name == "channel"
    path.write_bytes(changed('"7/5"', "1.4").replace("\n", "\r\n").encode())
    assert error_of(path)[0] == 12


def test_an_activity_may_have_its_own_stakes(write) -> None:
    text = changed('name = "lending"', 'name = "lending"\nmembers = 2\nsurplus = "1/7"')
    lending = load_case(write(text)).activity("lending")
    assert (lending.members, lending.surplus, lending.cost) == (2, Fraction(1, 7), Fraction(7, 5))


def test_a_case_may_have_its_own_scales_and_period(write) -> None:
    text = changed("periods_per_year = 52", "periods_per_year = 12") + SCALE
    case = load_case(write(text))
    assert case.standard.name == "channel"
    assert case.standard.value("simultaneity", "not") == 3
    assert case.standard.concreteness == EquityStandard.wanderley_2004().concreteness
    assert case.arrangement("treasury").standard == case.standard


@pytest.mark.parametrize(
    ("written", "sanction"),
    [
        ('{ kind = "fine", recipient = "unflagged", cap = "3/2" }', Fine("unflagged", "3/2")),
        ('{ kind = "exclusion" }', Exclusion()),
    ],
)
def test_sanctions(write, written: str, sanction: object) -> None:
    text = changed('{ kind = "fine", recipient = "treasury" }', written)
    assert load_case(write(text)).arrangement("treasury").sanction == sanction


def test_promises_are_read_and_refused_before_members(write) -> None:
    text = changed(
        '{ kind = "fine", recipient = "treasury" }', '{ kind = "promises", budget = "balanced" }'
    )
    with pytest.raises(InvalidCaseError, match="sanction: got any promises, balanced"):
        load_case(write(text))


def test_columns_can_be_chosen(write) -> None:
    columns = '\n[columns]\norder = ["reports", "treasury"]\nmembers = "treasury"\n'
    case = load_case(write(MINIMAL + columns))
    assert case.columns == Columns(("reports", "treasury"), "treasury", "reports")


#: What is replaced, by what, the text on the line that must be named, the message.
MISTAKES = {
    "unknown key": (
        'period = "week"',
        'period = "week"\nbasline = 1',
        "basline",
        "time.basline: unknown key; did you mean 'baseline'?",
    ),
    "unknown key, nothing like it": (
        'period = "week"',
        'period = "week"\nzzz = 1',
        "zzz",
        "time.zzz: unknown key; known keys: period, periods_per_year, baseline, largest",
    ),
    "unknown key at the top": (
        'name = "channel"',
        'name = "channel"\ntitel = "x"',
        "titel",
        "titel: unknown key; did you mean 'title'?",
    ),
    "unknown table": (
        "[stakes]",
        "[stake]",
        "[[activity]]",
        "activity.members: missing key, expected a number, here or in [stakes]",
    ),
    "unknown key in an inline table": (
        'recipient = "treasury" }',
        'recipient = "treasury", capp = 1 }',
        "capp",
        "arrangement.sanction.capp: unknown key; did you mean 'cap'?",
    ),
    "unknown key of an activity": (
        'proximity = "4/5"',
        'proximity = "4/5"\nobserve = "none"',
        "observe = ",
        "activity.observe: unknown key; did you mean 'observed'?",
    ),
    "missing name": ('name = "channel"', "", "", "name: missing key, expected an identifier"),
    "missing key of a table": (
        'baseline = "99/100"\n',
        "",
        "[time]",
        "time.baseline: missing key, expected a discount factor in (0, 1)",
    ),
    "missing attribute": (
        'proximity = "4/5"\n',
        "",
        "[[activity]]",
        "activity.proximity: missing key, expected a level or a probability in (0, 1]",
    ),
    "missing recipient": (
        ', recipient = "treasury"',
        "",
        "sanction",
        "arrangement.sanction.recipient: missing key, expected one of 'burnt', 'treasury', "
        "'unflagged'",
    ),
    "missing stake": (
        'cost = "7/5"\n',
        "",
        "[[activity]]",
        "activity.cost: missing key, expected a number, here or in [stakes]",
    ),
    "float": (
        'cost = "7/5"',
        "cost = 1.4",
        "1.4",
        "stakes.cost: got the float 1.4, floats are not exact and a case is solved exactly: "
        'write "7/5"',
    ),
    "float that is whole": (
        "simplicity = 2",
        "simplicity = 2.0",
        "2.0",
        "activity.simplicity: got the float 2.0, floats are not exact and a case is solved "
        "exactly: write 2",
    ),
    "float without a value": (
        'cost = "7/5"',
        "cost = inf",
        "inf",
        "stakes.cost: got the float inf, a number must be finite and written as an integer or a "
        'text such as "1/3"',
    ),
    "float of absurd size": (
        'cost = "7/5"',
        "cost = 1e999999999",
        "1e9",
        "stakes.cost: got the float 1e999999999, a number must be finite and written as an "
        'integer or a text such as "1/3"',
    ),
    "float with many digits": (
        'cost = "7/5"',
        "cost = 1.000_000_000_1",
        "cost",
        "stakes.cost: got the float 1.000_000_000_1, floats are not exact and a case is solved "
        'exactly: write "1.0000000001"',
    ),
    "truth value": (
        'cost = "7/5"',
        "cost = true",
        "true",
        'stakes.cost: got true, expected an integer or a text such as "3/20"',
    ),
    "date": (
        'cost = "7/5"',
        "cost = 2004-01-01",
        "2004",
        'stakes.cost: got 2004-01-01, expected an integer or a text such as "3/20"',
    ),
    "not a number": (
        'cost = "7/5"',
        'cost = "7:5"',
        "7:5",
        "stakes.cost: got '7:5', expected an integer or a text such as \"3/20\"",
    ),
    "division by zero": ('cost = "7/5"', 'cost = "7/0"', "7/0", "stakes.cost: *"),
    "negative noise": (
        'concreteness = "met"',
        'concreteness = "-1/4"',
        "-1/4",
        "activity.concreteness: got '-1/4', expected a number > 0 (sigma: noise of the "
        "valuation, in contributions)",
    ),
    "no dimensions": (
        "simplicity = 2",
        "simplicity = 0",
        "simplicity = 0",
        "activity.simplicity: got 0, expected an integer >= 1 (d: dimensions to be valued)",
    ),
    "half a period": (
        'simultaneity = "met"',
        'simultaneity = "1/2"',
        'simultaneity = "1/2"',
        "activity.simultaneity: got '1/2', expected an integer >= 1 (ell: periods until accounts "
        "are settled)",
    ),
    "proximity above 1": (
        'proximity = "4/5"',
        'proximity = "5/4"',
        "5/4",
        "activity.proximity: got '5/4', expected a probability in (0, 1] (pi: probability that "
        "a sanctioner sees the act)",
    ),
    "proximity of nothing": (
        'partner_sees = "1/2"',
        "partner_sees = 0",
        "partner_sees",
        "arrangement.partner_sees: got 0, expected a probability in (0, 1] (pi: probability that "
        "a sanctioner sees the act)",
    ),
    "discount factor of 1": (
        'largest = "999/1000"',
        "largest = 1",
        "largest",
        "time.largest: got 1, expected a discount factor in (0, 1)",
    ),
    "discount factor of 0": (
        'baseline = "99/100"',
        "baseline = 0",
        "baseline",
        "time.baseline: got 0, expected a discount factor in (0, 1)",
    ),
    "range below the baseline": (
        'largest = "999/1000"',
        'largest = "9/10"',
        "largest",
        "time.largest: got 9/10, expected at least the baseline 99/100",
    ),
    "periods": (
        "periods_per_year = 52",
        'periods_per_year = "52"',
        "periods_per_year",
        "time.periods_per_year: got '52', expected an integer >= 1",
    ),
    "one member": (
        "members = 12",
        "members = 1",
        "members = 1",
        "stakes.members: got 1, expected an integer >= 2",
    ),
    "unknown level": (
        'concreteness = "met"',
        'concreteness = "mett"',
        "mett",
        "activity.concreteness: got 'mett', expected a level (one of 'met', 'partly', 'not') or "
        "a number > 0 for sigma; did you mean 'met'?",
    ),
    "two activities of one name": (
        'name = "lending"',
        'name = "cleaning"',
        None,
        "activity.name: got 'cleaning' again, expected a name of its own",
    ),
    "two arrangements of one name": (
        'name = "reports"',
        'name = "treasury"',
        None,
        "arrangement.name: got 'treasury' again, expected a name of its own",
    ),
    "name that is a path": (
        'name = "lending"',
        'name = "../lending"',
        "../lending",
        "activity.name: got '../lending', expected a letter and then at most 63 letters, digits "
        "and underscores",
    ),
    "valued by nobody": (
        'valued_by = "partner"',
        'valued_by = "partners"',
        "partners",
        "activity.valued_by: got 'partners', expected one of 'members', 'partner'; did you mean "
        "'partner'?",
    ),
    "observers of no kind": (
        'observers = "members"',
        "observers = 3",
        "observers = 3",
        "arrangement.observers: got 3, expected one of 'members', 'partner'",
    ),
    "sanction that is a text": (
        'sanction = { kind = "fine", recipient = "treasury" }',
        'sanction = "fine"',
        '"fine"',
        "arrangement.sanction: got 'fine', expected a table",
    ),
    "treasury in a pair": (
        'recipient = "burnt"',
        'recipient = "treasury"',
        None,
        "arrangement.sanction: *",
    ),
    "partner's view before members": (
        'observers = "members"',
        'observers = "members"\npartner_sees = "1/3"',
        '"1/3"',
        "arrangement.partner_sees: got *",
    ),
    "negative cap": (
        'recipient = "treasury"',
        'recipient = "treasury", cap = -1',
        "cap",
        "arrangement.sanction.cap: got -1, expected a number >= 0",
    ),
    "negative physical penalty": (
        'observers = "members"',
        'observers = "members"\nphysical_penalty = -1',
        "physical_penalty",
        "arrangement.physical_penalty: got -1, expected a number >= 0",
    ),
    "empty period": (
        'period = "week"',
        'period = " "',
        "period",
        "time.period: got ' ', expected what a period is, a text that is not empty",
    ),
    "too many periods": (
        "periods_per_year = 52",
        "periods_per_year = 367",
        "367",
        "time.periods_per_year: got 367, expected at most 366, a period of a day",
    ),
    "too many members": (
        "members = 12",
        "members = 100001",
        "100001",
        "stakes.members: got 100001, expected at most 100,000 members",
    ),
    "too many dimensions": (
        "simplicity = 2",
        "simplicity = 1000001",
        "1000001",
        "activity.simplicity: got 1000001, expected at most 1,000,000 (d: dimensions to be valued)",
    ),
    "too long a lag": (
        'simultaneity = "met"',
        "simultaneity = 1001",
        "1001",
        "activity.simultaneity: got 1001, expected at most 1,000 (ell: periods until accounts are "
        "settled)",
    ),
    "range too close to 1": (
        'largest = "999/1000"',
        'largest = "0.9999999991"',
        "largest",
        "time.largest: got '0.9999999991', expected at most 1 - 10^-9",
    ),
    "table after an arrangement": (
        'observers = "members"',
        'observers = "members"\nzzz = 1',
        "zzz",
        "arrangement.zzz: unknown key; known keys: name, observers, sanction, side_agreement_cost, "
        "partner_sees, physical_penalty, title; a key after [[arrangement]] belongs to it",
    ),
    "control characters": (
        'period = "week"',
        'period = "w\\u001b[2J"',
        "u001b",
        "time.period: got 'w\\x1b[2J', expected a text without control characters",
    ),
    "activities that are no tables": (
        'name = "channel"',
        'name = "channel"\nscales = 3',
        "scales",
        "scales: got 3, expected a table",
    ),
    "levels of another period": (
        "periods_per_year = 52",
        "periods_per_year = 12",
        'simultaneity = "met"',
        "activity.simultaneity: got 'met', expected a number of periods, or a table "
        "[scales.simultaneity]: the default scale counts weeks, and here a year has 12 periods",
    ),
    "syntax": ("members = 12", "members = = 12", "= = 12", "not valid TOML: Invalid value *"),
    "duplicate key": (
        "members = 12",
        "members = 12\nmembers = 13",
        "members = 13",
        "not valid TOML: Cannot overwrite a value *",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_answered_with_file_line_and_key(write, mistake: str) -> None:
    old, new, marker, expected = MISTAKES[mistake]
    text = changed(old, new)
    line, message = error_of(write(text))
    if expected.endswith("*"):
        assert message.startswith(expected[:-1])
    else:
        assert message == expected
    lines = text.split("\n")
    # The first line with the marker; without a marker, the second with the replacement.
    named = [k for k, x in enumerate(lines, 1) if (new if marker is None else marker) in x]
    assert line == named[1 if marker is None else 0]


COLUMN_MISTAKES = {
    'order = ["treasury", "report"]': (
        "columns.order: got 'report', expected a list of different names out of treasury, "
        "reports; did you mean 'reports'?"
    ),
    'order = ["treasury", "treasury"]': (
        "columns.order: got ['treasury', 'treasury'], expected a list of different names out of "
        "treasury, reports"
    ),
    "order = []": (
        "columns.order: got [], expected a list of different names out of treasury, reports"
    ),
    "order = [1]": (
        "columns.order: got 1, expected a list of different names out of treasury, reports"
    ),
    'members = "reports"': (
        "columns.members: got 'reports', expected one of 'treasury' (arrangements whose "
        "observers are 'members')"
    ),
    'partner = "report"': (
        "columns.partner: got 'report', expected one of 'reports' (arrangements whose observers "
        "are 'partner'); did you mean 'reports'?"
    ),
    "others = 1": ("columns.others: unknown key; known keys: order, members, partner"),
}


@pytest.mark.parametrize("entry", COLUMN_MISTAKES)
def test_mistakes_in_columns(write, entry: str) -> None:
    path = write(MINIMAL + "\n[columns]\n" + entry + "\n")
    assert error_of(path) == (MINIMAL.count("\n") + 3, COLUMN_MISTAKES[entry])


SCALE_MISTAKES = [
    ("not = 3\n", "", 2, "scales.simultaneity.not: missing key, expected an integer >= 1"),
    ("partly = 2", "partly = 2.5", 4, "scales.simultaneity.partly: got the float 2.5, *"),
    ("partly = 2", "partly = 9", 2, "scales.simultaneity: simultaneity: got *"),
    ("met = 1", "met = 0", 3, "scales.simultaneity.met: got 0, expected an integer >= 1 *"),
    ("scales.simultaneity", "scales.simultaneous", 2, "scales.simultaneous: unknown key; did *"),
    ("not = 3", "not = 3\nnever = 4", 6, "scales.simultaneity.never: unknown key*"),
]


@pytest.mark.parametrize(("old", "new", "line", "expected"), SCALE_MISTAKES)
def test_mistakes_in_scales(write, old: str, new: str, line: int, expected: str) -> None:
    found, message = error_of(write(MINIMAL + SCALE.replace(old, new)))
    assert found == MINIMAL.count("\n") + line
    assert message.startswith(expected.removesuffix("*"))


def test_an_activity_needs_an_arrangement_of_its_kind(write) -> None:
    text = MINIMAL.replace('observers = "partner"', 'observers = "members"')
    text = text.replace('partner_sees = "1/2"\n', "")
    line, message = error_of(write(text))
    assert text.split("\n")[(line or 0) - 1] == 'valued_by = "partner"'
    assert message == (
        "activity.valued_by: got 'partner', expected an arrangement whose observers are "
        "'partner'; the file has none"
    )


@pytest.mark.parametrize("key", ["activity", "arrangement"])
def test_a_case_without_activities_or_arrangements_is_refused(write, key: str) -> None:
    head, *tables = re.split(r"(?=^\[\[)", MINIMAL, flags=re.MULTILINE)
    text = head + "".join(x for x in tables if not x.startswith(f"[[{key}]]"))
    assert error_of(write(text)) == (
        1,
        f"{key}: missing key, expected at least one table [[{key}]]",
    )
    line, message = error_of(write(f"{key} = [1]\n" + text))
    assert (line, message) == (1, f"{key}: got [1], expected tables, each under [[{key}]]")


def test_syntax_errors_at_the_end_name_the_last_line(write) -> None:
    line, message = error_of(write(MINIMAL + "x = '''\n\nabc\n"))
    assert line == MINIMAL.count("\n") + 3
    assert message.startswith("not valid TOML: ")


def test_absurd_files_are_refused_and_not_read(write, tmp_path: Path) -> None:
    assert error_of(write("a = " + "9" * 5000)) == (
        None,
        "not a case: too many digits in an integer",
    )
    message = error_of(write("a = " + "[" * 100_000))[1]
    assert message.startswith("expected at most 64 brackets")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAXIMUM_BYTES + 1))
    assert error_of(large) == (None, "larger than 5 MiB, expected a TOML file of a few pages")


def test_the_largest_values_are_taken(write) -> None:
    text = changed('largest = "999/1000"', 'largest = "0.999999999"')
    text = text.replace("periods_per_year = 52", "periods_per_year = 366") + SCALE
    text = text.replace("members = 12", "members = 100000").replace("not = 3", "not = 1000")
    case = load_case(write(text.replace("simplicity = 2", "simplicity = 1000000")))
    assert case.activity("cleaning").members == 100_000
    assert case.standard.value("simultaneity", "not") == 1000


def test_nesting_is_bounded_and_strings_do_not_count(write) -> None:
    deep = "[" * 65 + "]" * 65
    key = ".".join("a" * 66)
    assert error_of(write(f"x = 1\n{key} = 1")) == (2, "expected at most 64 dots in a key")
    assert error_of(write(f"[{key}]\n")) == (1, "expected at most 64 dots in a key")
    assert error_of(write(f"x = {deep}")) == (1, "expected at most 64 brackets in each other")
    for taken in (f'title = "{deep}"', f'title = """{deep}{key}"""', f"# {deep} {key}"):
        assert load_case(write(f"{taken}\n{MINIMAL}")).name == "channel"
    assert error_of(write(f"{deep[1:-1]}"))[1].startswith("not valid TOML: ")


def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert error_of(pipe) == (None, "not a regular file, expected a TOML file")


def test_nobody_need_gain_by_shirking(write) -> None:
    case = load_case(write(changed('cost = "7/5"', 'cost = "1/5"')))
    cleaning = case.activity("cleaning")
    assert cleaning.gain == 0
    game = cleaning.under(case.arrangement("treasury"), "9/10")
    assert game.stage.gain_from_shirking == 0


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none.toml") == (None, "no such file")
    (tmp_path / "folder.toml").mkdir()
    line, message = error_of(tmp_path / "folder.toml")
    assert line is None
    assert message.startswith(("is a folder", "cannot be read"))
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# a\n# se\xf1al\n")
    assert error_of(latin) == (2, "not UTF-8 text")
    with pytest.raises(InvalidCaseError, match=r"cannot be read \(embedded null byte\)"):
        load_case("a\0b.toml")


def test_unknown_names_are_answered_with_the_shipped_cases() -> None:
    with pytest.raises(InvalidCaseError) as caught:
        load_case("wanderly2004")
    message = str(caught.value)
    assert message.startswith("case: got 'wanderly2004', expected the path of a .toml file or one")
    assert message.endswith("; did you mean 'wanderley2004'?")
    assert all(name in message for name in cases())
    with pytest.raises(InvalidCaseError, match="case: got 3, expected"):
        load_case(3)  # type: ignore[arg-type]


def test_asking_a_case_for_what_it_has_not(write) -> None:
    case = load_case(write(MINIMAL))
    with pytest.raises(InvalidGameError, match="activity: got 'cleanin'.*did you mean 'cleaning'"):
        case.activity("cleanin")
    with pytest.raises(InvalidGameError, match="arrangement: got 'x', expected one of treasury"):
        case.arrangement("x")
    without = [x for x in case.arrangements if x.observers == "members"]
    alone = Case(
        "alone",
        "",
        "",
        "week",
        52,
        case.baseline,
        case.largest,
        case.standard,
        case.activities,
        tuple(without),
        Columns(("treasury",), "treasury"),
    )
    with pytest.raises(InvalidGameError, match="activity: got 'lending'"):
        alone.column_for(case.activity("lending"))


def test_a_case_made_in_python_is_checked(write) -> None:
    case = load_case(write(MINIMAL))
    common = ("x", "", "", "week", 52, case.baseline, case.largest, case.standard)
    twice = case.activities[:1] * 2
    with pytest.raises(InvalidGameError, match="activities: got .*all of different names"):
        Case(*common, twice, case.arrangements, case.columns)
    with pytest.raises(InvalidGameError, match="columns: got 'other'"):
        Case(*common, case.activities, case.arrangements, Columns(("other",)))


@given(st.integers(0, len(MINIMAL) - 1), st.integers(0, 12), st.text(max_size=3))
def test_a_damaged_file_gives_a_case_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, inserted: str
) -> None:
    text = MINIMAL[:start] + inserted + MINIMAL[start + length :]
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    check_case_or_clear_error(path)


ODD_VALUES = (
    *("[]", "{}", "{ a = 1 }", "''", "'x'", "'1/0'", "'met'", "'members'", "'1/2'", "-1", "0"),
    *("1.5", "nan", "true", "[1]", "[[]]", "[{}]", "2004-01-01", "07:32:00", "'1e9999999'", "1"),
    *("'" + "9" * 4299 + "/7'", "'1/" + "9" * 5000 + "'", "'" + "9" * 20_000 + "'"),
    *("'" + "x" * 20_000 + "'", '"\\u0000"', '"\\U0001f33d"', "'1e9000'", "'1e-9000'"),
)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_any_value_at_any_key_gives_a_case_or_one_clear_error(write, value: str) -> None:
    lines = (MINIMAL + SCALE + '[columns]\norder = ["treasury"]').split("\n")
    for number, line in enumerate(lines):
        if "=" in line:
            key = line.partition("=")[0]
            damaged = [*lines[:number], f"{key}= {value}", *lines[number + 1 :]]
            check_case_or_clear_error(write("\n".join(damaged)))


def check_case_or_clear_error(path: Path) -> None:
    """Check that a file is a case or is answered with one short line that names a line of it."""
    message = refusal(path)
    if message is None:
        assert 1 <= len(load_case(path).activities) <= 2
    else:
        assert re.match(re.escape(str(path)) + r":\d+: ", message)
        assert message.isprintable()
        assert len(message) < len(str(path)) + 500


def refusal(path: Path) -> str | None:
    """Return the message with which a file is refused, or None when it is a case."""
    try:
        load_case(path)
    except InvalidCaseError as error:
        return str(error)
    return None

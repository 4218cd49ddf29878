"""The comparison of two cases: files, figure, command; the same bytes on every run."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import typer
from matplotlib.figure import Figure
from typer.testing import CliRunner, Result

from coopgames.certificates import Certificate, verify
from coopgames.cli.compare import compare
from coopgames.errors import CertificateError, InvalidGameError
from coopgames.institutions import Case, load_case
from coopgames.plots import figure_bytes
from coopgames.plots.differences import difference_rows, draw_differences, plot_differences
from coopgames.reports import comparison_files
from coopgames.reports.comparison import comparison_headline, comparison_rows, decisive_sentence
from coopgames.reports.comparison_files import write_comparison
from coopgames.reports.writing import checker_files
from coopgames.verdicts.differences import Differences, differences


def only(case: Case, *names: str) -> Case:
    return replace(case, activities=tuple(map(case.activity, names)))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def district() -> Case:
    return load_case("industrial_district")


@pytest.fixture(scope="module")
def found(case: Case, district: Case) -> Differences:
    return differences(case, district)


@pytest.fixture(scope="module")
def small(case: Case, district: Case) -> Differences:
    return differences(only(case, "technology", "collective_purchase"), district)


@pytest.fixture(scope="module")
def folder(small: Differences, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("comparison")
    write_comparison(small, place)
    return place


# ------------------------------------------------------------------------------ texts


def test_the_headline(found: Differences, case: Case, district: Case) -> None:
    assert comparison_headline(found) == (
        "Of 4 activities of both cases, 3 are judged differently: subcontracting, specialization; "
        "joint answer to a large order; and exchange of technology, know-how. Each is judged at "
        "its own discount factor, 0.993 a week (0.6940 a year) in wanderley2004 and 0.998 a week "
        "(0.9011 a year) in industrial_district: patience is then one of the changes."
    )
    alone = differences(only(case, "technology"), district, "98/100")
    assert comparison_headline(alone) == (
        "Of 1 activity of both cases, none is judged differently. Both are judged at a discount "
        "factor of 0.98 a week (0.3497 a year)."
    )


def test_the_decisive_change(found: Differences) -> None:
    sentences = [decisive_sentence(x) for x in found.differing]
    assert sentences == [
        "subcontracting, specialization: concreteness flips the verdict in 32/105 (0.30) of the "
        "5040 orders.",
        "joint answer to a large order: concreteness and simplicity each flip the verdict in 5/12 "
        "(0.42) of the 720 orders.",
        "exchange of technology, know-how: concreteness flips the verdict in 2/3 (0.67) of the 6 "
        "orders.",
    ]


def test_flips_back_and_undecided_games_are_said(small: Differences) -> None:
    x = small.differing[0]
    names = [change.name for change in x.changes]
    verdicts: dict[frozenset[str], bool | None] = dict(x.verdicts)
    verdicts |= {made: False for made in verdicts if 0 < len(made) < 3}
    verdicts[frozenset(names[:1])] = True
    verdicts[frozenset(names[1:])] = None
    text = decisive_sentence(replace(x, verdicts=verdicts))
    assert "In some orders the verdict flips back: proximity and patience." in text
    assert text.endswith("On 1 of the 8 games the data do not decide.")


def test_the_rows_add_up(found: Differences) -> None:
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for row in comparison_rows(found):
        if row["differs"] == "true":
            sums[row["activity"]] += Fraction(row["share"])
        else:
            assert row["share"] == row["back"] == ""
    assert dict(sums) == {"subcontracting": 1, "large_order": 1, "technology": 1}


def test_a_case_beside_itself_has_rows_without_changes(case: Case) -> None:
    rows = comparison_rows(differences(only(case, "technology"), case))
    assert [(row["activity"], row["change"], row["share"]) for row in rows] == [
        ("technology", "", "")
    ]


# ------------------------------------------------------------------------------ files


def test_the_files(folder: Path, small: Differences) -> None:
    written = contents(folder)
    names = {name for name in written if not name.startswith("certificates")}
    figure = {f"figures/differences.{x}" for x in ("svg", "pdf")}
    checkers = {name for name, _ in checker_files()}
    assert names == {"comparison.md", "comparison.csv", *checkers, *figure}
    certificates = {name.removeprefix("certificates/") for name in written if name not in names}
    assert certificates == {
        "technology--first_wanderley2004--threshold.json",
        "technology--second_industrial_district--threshold.json",
        "technology--second_industrial_district--equilibrium.json",
        "technology--with_concreteness--threshold.json",
        "technology--with_concreteness--equilibrium.json",
        "technology--with_proximity_and_patience--threshold.json",
        "technology--with_proximity_and_patience--equilibrium.json",
        "technology--without_concreteness_and_proximity--threshold.json",
        "technology--without_concreteness_and_patience--threshold.json",
        "collective_purchase--first_wanderley2004--threshold.json",
        "collective_purchase--first_wanderley2004--equilibrium.json",
        "collective_purchase--second_industrial_district--threshold.json",
        "collective_purchase--second_industrial_district--equilibrium.json",
    }
    for name in certificates:
        assert verify(Certificate((folder / "certificates" / name).read_text("ascii")))
    with (folder / "comparison.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == comparison_rows(small)


def test_the_report_says_whose_coding_it_is_and_what_is_left_out(folder: Path) -> None:
    text = (folder / "comparison.md").read_text("utf-8")
    assert "our coding, not evidence" in text
    assert "| concreteness | not (1) | partly (1/2) | 2/3 (0.67) | 0 |" in text
    assert "{concreteness} or {proximity, patience}." in text
    assert "Only in industrial\\_district, and left out: subcontracting, large\\_order." in text
    assert "The verdicts on collective purchase of inputs do not differ" in text
    assert "holds 13 certificates" in text
    assert "A share is no causal effect." in text


def test_two_processes_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys, coopgames as cg\n"
        "from dataclasses import replace\n"
        "from coopgames.reports.comparison_files import write_comparison\n"
        "from coopgames.verdicts.differences import differences\n"
        "case = cg.load_case('wanderley2004')\n"
        "names = ('technology', 'collective_purchase')\n"
        "case = replace(case, activities=tuple(map(case.activity, names)))\n"
        "write_comparison(differences(case, cg.load_case('industrial_district')), sys.argv[1])\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        check=True,
        env={"PYTHONHASHSEED": "7", "PATH": ""},
    )
    assert contents(tmp_path) == contents(folder)


def test_a_rejected_certificate_leaves_nothing_behind(
    small: Differences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = list(comparison_files.comparison_certificates(small))
    name, certificate = good[-1]
    document = json.loads(certificate.to_json())
    bad = Certificate(json.dumps(document | {"digest": "0" * 64}))
    monkeypatch.setattr(
        comparison_files, "comparison_certificates", lambda _: iter([*good[:-1], (name, bad)])
    )
    with pytest.raises(CertificateError, match=name):
        write_comparison(small, tmp_path)
    assert contents(tmp_path) == {}


def test_without_a_difference_there_is_no_figure_and_an_old_one_goes(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "figures").mkdir()
    for name in ("differences.svg", "mine.svg"):
        (tmp_path / "figures" / name).write_text("", encoding="utf-8")
    same = differences(only(case, "technology"), case)
    write_comparison(same, tmp_path)
    assert [path.name for path in (tmp_path / "figures").iterdir()] == ["mine.svg"]
    text = (tmp_path / "comparison.md").read_text("utf-8")
    assert "differences.svg" not in text
    assert "none is judged differently" in text


# ----------------------------------------------------------------------------- the figure


def test_the_figure_has_a_bar_for_each_share(found: Differences) -> None:
    ax = plot_differences(found)
    widths = [patch.get_width() for patch in ax.patches]  # pyright: ignore
    expected = [float(share.net) for x in found.differing for share in x.shares]
    assert widths == pytest.approx(expected)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == [share.change.label for x in found.differing for share in x.shares]
    assert "32/105 ≈ 0.30" in [text.get_text() for text in ax.texts]
    assert ax.get_xlabel()
    assert ax.get_ylabel()


def test_it_is_drawn_where_it_is_told_and_the_same_twice(small: Differences) -> None:
    ax = Figure(figsize=(4, 3), layout="constrained").add_subplot()
    assert plot_differences(small, ax) is ax
    first, second = (plot_differences(small).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for file_format in ("svg", "pdf"):
        assert figure_bytes(first, file_format) == figure_bytes(second, file_format)


def test_a_share_below_zero_goes_to_the_left(small: Differences) -> None:
    rows = difference_rows(small)
    rows = [rows[0] | {"share": "3/2"}, rows[1] | {"share": "-1/2"}]
    ax = draw_differences(rows)
    assert [patch.get_width() for patch in ax.patches] == [1.5, -0.5]  # pyright: ignore
    left, right = ax.get_xlim()
    assert left < -0.5
    assert right > 1.5


def test_the_three_kinds_of_change_are_apart_without_colour(found: Differences) -> None:
    ax = plot_differences(found)
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "what the activity is like",
        "the arrangement",
        "stakes, patience",
    ]
    hatches = {patch.get_hatch() for patch in ax.patches}
    assert len(hatches) == 3


def test_nothing_to_draw_is_one_clear_error(case: Case) -> None:
    with pytest.raises(InvalidGameError, match="at least one activity whose verdict differs"):
        plot_differences(differences(only(case, "technology"), case))


# ---------------------------------------------------------------------------- the command

app = typer.Typer(add_completion=False)
app.command()(compare)


def run(*arguments: str, width: int = 80) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": str(width)})


def test_the_command_prints_and_writes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("wanderley2004", "industrial_district", "--out", str(out), "--delta", "993/1000")
    assert result.exit_code == 0
    assert result.stdout.startswith("Of 4 activities of both cases, 3 are judged differently")
    assert "concreteness flips the verdict in 1 of the 2 orders." in result.stdout
    assert "Minimal sets that flip it alone: {concreteness}" in result.stdout
    certificates = len(list((out / "certificates").iterdir()))
    assert f"{certificates} certificates accepted by the checker. Report: " in result.stdout
    assert (out / "comparison.md").is_file()


def test_quiet_prints_the_headline_and_the_folder_has_a_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("wanderley2004", "wanderley2004", "--quiet")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    place = tmp_path / "out" / "compare" / "wanderley2004-wanderley2004"
    assert (place / "comparison.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wanderley2004", "industrial_distrct"), "did you mean 'industrial_district'?"),
        (("wanderley2004", "industrial_district", "--delta", "1"), "--delta: got '1'"),
        (("wanderley2004", "{own}"), "expected the same period in both"),
        (("{weekly}", "wanderley2004"), "expected an activity of the same name in both"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.unit.reports.conftest import OWN_CASE

    own, weekly = tmp_path / "own.toml", tmp_path / "weekly.toml"
    own.write_text(OWN_CASE, encoding="utf-8")
    weekly.write_text(OWN_CASE.replace("_year = 12", "_year = 52"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = run(*(x.format(own=own, weekly=weekly) for x in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    assert not (tmp_path / "out").exists()

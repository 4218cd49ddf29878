"""The scripts in figures/: rows, bytes, labels, and the command."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import matplotlib
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from typer.testing import CliRunner, Result

from coopgames import cli
from coopgames.errors import InvalidGameError
from coopgames.plots import figure_bytes
from coopgames.plots.scripts import choose_scripts, figure_scripts, run_script, script_title

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "figures"
SCRIPTS = sorted(FIGURES.glob("fig*.py"))
NEW = [path for path in SCRIPTS if path.stem[:5] not in ("fig01", "fig02")]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[list[dict[str, str]], Axes]]:
    found: dict[str, tuple[list[dict[str, str]], Axes]] = {}
    for path in SCRIPTS:
        module = load(path)
        rows = module.data()
        found[path.stem] = rows, module.draw(rows)
    return found


def test_there_are_figures() -> None:
    assert [path.stem for path in SCRIPTS] == [
        "fig01_verdict_grid",
        "fig02_gain_and_loss",
        "fig03_payoff_set",
        "fig04_threshold_map",
        "fig05_attribute_path",
        "fig06_step_function",
        "fig07_thresholds",
        "fig08_automaton_choice",
        "fig09_public_payoffs",
        "fig10_catalogue",
        "fig11_differences",
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_writes_what_it_draws(
    path: Path, drawn: dict[str, tuple[list[dict[str, str]], Axes]], tmp_path: Path
) -> None:
    rows, ax = drawn[path.stem]
    written = run_script(path, tmp_path)
    assert [file.name for file in written] == [f"{path.stem}.{x}" for x in ("csv", "svg", "pdf")]
    table, svg, pdf = written
    with table.open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == rows
    # Drawn twice, by two runs of the script: the bytes are the same.
    assert svg.read_bytes() == figure_bytes(figure_of(ax), "svg")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert script_title(path).startswith(f"Figure {int(path.stem[3:5])}: ")


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_the_pdf_has_the_same_bytes_too(path: Path, tmp_path: Path) -> None:
    first, second = (run_script(path, tmp_path / x)[-1].read_bytes() for x in "ab")
    assert first == second


@pytest.mark.parametrize("name", [path.stem for path in SCRIPTS])
def test_the_axes_are_labelled(
    name: str, drawn: dict[str, tuple[list[dict[str, str]], Axes]]
) -> None:
    for ax in figure_of(drawn[name][1]).axes:
        assert ax.get_ylabel() or ax.get_xlabel() or len(figure_of(ax).axes) > 2
    first = figure_of(drawn[name][1]).axes[0]
    assert first.get_ylabel()
    assert figure_of(first).axes[-1].get_xlabel()


def boxes(figure: Figure) -> list[tuple[str, matplotlib.transforms.Bbox]]:
    """Return the notes inside the panels with their places, once the figure is laid out."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    notes = [text for ax in figure.axes for text in ax.texts if text.get_text()]
    return [
        (
            text.get_text(),
            matplotlib.text.Text.get_window_extent(text, renderer)
            if isinstance(text, Annotation)
            else text.get_window_extent(renderer),
        )
        for text in notes
    ]


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_no_note_lies_on_another(path: Path) -> None:
    module = load(path)
    figure = figure_of(module.draw(module.data()))
    found = boxes(figure)
    assert len(found) >= 4
    for k, (text, box) in enumerate(found):
        for other, second in found[k + 1 :]:
            assert not box.overlaps(second), f"{text!r} lies on {other!r}"


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_it_fits_a_column_of_eight_centimetres(path: Path) -> None:
    module = load(path)
    figure = figure_of(module.draw(module.data()))
    assert 7.9 <= 2.54 * figure.get_figwidth() <= 8.2
    frame = figure.bbox
    for text, box in boxes(figure):
        assert frame.x0 <= box.x0, text
        assert box.x1 <= frame.x1, text
    sizes = [text.get_fontsize() for ax in figure.axes for text in ax.texts]
    assert min(sizes) >= 6


# ---------------------------------------------------------------- which scripts


def test_names_may_be_short() -> None:
    for name in ("fig03", "payoff_set", "fig03_payoff_set"):
        assert list(choose_scripts([name], FIGURES)) == ["fig03_payoff_set"]
    both = choose_scripts(["attribute_path", "fig01", "fig05"], FIGURES)
    assert list(both) == ["fig01_verdict_grid", "fig05_attribute_path"]
    assert list(choose_scripts([], FIGURES)) == [path.stem for path in SCRIPTS]


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InvalidGameError, match="did you mean 'fig03_payoff_set'"):
        choose_scripts(["payof_set"], FIGURES)


def test_a_folder_without_scripts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "figure.py").write_text("", encoding="utf-8")
    with pytest.raises(InvalidGameError, match="--from"):
        figure_scripts(tmp_path)


def test_a_script_without_write_is_refused(tmp_path: Path) -> None:
    script = tmp_path / "fig01_nothing.py"
    script.write_text('"""Figure 1: nothing."""\n', encoding="utf-8")
    assert script_title(script) == "Figure 1: nothing."
    with pytest.raises(InvalidGameError, match="write"):
        run_script(script, tmp_path)


# ---------------------------------------------------------------- the command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def test_list_draws_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("figures", "--list", "--from", str(FIGURES), "--out", str(out))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == [path.stem for path in SCRIPTS]
    assert not out.exists()


def test_one_figure(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("figures", "payoff_set", "--from", str(FIGURES), "--out", str(out))
    assert result.exit_code == 0
    written = sorted(path.name for path in out.iterdir())
    assert written == [f"fig03_payoff_set.{x}" for x in ("csv", "pdf", "svg")]
    assert [Path(line).name for line in result.stdout.splitlines()] == [
        f"fig03_payoff_set.{x}" for x in ("csv", "svg", "pdf")
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("figures", "fig99", "--from", str(FIGURES)), "names: got 'fig99'"),
        (("figures",), "give the folder with --from"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_script_runs_alone(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(FIGURES / "fig03_payoff_set.py")], check=True, cwd=tmp_path)
    assert (tmp_path / "out" / "figures" / "fig03_payoff_set.svg").exists()

from __future__ import annotations

import time
from pathlib import Path

import matplotlib
import pytest

from coopgames.errors import InvalidGameError
from coopgames.institutions import Case
from coopgames.plots import figure_bytes, plot_gain_and_loss, plot_verdict_grid, save, style
from coopgames.verdicts import Judgement


def figure_of(verdicts: tuple[Judgement, ...]) -> matplotlib.figure.Figure:
    figure = plot_verdict_grid(verdicts).get_figure(root=True)
    assert figure is not None
    return figure


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_the_bytes_are_the_same_on_every_run(
    verdicts: tuple[Judgement, ...], ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = figure_bytes(figure_of(verdicts), ending)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) - 10**8))
    assert figure_bytes(figure_of(verdicts), ending) == first
    assert b"20" + time.strftime("%y-%m-%d").encode() not in first


def test_curves_too(case: Case) -> None:
    def draw() -> bytes:
        ax = plot_gain_and_loss(case.activities, case.column_for, ["9/10", "99/100"])
        figure = ax.get_figure(root=True)
        assert figure is not None
        return figure_bytes(figure, "svg")

    assert draw() == draw()


def test_save_makes_the_folder(tmp_path: Path, verdicts: tuple[Judgement, ...]) -> None:
    path = save(figure_of(verdicts), tmp_path / "new" / "grid.svg")
    assert path.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("name", ["grid.jpg", "grid"])
def test_another_ending_is_refused(
    tmp_path: Path, verdicts: tuple[Judgement, ...], name: str
) -> None:
    with pytest.raises(InvalidGameError, match=r"path: .*svg, pdf, png"):
        save(figure_of(verdicts), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_users_settings_do_not_leak_in(verdicts: tuple[Judgement, ...]) -> None:
    expected = figure_bytes(figure_of(verdicts), "svg")
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": "mine", "axes.grid": True}):
        assert figure_bytes(figure_of(verdicts), "svg") == expected


def test_the_style_ends_with_its_block_even_after_an_error() -> None:
    before = matplotlib.rcParams["font.size"]

    def fail() -> None:
        with style():
            assert matplotlib.rcParams["font.size"] == 8
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert matplotlib.rcParams["font.size"] == before

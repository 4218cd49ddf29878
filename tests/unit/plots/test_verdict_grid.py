from __future__ import annotations

import warnings
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from coopgames.institutions import Case
from coopgames.plots import figure_bytes, new_axes, plot_verdict_grid, verdict_grid_rows
from coopgames.verdicts import Judgement


def cell_texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_every_cell_has_its_number(verdicts: tuple[Judgement, ...]) -> None:
    ax = plot_verdict_grid(verdicts)
    assert sorted(cell_texts(ax)) == sorted(
        ["0.9623", "0.9626", "0.9601", "never", "0.9964", "never", "never", "never"]
    )
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("arrangement", "activity")
    assert [x.get_text() for x in ax.get_yticklabels()] == [
        "celebration, registered gifts",
        "subcontracting, specialization",
    ]
    assert ax.get_xticklabels()[0].get_text().replace("\n", " ") == "flat fine to the treasury"


def test_verdicts_differ_in_colour_and_in_hatch(verdicts: tuple[Judgement, ...]) -> None:
    ax = plot_verdict_grid(verdicts)
    looks = {(to_hex(p.get_facecolor()), p.get_hatch() or "") for p in ax.patches}
    assert len(looks) == 3
    assert len({hatch for _, hatch in looks}) == 3


def test_the_legend_names_only_what_is_there(verdicts: tuple[Judgement, ...]) -> None:
    def legend(ax: Axes) -> list[str]:
        found = ax.get_legend()
        assert found is not None
        return [x.get_text() for x in found.get_texts()]

    assert legend(plot_verdict_grid(verdicts[:3])) == ["sustained"]
    own = {"celebration": "treasury"}
    assert "the column that applies" in legend(plot_verdict_grid(verdicts, applicable=own))


def test_the_column_that_applies_is_framed(verdicts: tuple[Judgement, ...]) -> None:
    plain = plot_verdict_grid(verdicts)
    framed = plot_verdict_grid(verdicts, applicable={"celebration": "treasury"})
    assert len(framed.patches) == len(plain.patches) + 1
    bold = [x.get_text() for x in framed.texts if x.get_fontweight() == "bold"]
    assert bold == ["0.9623"]


def test_it_draws_where_it_is_told(verdicts: tuple[Judgement, ...]) -> None:
    ax = new_axes(4, 3)
    assert plot_verdict_grid(verdicts, ax) is ax


def test_undecided_has_a_look_of_its_own(verdicts: tuple[Judgement, ...]) -> None:
    ax = plot_verdict_grid([replace(verdicts[0], sustained=None, threshold=None)])
    assert cell_texts(ax) == ["undecided"]


def test_what_the_source_reports_is_written_only_if_it_says_something(
    verdicts: tuple[Judgement, ...],
) -> None:
    said = plot_verdict_grid(verdicts)
    silent = plot_verdict_grid(
        [replace(v, activity=v.activity.replace(observed="")) for v in verdicts]
    )
    assert (len(said.child_axes), len(silent.child_axes)) == (1, 0)


def test_a_dollar_in_a_title_is_no_formula(verdicts: tuple[Judgement, ...]) -> None:
    named = replace(verdicts[0], activity=verdicts[0].activity.replace(title="$x_$ and $"))
    ax = plot_verdict_grid([named])
    assert ax.get_yticklabels()[0].get_text() == r"\$x_\$ and \$"


def test_long_titles_of_columns_fit(verdicts: tuple[Judgement, ...]) -> None:
    title = "a title of a column that goes on and on " * 6
    long = [replace(v, arrangement=replace(v.arrangement, title=title)) for v in verdicts]
    heights = [plot_verdict_grid(x).get_figure(root=True).get_figheight() for x in (verdicts, long)]  # type: ignore[union-attr]
    assert heights[1] > heights[0] + 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = plot_verdict_grid(long).get_figure(root=True)
        assert figure is not None
        figure_bytes(figure, "svg")


def test_rows(case: Case, verdicts: tuple[Judgement, ...]) -> None:
    rows = verdict_grid_rows(verdicts, {"subcontracting": "reports"})
    assert len(rows) == 8
    assert [r["arrangement"] for r in rows if r["applies"] == "yes"] == ["reports"]
    assert {r["discount_factor"] for r in rows} == {str(case.baseline)}

from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.axes import Axes

from coopgames.errors import InvalidGameError
from coopgames.games import RepeatedGame, grim_trigger, prisoners_dilemma
from coopgames.institutions import Case
from coopgames.plots import deviation_gain_rows, new_axes, plot_deviation_gains
from coopgames.solvers import Solution, check_equilibrium, critical_discount_factor
from coopgames.verdicts import verdict

PD = prisoners_dilemma(3, 2, 0, -1)
GRIM = grim_trigger(PD, (0, 0), (1, 1))


def checked(delta: object) -> Solution[bool | None]:
    return check_equilibrium(RepeatedGame(PD, delta), GRIM)


def words(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def test_all_deviations_with_their_names() -> None:
    rows = deviation_gain_rows(checked("1/4"), stage=PD, automaton=GRIM)
    assert [(r["deviation"], r["gain"], r["verdict"]) for r in rows] == [
        ("on path, player 1: defect", "1/4", "pays"),
        ("on path, player 2: defect", "1/4", "pays"),
        ("punishment, player 1: cooperate", "-3/4", "does not pay"),
        ("punishment, player 2: cooperate", "-3/4", "does not pay"),
    ]


def test_without_names_there_are_numbers() -> None:
    assert deviation_gain_rows(checked("1/4"))[0]["deviation"] == "state 0, player 1: action 1"


def test_what_binds_is_marked() -> None:
    rows = deviation_gain_rows(checked("1/3"))
    assert [r["verdict"] for r in rows] == ["largest", "largest", "does not pay", "does not pay"]
    ax = plot_deviation_gains(checked("1/3"), stage=PD, automaton=GRIM)
    weights = [tick.get_fontweight() for tick in ax.get_yticklabels()]
    assert weights == ["bold", "bold", "normal", "normal"]
    assert words(ax) == ["comes closest to paying", "does not pay"]
    assert ax.get_xlabel() == "gain from deviating once"


def test_it_tells_profit_from_loss_without_colour() -> None:
    ax = plot_deviation_gains(checked("1/4"))
    markers = {str(x.get_marker()) for x in ax.lines if len(x.get_xdata()) == 1}  # type: ignore[arg-type]
    assert markers == {"X", "o"}
    assert words(ax) == ["pays", "does not pay"]


def test_the_margins_of_a_fine_plan(case: Case) -> None:
    gifts, treasury = case.activity("celebration"), case.arrangement("treasury")
    judged = verdict(gifts, treasury, case.baseline)
    assert judged.plan is not None
    solution = check_equilibrium(gifts.under(treasury, case.baseline), judged.plan)
    rows = deviation_gain_rows(solution)
    assert [r["deviation"] for r in rows] == ["contribution: shirk", "payment: refuse to pay"]
    margin = solution.diagnostics["deviation"].gain  # type: ignore[attr-defined]
    assert float(rows[0]["gain"]) == pytest.approx(float(margin), rel=1e-8)
    assert all(len(r["gain"]) < 30 for r in rows)
    assert rows == deviation_gain_rows(solution)


def test_floats_show_the_best_deviation_only() -> None:
    floats = check_equilibrium(RepeatedGame(PD.to_float(), 0.25), GRIM)
    (row,) = deviation_gain_rows(floats)
    assert (row["deviation"], row["verdict"]) == ("on path, player 1: defect", "pays")
    assert float(Fraction(row["gain"])) == pytest.approx(0.25)


def test_pairs() -> None:
    ax = plot_deviation_gains([("leave $ here", Fraction(-3)), ("shirk", 0.5)])
    assert [x.get_text() for x in ax.get_yticklabels()] == [r"leave \$ here", "shirk"]
    assert [x.get_text() for x in ax.texts] == ["−3", "0.5"]


def test_too_many_are_cut_to_the_largest() -> None:
    ax = plot_deviation_gains([(f"deviation {k}", -k) for k in range(40)])
    assert ax.get_ylabel() == "the 24 best of 40"
    assert len(ax.get_yticklabels()) == 24


@pytest.mark.parametrize(
    "given", [[], [("shirk",)], [("shirk", "x")], ["ab"], [("shirk", float("nan"))]]
)
def test_what_is_no_pair_is_refused(given: list[tuple[str, object]]) -> None:
    with pytest.raises(InvalidGameError, match="solution_or_pairs"):
        deviation_gain_rows(given)


def test_another_solution_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="check_equilibrium"):
        deviation_gain_rows(critical_discount_factor(PD, GRIM))


def test_it_draws_where_it_is_told() -> None:
    ax = new_axes(3, 3)
    assert plot_deviation_gains(checked("1/2"), ax) is ax

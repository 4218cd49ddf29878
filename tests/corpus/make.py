"""Write the corpus of false certificates: each is well sealed, and each claims too much.

Run from the root of the repository: ``python -m tests.corpus.make``. The files do not depend on
the checker or on any solver; a test compares them with what is made here.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.corpus.sets import FALSE_SETS
from tests.corpus.signals import FALSE_SIGNALS
from tests.unit.certificates import build

Json = Any
FOLDER = Path(__file__).parent / "false"
TINY = Fraction(1, 10**30)


def edit(document: Json, changes: dict[str, Json]) -> Json:
    """Replace values at paths such as "cells.0.values" and seal again."""
    changed = copy.deepcopy(document)
    for path, value in changes.items():
        *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        place = changed
        for key in way:
            place = place[key]
        place[last] = value
    return build.reseal(build.bind(changed))


def off(document: Json, *paths: str, by: Fraction = TINY) -> Json:
    """Add a little to rationals at paths."""
    changes: dict[str, Json] = {}
    for path in paths:
        value = document
        for key in path.split("."):
            value = value[int(key) if key.isdigit() else key]
        changes[path] = str(Fraction(value) + by)
    return edit(document, changes)


def impatient_values() -> Json:
    """Values of a plan that stays at (10, 10), with the gains that they imply."""
    gains = build.pd_gains(build.GRIM, [Fraction(9), Fraction(3)], Fraction(1, 2))
    rows = [[str(x) for x in row] for row in gains[0]]
    document = build.grim(Fraction(1, 2))
    lowered = [[str(Fraction(x) - 1) for x in row] for row in rows]
    return edit(document, {"values.0": ["10", "10"], "gains.0": lowered})


def cooperation_always() -> Json:
    """Cooperate whatever happens, called an equilibrium: the gain of 1 is hidden."""
    document = build.grim(Fraction(1, 2))
    return edit(
        document,
        {"automaton.transitions": [[0, 0, 0, 0], [1, 1, 1, 1]], "gains.0": [["0", "-1/2"]] * 2},
    )


def larger_optimum() -> Json:
    """A larger q than the effort row allows, the slack written as it is: negative."""
    document = build.flat_threshold("burnt")
    lp = document["programs"]["exact"]
    q = Fraction(lp["primal"][0]) + 1
    value = build.V * q - Fraction(1, 10)
    rounds = str(1 / (1 + value))
    changes = {
        "programs.exact.primal": [str(q), "1"],
        "programs.exact.slacks": [str(-build.KAPPA), "0"],
        "programs.exact.value": str(value),
        "round_threshold": rounds,
        "threshold": rounds,
    }
    return edit(document, changes)


def smaller_fine_called_optimal() -> Json:
    """The feasible point with half the fine, its value called the optimum."""
    document = build.flat_threshold("burnt")
    lp = document["programs"]["exact"]
    value = str(Fraction(lp["value"]) / 2)
    rounds = str(1 / (1 + Fraction(value)))
    changes = {
        "programs.exact.primal": [str(Fraction(lp["primal"][0]) / 2), "1/2"],
        "programs.exact.slacks": ["0", "1/2"],
        "programs.exact.value": value,
        "round_threshold": rounds,
        "threshold": rounds,
    }
    return edit(document, changes)


def never_worth_it() -> Json:
    """kappa = 6/5, D = 1/4, and v = 2: the same multipliers leave a negative entry."""
    return build.pair_never(value="2")


def cells_until(end: str) -> Json:
    """Grim trigger said to be sustained from another end on."""
    return build.grim_cells(end)


def changing_denominator() -> Json:
    """Everything in the first cell times 14 d - 1, which is negative at its left."""
    document = build.grim_cells()

    def scaled(p: list[str]) -> list[str]:
        return build.texts(build.times([Fraction(x) for x in p], [-1, 14]))

    cell = document["cells"][0]
    changes = {
        "cells.0.denominator": ["-1", "14"],
        "cells.0.values": [[scaled(p) for p in row] for row in cell["values"]],
        "cells.0.gains": [[[scaled(p) for p in row] for row in s] for s in cell["gains"]],
    }
    return edit(document, changes)


def touching_bound() -> Json:
    """A bound -(t - 1/2)^2 that is 0 at t = 1/2, where the program is feasible."""
    square = {"polynomial": ["1/4", "-1", "1"]}
    rows = [(["1"], "<=", "0"), (["1"], ">=", square)]
    game = build.program(["0"], rows, [], parameter=build.UNIT_INTERVAL)
    keys = {
        "multipliers": [["1"], ["-1"]],
        "combination": [[]],
        "bound": ["-1/4", "1", "-1"],
    }
    return build.seal("lp_infeasible", game, **keys)


def wide_end() -> Json:
    """The end of the first cell between 0 and 1/2 instead of neighbours of the grid."""
    document = build.lp_cells()
    wide = {"polynomial": ["-1", "0", "2"], "lower": "1/2", "upper": "1"}
    changes = {"cells.0.upper": wide, "cells.1.point": wide, "cells.2.lower": wide}
    return edit(document, changes)


def all_sustained() -> Json:
    """max x - 1/2 said to be at least 0 on all of (0, 1)."""
    document = build.lp_cells()
    whole = {**document["cells"][2], "lower": "0", "upper": "1"}
    return edit(document, {"cells": [whole]})


FALSE: dict[str, Callable[[], Json]] = {
    "grim_trigger_below_its_threshold": lambda: build.grim(Fraction(1, 7) - TINY),
    "cooperation_without_punishment": cooperation_always,
    "values_that_do_not_solve_the_recursion": impatient_values,
    "deviation_that_gains_nothing": lambda: build.grim(Fraction(1, 7), deviation=True),
    "deviation_to_the_prescribed_action": lambda: edit(
        build.grim(Fraction(1, 10), deviation=True),
        {"deviation.action": 0, "deviation.gain": "0"},
    ),
    "fine_too_small_to_deter": lambda: build.association_plan("burnt", "149/100", "3/5"),
    "fine_above_the_value_of_membership": lambda: build.association_plan("burnt", "4", "3/5"),
    "no_fine_at_all": lambda: build.association_plan("burnt", "0", "3/5"),
    "refutation_of_a_fine_that_deters": lambda: build.association_plan(
        "burnt", "3/2", "3/5", violated="contribution"
    ),
    "membership_value_off_by_a_little": lambda: off(
        build.association_plan("treasury", "3", "3/5"), "membership_value", "payment_margin"
    ),
    "receipts_of_the_treasury_where_fines_are_burnt": lambda: edit(
        build.association_plan("treasury", "3", "3/5"), {"game.sanction.recipient": "burnt"}
    ),
    "normal_probability_without_its_error": lambda: edit(
        build.flat_threshold("burnt", signal=build.GAUSSIAN),
        {"game.signal.false_alarm": build.GAUSSIAN["false_alarm"]["lower"]},
    ),
    "optimistic_side_twice": lambda: edit(
        build.flat_threshold("burnt", signal=build.GAUSSIAN),
        {
            "programs.pessimistic": build.flat_threshold("burnt", signal=build.GAUSSIAN)[
                "programs"
            ]["optimistic"]
        },
    ),
    "threshold_off_by_a_little": lambda: off(
        build.flat_threshold("burnt"), "round_threshold", "threshold", by=-TINY
    ),
    "threshold_of_weekly_rounds_for_rounds_of_three_weeks": lambda: edit(
        build.flat_threshold("burnt", lag=3), {"threshold": "45/118"}
    ),
    "root_of_another_number": lambda: edit(
        build.flat_threshold("burnt", lag=3),
        {"threshold": build.root(Fraction(45, 119), 3)},
    ),
    "infeasible_point_called_optimal": larger_optimum,
    "feasible_point_called_optimal": smaller_fine_called_optimal,
    "dual_with_a_wrong_sign": lambda: edit(
        build.flat_threshold("burnt"),
        {"programs.exact.dual.0": str(build.V / build.KAPPA)},
    ),
    "balanced_promises_that_burn": lambda: edit(
        build.promises_two("burning"), {"game.sanction.budget": "balanced"}
    ),
    "never_although_effort_is_worth_it": never_worth_it,
    "never_with_one_sign_flipped": lambda: edit(build.pair_never(), {"multipliers.0": "5/24"}),
    "never_although_shirking_gains_nothing": lambda: build.flat_never(
        "burnt", signal=build.FLAGS, payoffs=build.table(["0", "0"], ["0", "0"])
    ),
    "never_although_reports_need_not_be_true": lambda: edit(
        build.pair_never(), {"game.truthful": False}
    ),
    "never_on_a_ring_with_an_informative_signal": lambda: edit(
        build.ring_never(), {"game.signal.detection": "1/2"}
    ),
    "ending_by_report_although_side_agreements_are_free": lambda: build.pair_plan(
        build.FLAGS, ["1", "1/2"], "9/10", gain="1/2", value="3", cost="0"
    ),
    "relation_worth_less_than_leaving": lambda: build.pair_plan(
        build.FLAGS, ["1/2", "1/2"], "9/10", gain="-10", value="-1"
    ),
    "ring_fine_above_the_value_of_membership": lambda: build.ring_plan("11", "9/10"),
    "optimum_with_a_duality_gap": lambda: edit(
        build.lp_optimum(), {"primal": ["3", "0", "-1", "0"], "slacks": ["0", "1", "0"]}
    ),
    "free_variable_with_a_reduced_cost": lambda: edit(
        build.lp_optimum(), {"game.free": [False, False, True, True]}
    ),
    "infeasible_but_for_the_sign_of_the_bound": lambda: edit(
        build.lp_infeasible(), {"game.rows.0.constant": "3", "bound": "1"}
    ),
    "infeasible_on_an_interval_that_is_too_long": lambda: edit(
        build.uniform_farkas(), {"game.parameter.upper": "2"}
    ),
    "infeasible_although_the_bound_touches_zero": touching_bound,
    "cells_that_begin_too_early": lambda: cells_until("1/8"),
    "cells_that_begin_too_late": lambda: cells_until("1/6"),
    "cells_with_a_missing_point": lambda: edit(
        build.grim_cells(), {"cells": build.grim_cells()["cells"][::2]}
    ),
    "cells_with_a_denominator_that_changes_sign": changing_denominator,
    "cells_with_an_end_that_is_not_canonical": wide_end,
    "cells_sustained_everywhere": all_sustained,
    **FALSE_SETS,
    **FALSE_SIGNALS,
}


def text(document: Json) -> str:
    """Write a certificate as it is committed."""
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, make in FALSE.items():
        (FOLDER / f"{name}.json").write_text(text(make()), encoding="utf-8")


if __name__ == "__main__":
    main()

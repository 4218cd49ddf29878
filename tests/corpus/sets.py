"""False certificates about Nash equilibria, payoff sets and penal codes, well sealed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.unit.certificates import build
from tests.unit.certificates.build_sets import (
    BATTLE,
    CERTIFICATES,
    COMMON,
    CYCLE,
    DILEMMA,
    DILEMMA_HULL,
    DILEMMA_PROFILES,
    HALFWAY,
    HALFWAY_HULL,
    SQUARE,
    TURNED,
    contraction,
    dilemma_field,
    dilemma_impatient,
    dilemma_patient,
    dilemma_turning,
    document,
    feasible,
    good_code,
    good_set,
    grim_code,
    maximal,
    minmax,
    outer_bound,
    pure,
    sandwich,
    self_generating,
    turned_sandwich,
    turning_code,
    weights,
)

__all__ = ["FALSE_SETS"]

Json = Any
TINY = Fraction(1, 10**30)


def changed(made: Json, *changes: tuple[tuple[str | int, ...], Json]) -> Json:
    """Replace values at paths and seal again."""
    found = copy.deepcopy(made)
    for path, value in changes:
        place = found
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    return build.reseal(found)


def segment(chain: Json, theorem: Json) -> Json:
    """The segment (3, 3)-(9, 9) at d = 31/125: it generates itself, and V is larger."""
    corners, profiles = [["3", "3"], ["9", "9"]], [[1, 1], [0, 0]]
    return maximal(DILEMMA, "31/125", corners, profiles, chain, theorem)


def static(delta: str, chain: Json, theorem: Json) -> Json:
    return maximal(DILEMMA, delta, [["3", "3"]], [[1, 1]], chain, theorem)


def mixed_as_pure() -> Json:
    """Always the own favourite, called an equilibrium of the battle of the sexes."""
    replies = [["0", "1"], ["1", "0"]]
    laws = [["1", "0"], ["0", "1"]]
    return document("nash", BATTLE, strategies=laws, payoffs=["0", "0"], replies=replies)


def outside_the_simplex() -> Json:
    """Probabilities 3/2 and -1/2 against which every action is as good."""
    payoffs = ([[1, 3], [2, 6]], [[0, 0], [0, 0]])
    replies = [["0", "0"], ["0", "0"]]
    laws = [["1", "0"], ["3/2", "-1/2"]]
    return document("nash", payoffs, strategies=laws, payoffs=["0", "0"], replies=replies)


def moved_corner() -> Json:
    """Corners a little beyond the true ones: the promise is not in the set any more."""
    more = [str(TINY), "1"]
    corners = [[["3"], ["3"]], [more, ["3"]], [["9"], ["9"]], [["3"], more]]
    theorem = dilemma_turning()["outside"]["theorem"]
    chain = [{"steps": 1}]
    profiles, field = DILEMMA_PROFILES, dilemma_field()
    return maximal(DILEMMA, "31/125", corners, profiles, chain, theorem, field)


def smaller_root() -> Json:
    """The other root of the quadratic equation, which is a smaller fixed point."""
    field = build.algebraic([10983, -2344, 125], Fraction(17, 2))
    theorem = dilemma_turning()["outside"]["theorem"]
    profiles = DILEMMA_PROFILES
    return maximal(DILEMMA, "31/125", TURNED, profiles, [{"steps": 1}], theorem, field)


def code_without_punishment() -> Json:
    """Cooperation, with cooperation for ever as the punishment."""
    made = grim_code()
    keys = {"states": made["states"][:1], "values": made["values"][:1], "punishments": [0, 0]}
    return build.reseal({**made, **keys})


def punishment_that_nobody_plays() -> Json:
    """After a deviation (1, 1) for ever, made by a deviator who works alone: no equilibrium."""
    return document(
        "penal_code",
        DILEMMA,
        "1/2",
        field=None,
        start=[[0, "1"]],
        states=[
            {"profile": [0, 0], "lottery": [[0, "1"]]},
            {"profile": [0, 1], "lottery": [[1, "1"]]},
            {"profile": [1, 0], "lottery": [[2, "1"]]},
        ],
        punishments=[1, 2],
        values=[["9", "9"], ["1", "10"], ["10", "1"]],
        payoffs=["9", "9"],
    )


def lottery_off() -> Json:
    """A promise that is off by 1e-30: probabilities still add to 1."""
    law = [[0, str(Fraction(1, 2) + TINY)], [1, str(Fraction(1, 2) - TINY)]]
    return changed(good_set(), (("lotteries", 3), law))


def impatient_good() -> Json:
    """The set that needs d >= 1/4 at d = 1/5, with the corners made only by 0 and 3."""
    keys: Json = {"vertices": [["0"] * 3, ["3"] * 3], "profiles": [[1, 1, 1], [0, 0, 0]]}
    made = good_set()
    game = {**made["game"], "discount_factor": "1/5"}
    lotteries = [[[0, "1"]], [[1, "1"]]]
    return build.reseal({**made, **keys, "game": game, "lotteries": lotteries})


def too_deep() -> Json:
    """From the hull to half of the way at d = 6/25, where a parallel shift does not contract."""
    return outer_bound("6/25", [HALFWAY], HALFWAY_HULL)


def too_narrow() -> Json:
    """The same contraction with widths that the set before does not fit into."""
    narrow = contraction(HALFWAY["offsets"], ["1", "1", "26", "26", "1", "1"])
    return outer_bound("1/10", [narrow], HALFWAY_HULL)


def beyond() -> Json:
    """A contraction that cuts off (3, 3) itself."""
    item = contraction(["-27", "-27", "27", "27", "-4", "-4"], ["1", "1", "54", "54", "3", "3"])
    return maximal(DILEMMA, "1/10", [], [], [item], None)


def code_off(delta: str) -> Json:
    return grim_code(delta)


FALSE_SETS: dict[str, Callable[[], Json]] = {
    "segment_called_maximal": lambda: segment([{"steps": 1}], weights(8)),
    "segment_called_maximal_after_many_steps": lambda: segment([{"steps": 200}], weights(8)),
    "segment_called_the_last_outer_set": lambda: segment([{"steps": 8}], None),
    "static_set_called_maximal": lambda: static("9/10", [], weights(5)),
    "static_set_called_maximal_where_more_is_barely_possible": lambda: static(
        "1/7", [{"steps": 20}], weights(5, ["1", "1", "2", "1", "1"])
    ),
    "common_interest_without_the_better_equilibrium": lambda: maximal(
        COMMON, "2/5", [["1", "1"]], [[1, 1]], [{"steps": 3}], weights(5)
    ),
    "one_step_too_few_called_empty": lambda: maximal(CYCLE, "4/5", [], [], [{"steps": 3}], None),
    "no_step_called_empty": lambda: maximal(CYCLE, "4/5", [], [], [], None),
    "one_period_without_an_equilibrium": lambda: maximal(
        BATTLE, "0", [["1", "3"]], [[1, 1]], None, None
    ),
    "weights_strict_nowhere_on_the_way": lambda: segment([], weights(8, ["1"] * 7 + ["1000"])),
    "weights_for_turning_edges": lambda: dilemma_turning_by_weights(),
    "corners_beyond_the_fixed_point": moved_corner,
    "corners_of_the_smaller_fixed_point": smaller_root,
    "motion_along_one_edge_only": lambda: dilemma_turning(
        [[[], []], [["1"], []], [[], []], [[], []]]
    ),
    "motion_inward": lambda: dilemma_turning([[[], []], [["-1"], []], [[], []], [[], ["-1"]]]),
    "profile_that_nearly_works": lambda: changed(dilemma_patient(), (("profiles", 1), [0, 1])),
    "profile_that_is_not_the_first": lambda: changed(dilemma_patient(), (("profiles", 0), [1, 0])),
    "patient_set_a_little_too_large": lambda: changed(
        dilemma_patient(), (("vertices", 1, 0), str(Fraction(39, 4) + TINY))
    ),
    "patient_set_a_little_too_small": lambda: changed(
        dilemma_patient(), (("vertices", 1, 0), str(Fraction(39, 4) - TINY))
    ),
    "segment_inside_below_its_threshold": lambda: self_generating(
        str(Fraction(1, 7) - TINY), [["3", "3"], ["9", "9"]], [[1, 1], [0, 0]]
    ),
    "all_feasible_payoffs_called_equilibria": lambda: self_generating(
        "9/10", DILEMMA_HULL, [[0, 1], [1, 1], [1, 0], [0, 0]]
    ),
    "minmax_polygon_at_an_impatient_discount_factor": lambda: self_generating(
        "1/5", SQUARE, DILEMMA_PROFILES
    ),
    "contraction_where_shifts_do_not_contract": too_deep,
    "contraction_with_widths_too_small": too_narrow,
    "contraction_beyond_the_equilibrium": beyond,
    "outer_set_without_its_contraction": lambda: outer_bound("1/10", [], HALFWAY_HULL),
    "outer_set_a_little_too_small": lambda: changed(
        outer_bound("1/10", [HALFWAY], HALFWAY_HULL), (("vertices", 3), [str(6 - TINY)] * 2)
    ),
    "sandwich_with_a_distance_too_small": lambda: sandwich(
        "1/10", ([["3", "3"]], [[1, 1]]), [HALFWAY], HALFWAY_HULL, str(18 - TINY)
    ),
    "sandwich_with_the_distance_of_another_corner": lambda: changed(
        turned_sandwich(), (("squared_distance",), [])
    ),
    "sandwich_with_an_inside_that_is_outside": lambda: sandwich(
        "1/10", ([["6", "6"]], [[0, 0]]), [HALFWAY], HALFWAY_HULL, "20"
    ),
    "lottery_off_by_a_little": lottery_off,
    "three_players_below_their_threshold": impatient_good,
    "grim_code_below_its_threshold": lambda: code_off(str(Fraction(1, 7) - TINY)),
    "code_without_punishment": code_without_punishment,
    "code_whose_punishment_is_no_equilibrium": punishment_that_nobody_plays,
    "code_whose_lottery_is_off_by_a_little": lambda: changed(
        turning_code(),
        (("states", 1, "lottery", 0, 1), [str(Fraction(-1033, 186) + TINY), "125/186"]),
        (("states", 1, "lottery", 1, 1), [str(Fraction(1219, 186) - TINY), "-125/186"]),
    ),
    "code_that_punishes_the_wrong_player": lambda: changed(
        good_code(), (("punishments",), [2, 1, 3])
    ),
    "battle_where_each_insists": mixed_as_pure,
    "strategies_outside_the_simplex": outside_the_simplex,
    "mixed_payoff_off_by_a_little": lambda: changed(
        CERTIFICATES["battle_mixed"](), (("payoffs", 0), str(Fraction(3, 4) + TINY))
    ),
    "one_pure_equilibrium_left_out": lambda: pure(BATTLE, [[0, 0]]),
    "one_pure_equilibrium_too_many": lambda: pure(BATTLE, [[0, 0], [0, 1], [1, 1]]),
    "minmax_of_the_pair_that_cooperates": lambda: minmax(DILEMMA, ["9", "9"], [[0, 0], [0, 0]]),
    "maxmin_called_minmax": lambda: minmax(
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), ["-1", "1"], [[0, 1], [0, 1]]
    ),
    "feasible_without_a_corner": lambda: feasible(None, None, DILEMMA_HULL[:3]),
    "feasible_with_a_point_on_an_edge": lambda: feasible(
        ["3", "3"], "pure", [["3", "3"], ["39/4", "3"], ["9", "9"], ["6", "75/8"], ["3", "39/4"]]
    ),
    "given_threat_called_minmax": lambda: feasible(
        ["9", "8"], "pure", [["9", "8"], ["73/8", "8"], ["9", "9"]]
    ),
    "point_by_a_contraction_only": lambda: dilemma_impatient([HALFWAY], None),
}


def dilemma_turning_by_weights() -> Json:
    """Parallel shifts, where an edge with a fixed end only turns."""
    made = dilemma_turning()
    return changed(made, (("outside", "theorem"), weights(4)))

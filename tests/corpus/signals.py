"""False certificates about games with public signals, well sealed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.unit.certificates import build
from tests.unit.certificates.build_signals import (
    AXES,
    CERTIFICATES,
    Game,
    image_inside,
    implied_late,
    inner,
    noisy,
    noisy_inner,
    plan,
    seal,
    sure,
    total,
    whole_dilemma,
)

__all__ = ["FALSE_SIGNALS"]

Json = Any
F = Fraction
TINY = Fraction(1, 10**30)


def changed(made: Json, *changes: tuple[tuple[str | int, ...], Json]) -> Json:
    """Replace values at paths, and make check sums and digests right again."""
    found = copy.deepcopy(made)
    for path, value in changes:
        place = found
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    if "total" in found:
        found["total"] = total(found)
    return build.reseal(found)


def certificate(name: str) -> Json:
    return CERTIFICATES[name]()


def punished(d: Fraction, q: Fraction) -> Json:
    """Punishment with probability q after a bad signal, and the value that belongs to it."""
    v = (2 * (1 - d) + d * q / 4) / (1 - d * (1 - q / 4))
    lottery = [[0, str(1 - q)], [1, str(q)]] if q < 1 else [[1, "1"]]
    made = inner([(v, v), (1, 1)], (0, [[[0, "1"]], lottery]), (3, sure(1, 1)))
    return seal("self_generating_set", noisy(d), **made)


def one_player_watched() -> Json:
    """Incentives of the first player only: signals say nothing about what the second does."""
    payoffs = {(0, 0): (2, 2), (0, 1): (0, 3), (1, 0): (3, 0), (1, 1): (1, 1)}
    game = Game(
        (2, 2),
        lambda *a: payoffs[a],
        lambda i, _: [F(3 - 2 * i, 4), F(1 + 2 * i, 4)],
        "9/10",
    )
    return seal("self_generating_set", game, **noisy_inner("9/10"))


def forgiving_after_what_never_comes() -> Json:
    """A bad signal never follows (C, C), so it is called harmless to forgive it."""
    made = inner([(2, 2), (1, 1)], (0, sure(0, 0)), (3, sure(1, 1)))
    return seal("self_generating_set", noisy("9/10", "0", "1/2"), **made)


def static_called_maximal() -> Json:
    """That only (1, 1) is left: one item without any bound."""
    game = noisy("9/10")
    item = {"excluded": [], "offsets": ["1", "1", "-1", "-1"], "tight": [], "duals": []}
    return seal(
        "maximal_payoff_set",
        game,
        **inner([(1, 1)], (3, sure(1, 1))),
        normals=[[str(x), str(y)] for x, y in AXES],
        chain=[item],
        vertices=[["1", "1"]],
    )


def with_one_point_more() -> Json:
    """The set of the dilemma with a point outside, promised to itself."""
    made = whole_dilemma()
    points = [*made["points"], ["2", "5/2"]]
    promises = sure(4, 4, 4, 4)
    supports = [*made["supports"], {"profile": 0, "promises": promises}]
    return changed(made, (("points",), points), (("supports",), supports))


FALSE_SIGNALS: dict[str, Callable[[], Json]] = {
    "signals_plan_that_forgives_too_often": lambda: plan("9/10", "3/4"),
    "signals_plan_below_its_discount_factor": lambda: plan(F(4, 5) - TINY, "0"),
    "signals_deviation_that_gains_nothing": lambda: plan("4/5", "0", deviation=True),
    "signals_set_below_its_discount_factor": lambda: punished(F(4, 5) - TINY, F(1)),
    "signals_set_with_half_the_punishment": lambda: punished(F(9, 10), F(2, 9)),
    "signals_set_for_one_player_only": one_player_watched,
    "signals_set_that_forgives_impossible_signals": forgiving_after_what_never_comes,
    "signals_static_payoffs_called_maximal": static_called_maximal,
    "signals_image_inside_the_set_called_maximal": image_inside,
    "signals_half_plane_implied_by_new_offsets_only": implied_late,
    "signals_set_with_one_point_outside": with_one_point_more,
    "signals_negative_multiplier": lambda: changed(
        whole_dilemma(), (("chain", 0, "duals", 0, 2), ["-1", "0"])
    ),
    "signals_vector_outside_its_cone": lambda: changed(
        whole_dilemma(), (("chain", 0, "duals", 0, 3), [[], [], [], [2, 3]])
    ),
    "signals_bound_on_too_many_normals": lambda: changed(
        whole_dilemma(), (("chain", 0, "duals", 0, 3), [[], [], [], [3, 5]])
    ),
    "signals_static_equilibrium_excluded": lambda: changed(
        certificate("empty_bound"),
        (("game", "payoffs", 0, 1), ["-1", "-1"]),
        (("uniform_payoffs", 0), "-1/2"),
        (("payoff_moment",), "-8"),
    ),
    "signals_exclusion_by_an_equal_sign": lambda: changed(
        certificate("silent_dilemma"), (("chain", 0, "excluded", 0, 1), ["0", "0"])
    ),
    "signals_called_empty_with_a_profile_left": lambda: changed(
        certificate("empty_bound"),
        (("chain", 0, "excluded"), certificate("empty_bound")["chain"][0]["excluded"][:-1]),
    ),
    "signals_distance_too_small": lambda: changed(
        certificate("noisy_sandwich"), (("squared_distance",), "0")
    ),
}

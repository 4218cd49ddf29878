"""Small certificates about payoff sets, worked out by hand; nothing comes from solvers or checker.

Prisoner's dilemma (9, 9), (1, 10), (10, 1), (3, 3): the best corners of V are (t, 3) and (3, t),
made with one player working and a promise on the edge from (9, 9) to the other corner. The promise
to the worker is 9 + (1 - d)/(4 d) ..., so t solves a quadratic equation; at d = 31/125 it is
125 t^2 - 2344 t + 10983 = 0. At d = 1/4 the larger root is 39/4.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.unit.certificates import build

Json = Any
F = Fraction

DILEMMA = ([[9, 1], [10, 3]], [[9, 10], [1, 3]])
BATTLE = ([[3, 0], [0, 1]], [[1, 0], [0, 3]])
COMMON = ([[2, 0], [0, 1]], [[2, 0], [0, 1]])
PENNIES = ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
CYCLE = ([[4, 0], [1, 3]], [[2, 4], [2, 1]])  # no pure equilibrium; V is empty at d = 4/5
# Abreu and Sannikov (2014), section 5.
SANNIKOV = (
    [[16, 3, 0], [21, 10, -1], [9, 5, -5]],
    [[9, 13, 3], [1, 4, 0], [0, -4, -15]],
)


def numbers(value: Any) -> Json:
    """Write numbers as rationals, in lists of any depth."""
    return [numbers(x) for x in value] if isinstance(value, list) else build.text(value)


def flat(value: Any) -> list[Fraction]:
    return [y for x in value for y in flat(x)] if isinstance(value, list) else [F(value)]


def document(kind: str, stage: Sequence[Any], delta: str | None = None, /, **keys: Json) -> Json:
    game: Json = {"type": "stage", "payoffs": numbers(list(stage))}
    if delta is not None:
        game["discount_factor"] = delta
    means = [build.text(sum(flat(x), F(0)) / len(flat(x))) for x in stage]
    return build.seal(kind, game, uniform_payoffs=means, **keys)


# ---------------------------------------------------------------- stage games


def battle_mixed() -> Json:
    """Each plays the own favourite with probability 3/4; payoffs 3/4."""
    return document(
        "nash",
        BATTLE,
        strategies=[["3/4", "1/4"], ["1/4", "3/4"]],
        payoffs=["3/4", "3/4"],
        replies=[["3/4", "3/4"], ["3/4", "3/4"]],
    )


def public_good() -> list[Any]:
    """Three players: 2 for each other contributor, less 1 for the own contribution (action 0)."""
    profiles = list(itertools.product((0, 1), repeat=3))

    def tensor(i: int) -> Any:
        found = [2 * sum(1 - p[j] for j in range(3) if j != i) - (1 - p[i]) for p in profiles]
        return [[found[0:2], found[2:4]], [found[4:6], found[6:8]]]

    return [tensor(i) for i in range(3)]


def matching_three() -> list[Any]:
    """A win of 8 for all if all three choose alike; half and half is an equilibrium."""
    same = [[[8, 0], [0, 0]], [[0, 0], [0, 8]]]
    return [same, same, same]


def three_mixed() -> Json:
    half = ["1/2", "1/2"]
    return document(
        "nash",
        matching_three(),
        strategies=[half, half, half],
        payoffs=["2"] * 3,
        replies=[["2", "2"]] * 3,
    )


def dilemma_nash() -> Json:
    return document(
        "nash",
        DILEMMA,
        strategies=[["0", "1"], ["0", "1"]],
        payoffs=["3", "3"],
        replies=[["1", "3"], ["1", "3"]],
    )


def pure(payoffs: Sequence[Any], profiles: list[list[int]]) -> Json:
    return document("pure_nash", payoffs, profiles=profiles)


def minmax(payoffs: Sequence[Any], values: list[str], punishments: list[list[int]]) -> Json:
    return document("minmax", payoffs, values=values, punishments=punishments)


def feasible(
    threat: list[str] | None, kind: str | None, vertices: Json, payoffs: Sequence[Any] = DILEMMA
) -> Json:
    return document("feasible_set", payoffs, threat=threat, threat_kind=kind, vertices=vertices)


# ---------------------------------------------------------------- sets of two players


def dilemma_field(coefficients: Sequence[int] = (10983, -2344, 125)) -> Json:
    return build.algebraic(list(coefficients), F(19, 2))


TURNED = [[["3"], ["3"]], [["0", "1"], ["3"]], [["9"], ["9"]], [["3"], ["0", "1"]]]
DILEMMA_PROFILES = [[1, 1], [1, 0], [0, 0], [0, 1]]
SQUARE = [["3", "3"], ["39/4", "3"], ["9", "9"], ["3", "39/4"]]
STAND = {"weights": ["1"] * 4, "total": "4"}
DILEMMA_HULL = [["1", "10"], ["3", "3"], ["10", "1"], ["9", "9"]]


def self_generating(delta: str, vertices: Json, profiles: Json, field: Json = None) -> Json:
    keys = {"field": field, "vertices": vertices, "profiles": profiles}
    return document("self_generating_set", DILEMMA, delta, **keys)


def maximal(
    payoffs: Sequence[Any],
    delta: str,
    vertices: Json,
    profiles: Json,
    chain: Json,
    theorem: Json,
    field: Json = None,
) -> Json:
    outside = None if chain is None else {"chain": chain, "theorem": theorem}
    keys = {"field": field, "vertices": vertices, "profiles": profiles, "outside": outside}
    return document("maximal_payoff_set", payoffs, delta, **keys)


def weights(count: int, values: Sequence[str] | None = None) -> Json:
    found = list(values or ["1"] * count)
    return {"weights": found, "total": build.text(sum(map(F, found)))}


def turning(motion: Json) -> Json:
    totals = [build.plus(*([F(x) for x in row[c]] for row in motion)) for c in (0, 1)]
    return {"motion": motion, "total": [build.texts(x) for x in totals]}


def turning_rational(motion: Json) -> Json:
    return {
        "motion": motion,
        "total": [build.text(sum(F(row[c]) for row in motion)) for c in (0, 1)],
    }


MOTION = [[[], []], [["1"], []], [[], []], [[], ["1"]]]


def dilemma_turning(motion: Json = MOTION, chain: Json = ({"steps": 1},)) -> Json:
    return maximal(
        DILEMMA,
        "31/125",
        TURNED,
        DILEMMA_PROFILES,
        list(chain),
        turning(motion),
        dilemma_field(),
    )


def dilemma_quarter() -> Json:
    motion = [["0", "0"], ["1", "0"], ["0", "0"], ["0", "1"]]
    theorem = turning_rational(motion)
    return maximal(DILEMMA, "1/4", SQUARE, DILEMMA_PROFILES, [], theorem)


def dilemma_patient(theorem: Json = STAND, chain: Json = ()) -> Json:
    return maximal(DILEMMA, "9/10", SQUARE, DILEMMA_PROFILES, list(chain), theorem)


def contraction(offsets: Sequence[str], widths: Sequence[str]) -> Json:
    total = sum(map(F, [*offsets, *widths]))
    return {"offsets": list(offsets), "widths": list(widths), "total": build.text(total)}


# Half of the way from the hull of payoffs to (3, 3); normals (-7, -2), (-2, -7), (8, 1), (1, 8) and
# the two axes.
HALFWAY = contraction(["-27", "-27", "54", "54", "-2", "-2"], ["1", "1", "27", "27", "1", "1"])
HALFWAY_HULL = [["2", "13/2"], ["3", "3"], ["13/2", "2"], ["6", "6"]]


def dilemma_impatient(chain: Json, theorem: Json) -> Json:
    return maximal(DILEMMA, "1/10", [["3", "3"]], [[1, 1]], chain, theorem)


def sannikov() -> Json:
    """A set of six corners in a field of degree 3; the first coordinate of one of them is theta."""
    vertices = [
        [["0", "1"], ["14/5"]],
        [["7", "3/10"], []],
        [["-16696/385", "6729/140", "-699/308"], []],
        [["29132/3465", "2243/210", "-233/462"], ["14/5"]],
        [["-27463/770", "6729/140", "-699/308"], ["91/10"]],
        [["7", "3/10"], ["30071/1925", "-7569/1750", "699/3850"]],
    ]
    profiles = [[1, 2], [2, 1], [2, 1], [1, 0], [0, 0], [0, 1]]
    found = weights(7, ["10", "1", "35", "60", "45", "43", "3"])
    field = {
        "polynomial": ["-130490", "201281", "-79764", "3495"],
        "lower": "5191293764539697531/4611686018427387904",
        "upper": "20765175058158790125/18446744073709551616",
    }
    return maximal(SANNIKOV, "3/10", vertices, profiles, [], found, field)


def sandwich(
    delta: str,
    inner: tuple[Json, Json],
    chain: Json,
    outer: Json,
    distance: Json,
    field: Json = None,
) -> Json:
    return document(
        "payoff_set_sandwich",
        DILEMMA,
        delta,
        field=field,
        vertices=inner[0],
        profiles=inner[1],
        chain=chain,
        outer_vertices=outer,
        squared_distance=distance,
    )


def turned_sandwich() -> Json:
    """The point (1, 10) is farthest from W, 4 + (10 - t)^2 = 2017/125 - 156/125 t from (3, t)."""
    inner = TURNED, DILEMMA_PROFILES
    return sandwich("31/125", inner, [], DILEMMA_HULL, ["2017/125", "-156/125"], dilemma_field())


def outer_bound(delta: str, chain: Json, vertices: Json, payoffs: Sequence[Any] = DILEMMA) -> Json:
    return document("outer_bound", payoffs, delta, chain=chain, vertices=vertices)


# ---------------------------------------------------------------- three players, penal codes


def good_set() -> Json:
    """Nobody contributes; all do; one player once shirks, and then all do, or a coin decides."""
    points = [["0"] * 3, ["3"] * 3, ["7/2", "2", "2"], ["11/4", "5/4", "5/4"]]
    return document(
        "self_generating_set",
        public_good(),
        "1/2",
        field=None,
        vertices=points,
        profiles=[[1, 1, 1], [0, 0, 0], [1, 0, 0], [1, 0, 0]],
        lotteries=[[[0, "1"]], [[1, "1"]], [[1, "1"]], [[0, "1/2"], [1, "1/2"]]],
    )


def good_static() -> Json:
    keys: Json = {"vertices": [["0"] * 3], "profiles": [[1, 1, 1]], "lotteries": [[[0, "1"]]]}
    return document("self_generating_set", public_good(), "0", field=None, **keys)


def grim_code(delta: str = "1/2") -> Json:
    """Cooperate; after a deviation the static equilibrium for ever."""
    return document(
        "penal_code",
        DILEMMA,
        delta,
        field=None,
        start=[[0, "1"]],
        states=[
            {"profile": [0, 0], "lottery": [[0, "1"]]},
            {"profile": [1, 1], "lottery": [[1, "1"]]},
        ],
        punishments=[1, 1],
        values=[["9", "9"], ["3", "3"]],
        payoffs=["9", "9"],
    )


def turning_code() -> Json:
    """The corners of V at d = 31/125: t is a payoff, and lotteries keep the promises.

    The promise at (t, 3) is ((t - (1 - d) 10)/d, (3 - (1 - d))/d) = (9, 9) + m (-6, t - 9), so
    m = 1219/186 - 125/186 t.
    """
    more, rest = ["1219/186", "-125/186"], ["-1033/186", "125/186"]
    return document(
        "penal_code",
        DILEMMA,
        "31/125",
        field=dilemma_field(),
        start=[[1, ["1/3"]], [2, ["2/3"]]],
        states=[
            {"profile": [0, 0], "lottery": [[0, ["1"]]]},
            {"profile": [1, 0], "lottery": [[0, rest], [2, more]]},
            {"profile": [0, 1], "lottery": [[0, rest], [1, more]]},
        ],
        punishments=[2, 1],
        values=[[["9"], ["9"]], [["0", "1"], ["3"]], [["3"], ["0", "1"]]],
        payoffs=[["2", "1/3"], ["1", "2/3"]],
    )


def good_code() -> Json:
    """All contribute; who deviates is alone to contribute next, then all do again."""
    # Value of being punished: (1 - d)(-1) + d 3 = 1 at d = 1/2; the others get (1/2) 2 + 3/2 = 5/2.
    states: Json = [{"profile": [0, 0, 0], "lottery": [[0, "1"]]}]
    values: Json = [["3", "3", "3"]]
    for i in range(3):
        states.append({"profile": [int(j != i) for j in range(3)], "lottery": [[0, "1"]]})
        values.append(["1" if j == i else "5/2" for j in range(3)])
    return document(
        "penal_code",
        public_good(),
        "1/2",
        field=None,
        start=[[0, "1/2"], [1, "1/2"]],
        states=states,
        punishments=[1, 2, 3],
        values=values,
        payoffs=["2", "11/4", "11/4"],
    )


CERTIFICATES: dict[str, Callable[[], Json]] = {
    "battle_mixed": battle_mixed,
    "three_mixed": three_mixed,
    "dilemma_nash": dilemma_nash,
    "battle_pure": lambda: pure(BATTLE, [[0, 0], [1, 1]]),
    "pennies_pure": lambda: pure(PENNIES, []),
    "three_pure": lambda: pure(matching_three(), [[0, 0, 0], [1, 1, 1]]),
    "dilemma_minmax": lambda: minmax(DILEMMA, ["3", "3"], [[1, 1], [1, 1]]),
    "pennies_minmax": lambda: minmax(PENNIES, ["1", "1"], [[0, 0], [0, 1]]),
    "good_minmax": lambda: minmax(public_good(), ["0"] * 3, [[1, 1, 1]] * 3),
    "feasible": lambda: feasible(None, None, DILEMMA_HULL),
    "feasible_pure": lambda: feasible(
        ["3", "3"], "pure", [["3", "3"], ["39/4", "3"], ["9", "9"], ["3", "39/4"]]
    ),
    "feasible_given": lambda: feasible(
        ["9", "8"], "given", [["9", "8"], ["73/8", "8"], ["9", "9"]]
    ),
    "feasible_point": lambda: feasible(["9", "9"], "given", [["9", "9"]]),
    "feasible_nothing": lambda: feasible(["9", "10"], "given", []),
    "feasible_segment": lambda: feasible(None, None, [["-1", "1"], ["1", "-1"]], PENNIES),
    "segment_inside": lambda: self_generating("31/125", [["3", "3"], ["9", "9"]], [[1, 1], [0, 0]]),
    "turned_inside": lambda: self_generating("31/125", TURNED, DILEMMA_PROFILES, dilemma_field()),
    "static_inside": lambda: self_generating("0", [["3", "3"]], [[1, 1]]),
    "good_set": good_set,
    "good_static": good_static,
    "patient": dilemma_patient,
    "patient_by_steps": lambda: dilemma_patient(None, [{"steps": 1}]),
    "quarter_turning": dilemma_quarter,
    "turning": dilemma_turning,
    "sannikov": sannikov,
    "point": lambda: dilemma_impatient([], weights(5)),
    "point_by_contraction": lambda: dilemma_impatient([HALFWAY, {"steps": 1}], None),
    "contraction_then_weights": lambda: dilemma_impatient([HALFWAY], weights(5)),
    "segment": lambda: maximal(
        COMMON, "2/5", [["1", "1"], ["2", "2"]], [[1, 1], [0, 0]], [], weights(8)
    ),
    "empty_at_once": lambda: maximal(PENNIES, "1/2", [], [], [{"steps": 1}], None),
    "empty": lambda: maximal(CYCLE, "4/5", [], [], [{"steps": 1}, {"steps": 3}], None),
    "one_period": lambda: maximal(
        BATTLE, "0", [["1", "3"], ["3", "1"]], [[1, 1], [0, 0]], None, None
    ),
    "one_period_empty": lambda: maximal(PENNIES, "0", [], [], None, None),
    "sandwich": lambda: sandwich("1/10", ([["3", "3"]], [[1, 1]]), [HALFWAY], HALFWAY_HULL, "18"),
    "turned_sandwich": turned_sandwich,
    "sandwich_without_inside": lambda: sandwich("1/10", ([], []), [HALFWAY], HALFWAY_HULL, None),
    "outer": lambda: outer_bound("1/10", [HALFWAY], HALFWAY_HULL),
    "outer_nothing": lambda: outer_bound("4/5", [{"steps": 4}], [], CYCLE),
    "grim_code": grim_code,
    "turning_code": turning_code,
    "good_code": good_code,
}

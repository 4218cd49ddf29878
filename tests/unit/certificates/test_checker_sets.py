"""The companion for payoffs accepts what is proved and nothing else."""

from __future__ import annotations

import itertools
import json
import math
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import pytest

from coopgames.certificates import checker
from tests.unit.certificates import build, build_sets
from tests.unit.certificates.mutations import accepted_changes, replace

Json = Any
F = Fraction
Path_ = tuple[str | int, ...]
Point = tuple[Any, Any]
CHECKER = Path(checker.__file__)
SETS: Any = checker.companion("checker_sets.py")
NAMES = sorted(build_sets.CERTIFICATES)


def refusal(document: Json) -> str:
    with pytest.raises(checker.Rejected) as caught:
        checker.check(document)
    reason = str(caught.value)
    assert reason
    assert "\n" not in reason
    return reason


def repeated(payoffs: Any, delta: str) -> Any:
    document = build_sets.outer_bound(delta, [], [], payoffs)
    stage = checker.Stage(checker.Doc(document["game"]), F(delta))
    return SETS.Repeated(checker.Doc(document), stage)


def unscaled(game: Any, shape: list[Point]) -> list[Point]:
    return [(F(x) / game.scale, F(y) / game.scale) for x, y in shape]


# ---------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("name", NAMES)
def test_certificates_of_every_kind_are_accepted(name: str) -> None:
    document = build_sets.CERTIFICATES[name]()
    sentence = checker.check(document)
    assert document["game_digest"][:12] in sentence
    assert "\n" not in sentence
    assert sentence.isascii()
    assert checker.check_bytes(json.dumps(document, indent=1).encode()) == sentence


def test_every_kind_is_tried() -> None:
    tried = {(x["kind"], "stage") for x in (make() for make in build_sets.CERTIFICATES.values())}
    assert tried == set(SETS.CLAIMS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("battle_mixed", "a Nash equilibrium of the stage game of 2 players, payoffs (3/4, 3/4) "),
        ("battle_pure", "has exactly these 2 pure Nash equilibria "),
        ("good_minmax", "the pure minmax payoffs of the stage game of 3 players are (0, 0, 0) "),
        ("feasible_given", "the set with 3 vertices is the set of feasible payoffs that are at "),
        ("turned_inside", "all points of the set with 4 vertices are payoffs of pure-strategy "),
        ("turning", "the set with 4 vertices is exactly the set of payoffs of pure-strategy "),
        ("turning", "a game of 2 players, discount factor 31/125 "),
        ("point", "the set with 1 vertex is exactly the set of payoffs of pure-strategy "),
        ("empty", "the set with 0 vertices is exactly the set of payoffs of pure-strategy "),
        ("sandwich", "the set with 1 vertex and the set with 4 vertices are inside and around "),
        ("outer", "the set with 4 vertices contains all payoffs of pure-strategy subgame-perfect "),
        ("turning_code", "the penal code with 3 states is a subgame-perfect equilibrium with "),
    ],
)
def test_sentences_say_what_is_proved(name: str, words: str) -> None:
    assert words in checker.check(build_sets.CERTIFICATES[name]()) + " "


# ---------------------------------------------------------------- every leaf is bound


def is_another_truth(path: Path_, document: Json) -> bool:
    """Whether a leaf may change into another true statement, or another proof of the same one.

    A set of payoffs, or nothing, may be the same at another discount factor, which the sentence and
    the digest name; one self-generating set is as good as another; more steps prove no less; and
    where nothing is feasible above a threat, nothing is above a larger one.
    """
    if path == ("game", "discount_factor"):
        return document["kind"] != "nash"
    if path[0] == "vertices":
        return document["kind"] in {"self_generating_set", "payoff_set_sandwich"}
    return path[-1] == "steps" or (path[0] == "threat" and document["vertices"] == [])


@pytest.mark.parametrize("name", NAMES)
def test_changing_any_leaf_is_rejected_even_with_new_digests(name: str) -> None:
    document = build_sets.CERTIFICATES[name]()
    tried, accepted = accepted_changes(document)
    assert [change for change in accepted if not is_another_truth(change[0], document)] == []
    for path, _, sentence in accepted:
        assert (
            path[-1] == "steps"
            or document["game_digest"][:12] not in sentence
            or (document["digest"][:12] not in sentence)
        )
    assert tried > 100


def containers(value: Json, path: Path_ = ()) -> Iterator[tuple[Path_, Json]]:
    if isinstance(value, dict | list):
        yield path, value
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from containers(inner, (*path, key))


@pytest.mark.parametrize("name", NAMES)
def test_dropping_adding_or_repeating_anything_is_rejected(name: str) -> None:
    document = build_sets.CERTIFICATES[name]()
    for path, value in containers(document):
        variants: list[Json] = [None, [], {}, [value]]
        if isinstance(value, dict):
            variants += [{k: v for k, v in value.items() if k != key} for key in value]
            variants += [{**value, "comment": "0"}]
        else:
            variants += [[*value, *value[-1:]], value[:-1], [*value, "0"], ["0", *value]]
            variants += [value[::-1]] if path and path[0] != "game" else []
        for variant in variants:
            if variant != value and path and not is_weaker(document, path, value, variant):
                refusal(replace(document, path, variant))
    for key in document:
        if key not in {"digest", "game_digest"}:
            rest = {k: v for k, v in document.items() if k != key}
            refusal(build.reseal(rest) if key != "game" else rest)
    refusal(build.reseal({**document, "comment": "0"}))


def is_weaker(document: Json, path: Path_, value: Json, variant: Json) -> bool:
    """Whether a shorter or a longer chain proves the same, or the symmetric game another truth."""
    chain = path[-1] == "chain" and type(variant) is list
    swapped = variant == value[::-1] if type(value) is list else False
    return (chain and document["kind"] == "maximal_payoff_set") or (
        swapped and path[0] in {"strategies", "payoffs", "punishments", "values", "threat"}
    )


# ---------------------------------------------------------------- the step keeps every payoff

KNOWN: list[tuple[Any, str, list[Point]]] = [  # games whose set of payoffs is known
    (build_sets.DILEMMA, "9/10", [(F(3), F(3)), (F(39, 4), F(3)), (F(9), F(9)), (F(3), F(39, 4))]),
    (build_sets.COMMON, "2/5", [(F(1), F(1)), (F(2), F(2))]),
    (
        (
            [[-6, -7], [-6, 5], [-1, -7], [8, 0]],
            [[-6, -7], [-1, -7], [0, 7], [5, -5]],
        ),
        "4/5",
        [(F(5), F(-1)), (F(13, 2), F(-1)), (F(8), F(5)), (F(5), F(27, 5))],
    ),
]


@pytest.mark.parametrize(("payoffs", "delta", "corners"), KNOWN)
@pytest.mark.parametrize("seed", range(5))
def test_a_step_loses_no_payoff_from_any_outer_set(
    payoffs: Any, delta: str, corners: list[Point], seed: int
) -> None:
    game, rng = repeated(payoffs, delta), random.Random(seed)
    known = [(x * game.scale, y * game.scale) for x, y in corners]
    everything = SETS.hull([row[:2] for row in game.rows])
    for _ in range(20):
        extra = list[Point]()
        for _ in range(rng.randint(0, 3)):
            weights = [rng.randint(0, 9) ** 2 for _ in everything]
            total = sum(weights) or 1
            extra.append(
                tuple(
                    sum(w * p[c] for w, p in zip(weights, everything, strict=True)) // total
                    for c in (0, 1)
                )
            )
        shape = SETS.hull(known + extra)
        u = SETS.raised(shape, game.minmax)
        after = game.rounded(game.step(shape, u), game.q)
        assert all(SETS.contains(after, p) for p in known)


def test_a_step_keeps_a_promise_that_binds_nowhere_if_its_profile_is_outside() -> None:
    """With binding promises only, as for a set that contains all payoffs, (13/2, -1) is lost."""
    payoffs, delta, corners = KNOWN[2]
    game = repeated(payoffs, delta)
    shape = SETS.hull([(F(x) * game.scale, F(y) * game.scale) for x, y in [*corners, (-5, -5)]])
    after = game.rounded(game.step(shape, SETS.raised(shape, game.minmax)), game.q)
    assert SETS.contains(after, (F(13, 2) * game.scale, -game.scale))


def test_a_step_rounds_outward_and_by_little() -> None:
    game = repeated(build_sets.CYCLE, "4/5")
    shape = SETS.hull([row[:2] for row in game.rows])
    raw = game.step(shape, SETS.raised(shape, game.minmax))
    exact = [(F(x) / game.q, F(y) / game.q) for x, y in raw]
    after = game.rounded(raw, game.q)
    assert after != exact
    assert all(SETS.contains(after, p) for p in exact)
    bound = F(4) * game.scale / 2**78  # of the range of payoffs
    for x, y in after:
        assert min(abs(x - p) + abs(y - q) for p, q in exact) <= bound
        assert x % game.grid == y % game.grid == 0


def test_the_grid_is_fixed_by_the_range_of_payoffs() -> None:
    for payoffs, exponent in (
        (build_sets.DILEMMA, 4),  # 9 is between 8 and 16
        (([[8, 0]], [[0, 0]]), 4),
        (([[7, 0]], [[0, 0]]), 3),
        (([[F(1, 2), 0]], [[0, 0]]), 0),
        (([[F(1, 3), 0]], [[0, 0]]), -1),
        (([[5, 5]], [[5, 5]]), 0),
    ):
        game = repeated(payoffs, "1/2")
        assert game.exponent == exponent
        assert F(game.grid) / game.scale == F(2) ** (exponent - 80)
    large = repeated(([[F(10) ** 40, 0]], [[F(1, 7), 0]]), "1/2")
    assert F(large.grid) / large.scale == F(2) ** (large.exponent - 80) > 1


# ---------------------------------------------------------------- theorems


def test_the_affine_test_is_strict_at_the_far_end_only() -> None:
    """Corners that generate themselves lie on the bounds: equality at 0 must be enough."""
    payoffs, delta, corners = KNOWN[0]
    game = repeated(payoffs, delta)
    shape = [(x * game.scale, y * game.scale) for x, y in corners]
    lines = SETS.normals(corners)
    starts = [max(n1 * x + n2 * y for x, y in shape) for n1, n2 in lines]
    everything = SETS.hull([row[:2] for row in game.rows])
    outer = everything, game.minmax
    for width in (1, 10**-30, 10**30):
        ends = [b + F(width) * game.scale for b in starts]
        assert game.affine(SETS.Family(lines, starts, ends), outer)
    assert not game.affine(SETS.Family(lines, starts, starts), outer)
    lower = [b - F(1, 10**30) for b in starts]
    assert not game.affine(SETS.Family(lines, lower, [b + 1 for b in lower]), outer)


def test_parallel_shifts_do_not_prove_what_turning_does() -> None:
    document = build_sets.dilemma_turning()
    for chain in ([], [{"steps": 1}], [{"steps": 50}]):
        document["outside"] = {"chain": chain, "theorem": build_sets.STAND}
        assert "affine test" in refusal(build.reseal(document))


def test_turning_needs_a_motion_that_leads_outward() -> None:
    still: list[list[Json]] = [[[], []]] * 4
    assert "outer set" in refusal(build_sets.dilemma_turning(still))
    inward = [[[], []], [["-1"], []], [[], []], [[], ["-1"]]]
    assert "outer set" in refusal(build_sets.dilemma_turning(inward))
    for factor in ("1/100", "1000", "1/3"):
        motion = [[[], []], [[factor], []], [[], []], [[], [factor]]]
        assert checker.check(build_sets.dilemma_turning(motion))


def test_lines_that_turn_inward_leave_corners_outside() -> None:
    game, corners = repeated(build_sets.DILEMMA, "1/4"), KNOWN[0][2]
    shape = [(x * game.scale, y * game.scale) for x, y in corners]
    for sign, holds in ((1, True), (-1, False)):
        motion = [(0, 0), (sign, 0), (0, 0), (0, sign)]
        moved = [
            [[x, v * game.scale] for x, v in zip(corner, row, strict=True)]
            for corner, row in zip(shape, motion, strict=True)
        ]
        lines = SETS.moved_lines(moved, game.minmax)
        assert [line[3] for line in lines] == [True, False, False, True, True, True]
        assert [line[4] for line in lines[1:3]] == [[2], [2]]
        assert SETS.Turning(game, lines, F(1, 4)).holds(shape, []) == holds


def test_a_profile_may_be_bounded_by_its_best_replies_and_the_threats_alone() -> None:
    """On v_1 + v_2 >= 11.1 - t: (1, 10) pays 11, but best replies (3, 10) and threats pay 11.25."""
    game = repeated(build_sets.DILEMMA, "1/4")
    unit, row = game.scale, next(x for x in game.rows if x[0] == game.scale)
    line = ([-1], [-1], [-F(111, 10) * unit, F(unit)], False, [])
    below = [([-1], [0], [-3 * unit], True, []), ([0], [-1], [-3 * unit], True, [])]
    assert SETS.Turning(game, [line, *below], F(1, 16)).passes(line, row)
    higher = ([-1], [-1], [-F(113, 10) * unit, F(unit)], False, [])
    assert not SETS.Turning(game, [higher, *below], F(1, 32)).passes(higher, row)


def test_the_smaller_segment_is_never_maximal_at_31_over_125() -> None:
    segment = [["3", "3"], ["9", "9"]]
    for chain in ([], [{"steps": 1}], [{"steps": 64}]):
        for values in (["1"] * 8, ["1", "1", "2", "3", "5", "8", "13", "21"]):
            document = build_sets.maximal(
                build_sets.DILEMMA,
                "31/125",
                segment,
                [[1, 1], [0, 0]],
                chain,
                build_sets.weights(8, values),
            )
            assert "affine test" in refusal(document)
    # A little below the threshold 36 sqrt 7 - 95 the segment is everything.
    document = build_sets.maximal(
        build_sets.DILEMMA,
        "123523/500000",
        segment,
        [[1, 1], [0, 0]],
        [{"steps": 256}],
        build_sets.weights(8),
    )
    started = time.perf_counter()
    assert checker.check(document)
    assert time.perf_counter() - started < 0.5
    document["outside"]["chain"] = [{"steps": 128}]
    assert "affine test" in refusal(build.reseal(document))


def test_bernstein_coefficients_bound_polynomials() -> None:
    rng = random.Random(0)
    for _ in range(300):
        p = [F(rng.randint(-6, 3)) for _ in range(rng.randint(1, 4))]
        t = F(rng.randint(1, 8), 4)
        points = [t * i / 20 for i in range(21)]
        values = [sum((c * x**i for i, c in enumerate(p)), F(0)) for x in points]
        if SETS.below(p, t, strict=False):
            assert max(values) <= 0
        if SETS.below(p, t, strict=True):
            assert max(values[1:]) < 0
        assert SETS.value(p, t) == values[-1]
    assert SETS.below([F(0), F(-1)], F(1), strict=True)
    assert not SETS.below([F(0)], F(1), strict=True)
    assert SETS.below([F(-1), F(1)], F(1), strict=False)
    assert not SETS.below([F(-1), F(1)], F(1), strict=True)


# ---------------------------------------------------------------- plane geometry


def rationals(rng: random.Random, count: int, most: int = 4) -> list[Point]:
    def number() -> Fraction:
        return F(rng.randint(-most, most), rng.choice((1, 1, 2)))

    return [(number(), number()) for _ in range(count)]


@pytest.mark.parametrize("seed", range(20))
def test_hulls_cuts_and_distances_agree_with_their_definitions(seed: int) -> None:
    rng = random.Random(seed)
    points = rationals(rng, rng.randint(1, 9))
    shape = SETS.hull(points)
    assert set(shape) <= set(points)
    assert all(SETS.contains(shape, p) for p in points)
    for corner in shape:  # none is in the hull of the others
        assert not SETS.contains(SETS.hull([p for p in points if p != corner]), corner)
    document = [[str(x), str(y)] for x, y in shape]
    assert SETS.read_shape(checker.Doc(document), None) == shape
    n, bound = rationals(rng, 1)[0], F(rng.randint(-4, 4))
    part = SETS.cut(shape, *n, bound)
    assert all(n[0] * x + n[1] * y <= bound and SETS.contains(shape, (x, y)) for x, y in part)
    kept = SETS.hull(part)
    for p in rationals(rng, 30):
        inside = SETS.contains(shape, p) and n[0] * p[0] + n[1] * p[1] <= bound
        assert SETS.contains(kept, p) == inside
    for p in rationals(rng, 10, most=6):
        top, bottom = SETS.squared_distance(shape, p)
        assert bottom > 0
        assert (top == 0) == SETS.contains(shape, p)
        grid = [F(i, 16) for i in range(17)]
        pairs = itertools.product(shape, repeat=2)
        near = min(
            ((1 - s) * a[0] + s * b[0] - p[0]) ** 2 + ((1 - s) * a[1] + s * b[1] - p[1]) ** 2
            for a, b in pairs
            for s in grid
        )
        if top:
            assert top / F(bottom) <= near
            assert math.sqrt(near) - math.sqrt(top / F(bottom)) < 1


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (0, 0)],
        [(1, 0), (0, 0)],
        [(0, 1), (0, 0)],
        [(0, 0), (1, 1), (2, 2)],
        [(0, 0), (0, 1), (1, 0)],
        [(1, 0), (0, 1), (0, 0)],
        [(0, 0), (1, 0), (2, 0), (0, 2)],
        [(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)],
        [(0, 2), (4, 1), (1, 4), (2, 0), (4, 3)],  # a star: left turns only, but twice around
        [(0, 0), (2, 0), (0, 2), (0, 0), (2, 0), (0, 2)],
    ],
)
def test_only_corners_of_a_convex_polygon_in_order_are_read(corners: list[Point]) -> None:
    document = [[str(x), str(y)] for x, y in corners]
    with pytest.raises(checker.Rejected):
        SETS.read_shape(checker.Doc(document), None)


def test_best_replies_agree_with_their_definition() -> None:
    rng, shape = random.Random(1), (2, 3, 4)
    profiles = list(itertools.product(*map(range, shape)))
    values = [[rng.randint(0, 30) for _ in profiles] for _ in shape]
    tensors = [[[row[12 * i + 4 * j :][:4] for j in range(3)] for i in range(2)] for row in values]
    game = build_sets.document("pure_nash", tensors, profiles=[])["game"]
    stage = checker.Stage(checker.Doc(game), F(0))
    nash = list[list[int]]()
    for a in profiles:
        if all(
            values[i][profiles.index(a)]
            == max(values[i][profiles.index((*a[:i], x, *a[i + 1 :]))] for x in range(shape[i]))
            for i in range(3)
        ):
            nash.append(list(a))
    for i in range(3):
        found = SETS.best_replies(stage, i)
        for place, a in enumerate(profiles):
            others = [profiles.index((*a[:i], x, *a[i + 1 :])) for x in range(shape[i])]
            assert found[place] == max(values[i][k] for k in others)
    assert checker.check(build_sets.pure(tensors, nash))
    # Uniform play: replies are means over the other players.
    uniform = [[F(1, m)] * m for m in shape]
    replies = [
        [
            sum(F(values[i][k]) for k, p in enumerate(profiles) if p[i] == x)
            / (math.prod(shape) // shape[i])
            for x in range(shape[i])
        ]
        for i in range(3)
    ]
    keys = {
        "strategies": build_sets.numbers(uniform),
        "payoffs": [build.text(sum(row) / len(row)) for row in replies],
        "replies": build_sets.numbers(replies),
    }
    assert "gains by another action" in refusal(build_sets.document("nash", tensors, **keys))


# ---------------------------------------------------------------- numbers of a field


def real(field: Any, *coefficients: Fraction | int) -> Any:
    document = build.texts(build.trim(coefficients))
    return SETS.element(checker.Doc(document), field)


@pytest.mark.parametrize(
    ("coefficients", "low"),
    [((-2, 0, 1), F(0)), ((-5, 0, 0, 3), F(1)), ((10983, -2344, 125), F(19, 2))],
)
def test_arithmetic_in_a_field_agrees_with_high_precision(
    coefficients: tuple[int, ...], low: Fraction
) -> None:
    ends = build.algebraic(coefficients, low)
    field, rng = SETS.Field(checker.Doc(ends)), random.Random(7)
    with mpmath.workdps(120):
        middle = (F(ends["lower"]) + F(ends["upper"])) / 2
        start = mpmath.mpf(middle.numerator) / middle.denominator
        theta = mpmath.findroot(lambda x: mpmath.polyval(coefficients[::-1], x), start)

        def about(x: Any) -> Any:
            total = sum((mpmath.mpf(c) * theta**i for i, c in enumerate(x.n)), mpmath.mpf(0))
            return total / x.d

        for _ in range(200):
            x, y = (real(field, *[F(rng.randint(-9, 9), 4) for _ in range(2)]) for _ in range(2))
            for found, expected in (
                (x + y, about(x) + about(y)),
                (x - y, about(x) - about(y)),
                (x * y, about(x) * about(y)),
                (x * F(3, 7), about(x) * 3 / 7),
                (2 - x, 2 - about(x)),
            ):
                assert abs(about(found) - expected) < mpmath.mpf(10) ** -100
            assert (x < y) == (about(x) < about(y) - mpmath.mpf(10) ** -90)
            assert (x == y) == (abs(about(x) - about(y)) < mpmath.mpf(10) ** -90)
            assert (abs(x) >= 0) is True
        assert real(field, 0, 1) > F(ends["lower"])
        assert F(ends["upper"]) > real(field, 0, 1)
        near = mpmath.floor(theta * mpmath.mpf(10) ** 80)
        assert real(field, 0, 1) > F(int(near), 10**80)
        assert real(field, 0, 1) < F(int(near) + 1, 10**80)


def test_a_zero_that_the_polynomial_does_not_show_is_not_decided() -> None:
    # (x^2 - 2)(x^2 - 3) vanishes at sqrt 2, but x^2 - 2 is not 0 modulo it.
    ends = {**build.algebraic((-2, 0, 1), F(1)), "polynomial": build.texts((6, 0, -5, 0, 1))}
    field = SETS.Field(checker.Doc(ends))
    with pytest.raises(checker.Rejected, match="cannot be decided"):
        _ = real(field, -2, 0, 1) == 0
    assert real(field, -1, 0, 1) > 0


@pytest.mark.parametrize(
    "field",
    ["1", [], {}, {"polynomial": ["-1", "0", "1"], "lower": "0", "upper": "2"}, True],
)
def test_a_field_is_null_or_an_irrational_number(field: Json) -> None:
    document = build_sets.self_generating("31/125", [["3", "3"]], [[1, 1]])
    refusal(replace(document, ("field",), field))


def test_a_field_must_be_used_and_elements_are_written_shortest() -> None:
    field = build_sets.dilemma_field()
    document = build_sets.self_generating("31/125", [[["3"], ["3"]]], [[1, 1]], field)
    assert "expected null" in refusal(document)
    document = build_sets.CERTIFICATES["turned_inside"]()
    for wrong in (["0", "1", "0"], ["1", "0"], ["0", "0", "1"], "3", [3], [[]]):
        refusal(replace(document, ("vertices", 1, 0), wrong))
    long = build.algebraic([-2, *[0] * 24, 1], F(1))
    assert "degree" in refusal(replace(document, ("field",), long))


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("outside", "chain"), [{"steps": 10**9}]),
        (("outside", "chain"), [{"steps": 10**5}, {"steps": 1}]),
        (("outside", "chain"), [{"steps": 0}]),
        (("outside", "chain"), [{"steps": True}]),
        (("outside", "chain"), [{"steps": "1"}]),
        (("outside", "chain"), [{}]),
        (("outside", "chain"), ["1"]),
        (("outside", "chain"), [{"steps": 1, "offsets": []}]),
        (("outside", "chain"), [build_sets.HALFWAY]),
        (("outside", "theorem"), {}),
        (("outside", "theorem"), {"weights": [], "total": "0"}),
        (("outside", "theorem"), {"weights": ["1"] * 4, "total": "4", "motion": []}),
        (("outside", "theorem"), build_sets.weights(4, ["1", "1", "1", "0"])),
        (("outside", "theorem"), build_sets.weights(4, ["1", "1", "1", "-1"])),
        (("outside",), None),
        (("profiles",), []),
        (("vertices",), []),
    ],
)
def test_malformed_proofs_are_rejected(path: Path_, value: Json) -> None:
    refusal(replace(build_sets.dilemma_patient(), path, value))


def hostile() -> dict[str, Callable[[], Json]]:
    def many_corners() -> Json:
        corners = [[str(i), str(i * i)] for i in range(3_000)]
        return build_sets.self_generating("1/2", corners, [[0, 0]] * 3_000)

    def long_numbers() -> Json:
        payoffs = ([[9, 1], [10, F(10) ** 4_000]], [[9, 10], [1, F(1, 3**8_000)]])
        chain = [{"steps": 1_000}]
        return build_sets.outer_bound("1/2", chain, [], payoffs)

    def long_discount_factor() -> Json:
        delta = str(1 - F(1, 10**3_000))
        return build_sets.outer_bound(delta, [{"steps": 100_000}], [])

    def slow_steps() -> Json:
        rng = random.Random(0)
        payoffs = [[[rng.randint(0, 99) for _ in range(20)] for _ in range(20)] for _ in range(2)]
        return build_sets.outer_bound("999999/1000000", [{"steps": 100_000}], [], payoffs)

    def many_weights() -> Json:
        theorem = build_sets.weights(100_000)
        return build_sets.dilemma_patient(theorem)

    def high_degree() -> Json:
        field = build.algebraic([-2, *[0] * 23, 1], F(1))
        top = [*["0"] * 23, str(F(1, 10**200))]
        corners = [[["3"], ["3"]], [top, ["3"]]]
        return build_sets.self_generating("1/2", corners, [[1, 1]] * 2, field)

    def many_states() -> Json:
        document = build_sets.grim_code()
        law = [[i, "1/500"] for i in range(500)]
        document["states"] = [{"profile": [1, 1], "lottery": law}] * 500
        document["values"] = [["3", "3"]] * 500
        document["punishments"] = [0, 0]
        return build.reseal(document)

    return {
        "many_corners": many_corners,
        "long_numbers": long_numbers,
        "long_discount_factor": long_discount_factor,
        "slow_steps": slow_steps,
        "many_weights": many_weights,
        "high_degree": high_degree,
        "many_states": many_states,
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_hostile_documents_are_rejected_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SETS, "MAX_WORK", SETS.MAX_WORK // 50)  # about half a second
    document = hostile()[name]()
    started = time.process_time()
    reason = refusal(document)
    assert time.process_time() - started < 5
    if name in {"long_numbers", "slow_steps", "many_states"}:
        assert reason == "too much work to be checked"


def test_steps_after_the_end_are_not_steps() -> None:
    document = build_sets.CERTIFICATES["empty"]()
    for chain in ([{"steps": 5}], [{"steps": 4}, {"steps": 1}], [{"steps": 3}]):
        refusal(replace(document, ("outside", "chain"), chain))
    assert checker.check(replace(document, ("outside", "chain"), [{"steps": 4}]))


# ---------------------------------------------------------------- size and speed


def cournot(points: int) -> Any:
    """Quantities on a grid of [0, 6], price max(6 - q1 - q2, 0), cost 3/5 per unit."""
    grid = [F(6 * i, points - 1) for i in range(points)]
    first = [[x * max(6 - x - y, F(0)) - F(3, 5) * x for y in grid] for x in grid]
    return first, [list(row) for row in zip(*first, strict=True)]


def test_fifteen_quantities_take_less_than_a_second() -> None:
    game = repeated(cournot(15), "9/10")
    shape, u = game.chain(checker.Doc([{"steps": 3}]))
    vertices = [[str(x), str(y)] for x, y in unscaled(game, shape)]
    document = build_sets.outer_bound("9/10", [{"steps": 3}], vertices, cournot(15))
    started = time.perf_counter()
    assert checker.check(document)
    assert time.perf_counter() - started < 1
    lines = SETS.normals(unscaled(game, shape))
    starts = [max(n1 * x + n2 * y for x, y in shape) for n1, n2 in lines]
    ends = [b + game.scale for b in starts]
    started = time.perf_counter()
    game.affine(SETS.Family(lines, starts, ends), (shape, u))
    assert time.perf_counter() - started < 1


def test_pure_equilibria_among_ten_thousand_profiles() -> None:
    rng, size = random.Random(5), 10
    payoffs = list[Any]()
    for _ in range(4):
        nested = [[rng.randint(0, 9) for _ in range(size)] for _ in range(size**3)]
        for _ in range(2):
            nested = [nested[i : i + size] for i in range(0, len(nested), size)]
        payoffs.append(nested)
    game = build_sets.document("pure_nash", payoffs, profiles=[])["game"]
    stage = checker.Stage(checker.Doc(game), F(0))
    found = [[k // size ** (3 - i) % size for i in range(4)] for k in SETS.pure_nash(stage)]
    document = build_sets.pure(payoffs, found)
    started = time.perf_counter()
    assert checker.check(document)
    assert time.perf_counter() - started < 5


# ---------------------------------------------------------------- files beside the checker


def run(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(folder / "checker.py"), *files]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_a_copy_of_the_files_checks_everything_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "turning.json").write_text(json.dumps(build_sets.dilemma_turning()))
    (tmp_path / "grim.json").write_text(json.dumps(build.grim(F(1, 2))))
    shutil.copy(CHECKER, tmp_path)
    alone = run(tmp_path, "turning.json", "grim.json")
    assert alone.returncode == 1
    lines = alone.stdout.splitlines()
    assert lines[0].startswith("REJECTED  turning.json  ")
    assert "checker_sets.py, expected beside checker.py" in lines[0]
    assert lines[1].startswith("accepted  grim.json  ")
    shutil.copy(CHECKER.with_name("checker_sets.py"), tmp_path)
    together = run(tmp_path, "turning.json", "grim.json")
    assert together.returncode == 0
    assert together.stderr == ""
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"checker.py", "checker_sets.py", "turning.json", "grim.json"}


def test_kinds_are_for_the_players_that_they_know() -> None:
    three = build_sets.document("maximal_payoff_set", build_sets.public_good(), "1/2")
    for kind, keys in (
        ("maximal_payoff_set", {"field": None, "vertices": [], "profiles": [], "outside": None}),
        ("feasible_set", {"threat": None, "threat_kind": None, "vertices": []}),
    ):
        document = {**three, "kind": kind, **keys}
        document["game"] = dict(three["game"])
        if kind == "feasible_set":
            del document["game"]["discount_factor"]
        assert "two players" in refusal(build.reseal(document))
    document = build_sets.document("nash", [[1, 2]], strategies=[["0", "1"]], payoffs=["2"])
    document["replies"] = [["1", "2"]]
    assert checker.check(build.reseal(document))

"""The stand-alone checker accepts what is proved and nothing else."""

from __future__ import annotations

import copy
import itertools
import json
import math
import random
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
from tests.corpus import make as corpus
from tests.unit.certificates import build
from tests.unit.certificates.mutations import accepted_changes, leaves, replace

Json = Any
Path_ = tuple[str | int, ...]
CHECKER = Path(checker.__file__)
NAMES = sorted(build.CERTIFICATES)
LONG = {"two_rounds_cells"}  # thousands of counts of roots
ALL = [pytest.param(x, marks=[pytest.mark.slow] if x in LONG else []) for x in NAMES]


def refusal(document: Json) -> str:
    """The reason of the rejection; fails if the document is accepted."""
    with pytest.raises(checker.Rejected) as caught:
        checker.check(document)
    reason = str(caught.value)
    assert reason
    assert "\n" not in reason
    return reason


# ---------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("name", NAMES)
def test_certificates_of_every_kind_and_game_are_accepted(name: str) -> None:
    document = build.CERTIFICATES[name]()
    sentence = checker.check(document)
    assert document["game_digest"][:12] in sentence
    assert "\n" not in sentence
    assert sentence.isascii()
    assert checker.check_bytes(json.dumps(document, indent=1).encode()) == sentence


def test_every_kind_is_tried_with_every_type_of_game() -> None:
    tried: set[tuple[str, str]] = set()
    for name in NAMES:
        document = build.CERTIFICATES[name]()
        tried.add((document["kind"], document["game"]["type"]))
    assert tried == set(checker.CLAIMS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("grim_equilibrium", "is a subgame-perfect equilibrium at discount factor 1/2"),
        ("grim_equilibrium", "(9, 9)"),
        ("grim_deviation", "in state 0 player index 0 gains 3/10 by action 1"),
        ("grim_cells", "iff the discount factor is in [1/7] or (1/7, 1) "),
        ("two_rounds_cells", "is in [~0.145497224368 (irrational)] or ("),
        ("alternating_cells", "is in the empty set"),
        ("burnt_threshold", "d >= 45/118 "),
        ("treasury_threshold", "d >= 18/49 "),
        ("unflagged_threshold", "d >= 180/521 "),
        ("exclusion_threshold_lag_3", "d >= (45/118)^(1/3) = ~0.725176132999"),
        ("gaussian_threshold", "T in [~0.366361547472"),
        ("promises_burnt", "d >= 45/118 "),
        ("promises_balanced", "d >= 1/2 "),
        ("promises_burning", "d >= 100/209 "),
        ("pair_threshold", "d >= 24/29 "),
        ("ring_threshold", "d >= 24/29 "),
        ("pair_never", "at no discount factor below 1"),
        ("lp_optimum", "has value 10 "),
        ("lp_infeasible", "has no feasible point "),
        ("uniform_farkas", "for any parameter in (0, 1)"),
        ("lp_cells", "iff it is in [~0.707106781187 (irrational)] or ("),
    ],
)
def test_sentences_say_what_is_proved(name: str, words: str) -> None:
    assert words in checker.check(build.CERTIFICATES[name]()) + " "


def test_thresholds_whose_root_is_rational_or_of_lower_degree() -> None:
    # Round threshold 1/4: v spread/kappa + t1 = 3 with alpha = 0, eta = 1, v = 3 kappa.
    for lag, threshold in (
        (1, "1/4"),
        (2, "1/2"),
        (6, {"polynomial": ["-1", "0", "0", "2"], **grid_ends(Fraction(1, 2), 3)}),
    ):
        game = build.association(
            build.fine("burnt"),
            signal=build.flags("0", "1"),
            lag=lag,
            members=2,
            payoffs=build.table(["0", "4"], ["-1", "3"]),
        )
        rows: list[build.Row] = [([-1, 1], ">=", 0), ([0, 1], "<=", 1)]
        solution = build.solution([3, 0], rows, [1, 1], [-3, 3])
        rounds = Fraction(1, 4)
        assert checker.check(build.exact_threshold(game, solution, rounds, threshold))
        for wrong in ("1/3", {"polynomial": ["-1", "4"], "lower": "0", "upper": "1"}):
            refusal(build.exact_threshold(game, solution, rounds, wrong))
    # The unreduced polynomial 4 x^6 - 1 has the same root and is refused.
    wrong = {"polynomial": ["-1", *["0"] * 5, "4"], **grid_ends(Fraction(1, 2), 3)}
    assert "entries" in refusal(build.exact_threshold(game, solution, rounds, wrong))


def grid_ends(x: Fraction, k: int) -> dict[str, str]:
    with mpmath.workdps(60):
        low = int(mpmath.floor(mpmath.root(mpmath.mpf(x.numerator) / x.denominator, k) * 2**64))
    return {"lower": str(Fraction(low, 2**64)), "upper": str(Fraction(low + 1, 2**64))}


# ---------------------------------------------------------------- every leaf is bound


@pytest.mark.parametrize("name", ALL)
def test_changing_any_leaf_is_rejected_even_with_new_digests(name: str) -> None:
    document = build.CERTIFICATES[name]()
    assert checker.check(document)
    tried, accepted = accepted_changes(document)
    assert accepted == []
    assert tried > 50


@pytest.mark.parametrize("name", NAMES)
def test_changing_any_leaf_without_new_digests_is_rejected_for_the_digest(name: str) -> None:
    document = build.CERTIFICATES[name]()
    rng = random.Random(name)
    found = [leaf for leaf in leaves(document) if isinstance(leaf[1], str)]
    for path, value in rng.sample(found, min(20, len(found))):
        assert refusal(replace(document, path, value + "0", seal=False))
    changed = replace(document, ("digest",), "0" * 64, seal=False)
    assert refusal(changed).startswith("digest")
    changed = build.reseal(copy.deepcopy(document))
    changed["game_digest"] = "0" * 64
    del changed["digest"]
    changed["digest"] = build.digest(changed)
    assert refusal(changed).startswith("game_digest")


def containers(value: Json, path: Path_ = ()) -> Iterator[tuple[Path_, Json]]:
    if isinstance(value, dict | list):
        yield path, value
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from containers(inner, (*path, key))


@pytest.mark.parametrize("name", ALL)
def test_dropping_adding_or_repeating_anything_is_rejected(name: str) -> None:
    document = build.CERTIFICATES[name]()
    for path, value in containers(document):
        variants: list[Json] = [None, [], {}, [value]]
        if isinstance(value, dict):
            variants += [{k: v for k, v in value.items() if k != key} for key in value]
            variants += [{**value, "comment": "0"}]
        else:
            variants += [[*value, *value[-1:]], value[:-1], [*value, "0"], ["0", *value]]
            variants += [value[::-1]] if path and path[0] != "game" else []
        for variant in variants:
            if variant != value and path and not is_weaker(document, path, variant):
                refusal(replace(document, path, variant))
    for key in document:
        if key not in {"digest", "game_digest"}:
            rest = {k: v for k, v in document.items() if k != key}
            refusal(build.reseal(rest) if key != "game" else rest)
    refusal(build.reseal({**document, "comment": "0"}))


def is_weaker(document: Json, path: Path_, variant: Json) -> bool:
    """What has no solution with a free variable has none with a non-negative one."""
    return path == ("game", "free") and variant == [] and document["kind"] == "lp_infeasible"


# ---------------------------------------------------------------- false claims


@pytest.mark.parametrize("name", sorted(corpus.FALSE))
def test_false_certificates_are_rejected_for_a_reason(name: str) -> None:
    file = corpus.FOLDER / f"{name}.json"
    document = json.loads(file.read_bytes())
    assert build.reseal(copy.deepcopy(document)) == document
    with pytest.raises(checker.Rejected) as caught:
        checker.check_file(str(file))
    assert "digest" not in str(caught.value)
    assert "while reading" not in str(caught.value)


def test_the_corpus_is_what_its_script_makes() -> None:
    files = {file.stem: file.read_text(encoding="utf-8") for file in corpus.FOLDER.iterdir()}
    assert files == {name: corpus.text(make()) for name, make in corpus.FALSE.items()}
    assert len(files) >= 25


def rational(x: Fraction | int) -> checker.End:
    return checker.End(Fraction(x), Fraction(x))


def test_a_root_inside_a_cell_is_found_whatever_its_multiplicity() -> None:
    half, third = [-1, 2], [-1, 3]
    double = build.times(half, half)
    p = checker.Poly
    cell = checker.Cell(rational(0), rational(1))
    assert cell.holds(p(double))
    assert not cell.holds(p(double), strict=True)
    assert not cell.holds(p(build.times(double, half)))
    assert not cell.holds(p(build.times(double, third)))
    assert cell.holds(p(build.times(double, build.times(third, third))))
    assert cell.holds(p([0, 1]), strict=True)
    assert cell.holds(p([1, -1]), strict=True)
    assert cell.holds(p([]))
    assert not cell.holds(p([]), strict=True)
    assert not cell.holds(-p(double))


@pytest.mark.parametrize("seed", range(8))
def test_signs_on_cells_agree_with_the_roots_that_a_product_was_made_from(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        zeros = [Fraction(rng.randint(-2, 12), 10) for _ in range(rng.randint(1, 4))]
        product = [Fraction(rng.choice((-2, -1, 1, 3)))]
        for zero in zeros:
            product = build.times(product, [-zero, 1])
        low, high = sorted(rng.sample([Fraction(i, 20) for i in range(21)], 2))
        inside = sorted({z for z in zeros if low < z < high})
        marks = [low, *inside, high]
        points = [(a + b) / 2 for a, b in itertools.pairwise(marks)]
        values = [sum((c * x**i for i, c in enumerate(product)), Fraction(0)) for x in points]
        cell, p = checker.Cell(rational(low), rational(high)), checker.Poly(product)
        assert cell.holds(p) == all(v >= 0 for v in values)
        assert cell.holds(p, strict=True) == (not inside and values[0] > 0)


def test_signs_at_and_beside_algebraic_numbers() -> None:
    def end() -> checker.End:  # 1/sqrt 2
        return checker.read_end(checker.Doc(build.algebraic([-1, 0, 2], Fraction(0))))

    p, square = checker.Poly, [-1, 0, 2]
    a = end()
    at = checker.Cell(a, a)
    assert at.holds(p(square))
    assert at.holds(-p(square))
    assert not at.holds(p(square), strict=True)
    near = [Fraction(-7071067811865475, 10**16), 1]  # a root below, nearer than 10^-16
    assert at.holds(p(near), strict=True)
    assert checker.Cell(end(), rational(1)).holds(p(near), strict=True)
    assert not checker.Cell(rational(0), end()).holds(-p(near))
    assert checker.Cell(end(), rational(1)).holds(p(square), strict=True)
    assert checker.Cell(rational(0), end()).holds(-p(square), strict=True)
    assert not checker.Cell(rational(Fraction(1, 2)), rational(1)).holds(p(square))
    cubed = build.times(square, build.times(square, near))
    assert checker.Cell(end(), rational(1)).holds(p(cubed), strict=True)


def test_roots_within_the_interval_of_an_algebraic_number_are_told_apart() -> None:
    value = build.algebraic([-1, 0, 2], Fraction(0))
    low, high = Fraction(value["lower"]), Fraction(value["upper"])
    third = low + (high - low) / 3

    def holds(zero: Fraction, sign: int, *, before: bool) -> bool:
        end = checker.read_end(checker.Doc(value))
        cell = checker.Cell(rational(0), end) if before else checker.Cell(end, rational(1))
        point = checker.Cell(end, end)
        p = checker.Poly([-sign * zero, sign])
        assert point.holds(p, strict=True) == ((sign > 0) == (2 * zero**2 < 1))
        return cell.holds(p, strict=True)

    for zero in (low, third, high - (high - low) / 5, high):
        above = 2 * zero**2 > 1
        assert holds(zero, 1, before=False) == (not above)
        assert not holds(zero, 1, before=True)
        assert holds(zero, -1, before=True) == above
        assert not holds(zero, -1, before=False)


def test_a_dyadic_number_is_not_written_as_a_root() -> None:
    # (2^66 x - 2^65 - 2)(x^2 - 2): the root in the interval is its middle, 1/2 + 2^-65.
    p = build.times([-(2**65) - 2, 2**66], [-2, 0, 1])
    content = math.gcd(*map(int, p))
    ends = {"lower": str(Fraction(1, 2)), "upper": str(Fraction(1, 2) + Fraction(1, 2**64))}
    coefficients = [str(x / content) for x in p]
    end = checker.read_end(checker.Doc({"polynomial": coefficients, **ends}))
    with pytest.raises(checker.Rejected, match="rational number"):
        end.narrow()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"polynomial": ["-2", "0", "4"]}, "primitive"),
        ({"polynomial": ["1", "0", "-2"]}, "leading"),
        ({"polynomial": ["-1/2", "0", "1"]}, "primitive"),
        ({"polynomial": ["1", "0", "-4", "0", "4"]}, "squarefree"),
        ({"polynomial": ["-1", "2"]}, "squarefree"),
        ({"polynomial": ["1"]}, "squarefree"),
        ({"lower": "0", "upper": "1"}, "expected k/2"),
        ({"lower": "1/2", "upper": "3/4"}, "expected k/2"),
        ({"lower": "0", "upper": str(Fraction(1, 2**64))}, "canonical"),
        ({"polynomial": ["0", "-1", "0", "2"]}, None),
    ],
)
def test_ends_of_cells_must_be_canonical(change: Json, reason: str | None) -> None:
    value = {**build.algebraic([-1, 0, 2], Fraction(0)), **change}
    if reason is None:  # squarefree though reducible: the root in the interval is the same
        assert checker.read_end(checker.Doc(value)).p.sign(Fraction(1)) > 0
        return
    with pytest.raises(checker.Rejected, match=reason):
        checker.read_end(checker.Doc(value))


def test_two_roots_closer_than_the_first_grid_need_the_second() -> None:
    # (2^70 x - 2^69)^2 = 2 has roots 1/2 +- sqrt 2/2^70, both within 2^-64 above or below 1/2 ...
    scale = 2**70
    # ... shifted by a third of 2^-64, so that both lie in one interval of that grid.
    shift = Fraction(1, 2) + Fraction(1, 3 * 2**64)
    p = [scale**2 * shift**2 - 2, -2 * scale**2 * shift, Fraction(scale**2)]
    content = math.lcm(*(x.denominator for x in p))
    integers = [int(x * content) for x in p]
    divisor = math.gcd(*integers)
    integers = [x // divisor for x in integers]
    with mpmath.workdps(80):
        zero = mpmath.mpf(1) / 2 + mpmath.mpf(1) / (3 * mpmath.mpf(2) ** 64)
        zero += mpmath.sqrt(2) / mpmath.mpf(2) ** 70
        for bits in (64, 128):
            k = int(mpmath.floor(zero * mpmath.mpf(2) ** bits))
            value = {
                "polynomial": [str(x) for x in integers],
                "lower": str(Fraction(k, 2**bits)),
                "upper": str(Fraction(k + 1, 2**bits)),
            }
            if bits == 64:
                with pytest.raises(checker.Rejected, match="canonical"):
                    checker.read_end(checker.Doc(value))
            else:
                assert checker.read_end(checker.Doc(value)).low == Fraction(k, 2**bits)


def test_cells_must_tile_and_increase() -> None:
    document = build.grim_cells()
    cells = document["cells"]
    for wrong in (cells[:1], cells[:2], cells[1:], [cells[0], cells[2]], cells[::-1], []):
        refusal(replace(document, ("cells",), wrong))
    # A longer list of cells, each of them right, is accepted.
    middle = {**cells[2], "upper": "1/2"}
    half = {k: v for k, v in cells[2].items() if k not in {"lower", "upper"}}
    more = [*cells[:2], middle, {"point": "1/2", **half}, {**cells[2], "lower": "1/2"}]
    sentence = checker.check(replace(document, ("cells",), more))
    assert "[1/7] or (1/7, 1/2) or [1/2] or (1/2, 1)" in sentence
    wrong = [*cells[:2], {**middle, "upper": "1/8"}, {"point": "1/8", **half}, more[-1]]
    refusal(replace(document, ("cells",), wrong))


def test_ends_of_cells_that_nearly_touch() -> None:
    document = build.two_rounds_cells()
    cells, end = document["cells"], document["cells"][0]["upper"]
    low, high = Fraction(end["lower"]), Fraction(end["upper"])
    rest = {k: v for k, v in cells[2].items() if k not in {"lower", "upper"}}
    for i in range(9):
        near = str(low + (high - low) * i / 8)
        more = [{**cells[2], "upper": near}, {"point": near, **rest}, {**cells[2], "lower": near}]
        changed = replace(document, ("cells",), [*cells[:2], *more])
        if 6 * Fraction(near) ** 2 + 6 * Fraction(near) > 1:
            assert checker.check(changed)
        else:
            assert "increase" in refusal(changed)
    same_again = [{**cells[2], "upper": end}, {"point": end, **rest}, cells[2]]
    assert "increase" in refusal(replace(document, ("cells",), [*cells[:2], *same_again]))


# ---------------------------------------------------------------- the normal law


@pytest.mark.parametrize("top", ["-40", "-19/2", "-5", "-1", "-1/1000", "0", "1/3", "2", "9", "30"])
@pytest.mark.parametrize("dimensions", [1, 3, 7])
def test_normal_probabilities_agree_with_mpmath(top: str, dimensions: int) -> None:
    noise = Fraction(3, 4)
    found = checker.normal_interval(Fraction(top), noise, dimensions)
    with mpmath.workdps(60):
        x = mpmath.mpf(Fraction(top).numerator) / Fraction(top).denominator
        x /= mpmath.mpf(3) / 4 * mpmath.sqrt(dimensions)
        expected = build.phi_floor(x) if Fraction(top) else (Fraction(1, 2), Fraction(1, 2))
    assert (found.low, found.high) == expected


def test_normal_probabilities_far_out_and_near_the_middle() -> None:
    grid = Fraction(1, 2**48)
    far = checker.normal_interval(Fraction(-(10**9)), Fraction(1), 1)
    assert (far.low, far.high) == (0, grid)
    far = checker.normal_interval(Fraction(10**9), Fraction(1), 1)
    assert (far.low, far.high) == (1 - grid, 1)
    near = checker.normal_interval(Fraction(-1, 10**40), Fraction(1), 1)
    assert (near.low, near.high) == (Fraction(1, 2) - grid, Fraction(1, 2))
    near = checker.normal_interval(Fraction(1, 10**40), Fraction(1), 1)
    assert (near.low, near.high) == (Fraction(1, 2), Fraction(1, 2) + grid)


# ---------------------------------------------------------------- hostile input

GOOD = json.dumps(build.grim(Fraction(1, 2))).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"{}",
        b"1",
        b'"a"',
        b"[" * 10_000_000,
        b"{" * 100,
        b'{"a":' * 10_000,
        b"]" * 1_000,
        b'"' * 1_001,
        b"[1,2",
        b"1e400",
        b"NaN",
        b"[Infinity]",
        b"-0",
        b"1.5",
        b"9" * 100_000,
        b"\xff\xfe",
        b"\xef\xbb\xbf" + GOOD,
        GOOD + GOOD,
        GOOD.replace(b'"version": 1', b'"version": 1.0'),
        GOOD.replace(b'"version": 1', b'"version": -0'),
        GOOD.replace(b'"version": 1', b'"version": true'),
        GOOD.replace(b'"version": 1', b'"version": 1, "version": 1'),
        GOOD.replace(b'"start": 0', b'"start": 0, "start": 0'),
        GOOD.replace(b'"9"', b'"\\u0039"', 1),
        GOOD.replace(b'"9"', '"\u0669"'.encode(), 1),
        GOOD.replace(b'"9"', b'"18/2"', 1),
        GOOD.replace(b'"9"', b'"9/1"', 1),
        GOOD.replace(b'"9"', b'" 9"', 1),
        GOOD.replace(b'"9"', b'"9\n"', 1),
        GOOD.replace(b'"9"', b'"9_0"', 1),
        GOOD.replace(b'"9"', b'"9.0"', 1),
        GOOD.replace(b'"9"', b"9", 1),
        GOOD.replace(b'"9"', b"1e400", 1),
        GOOD.replace(b'"9"', b'"' + b"9" * 300_000 + b'"', 1),
        b"[" + b"1," * 5_000_000 + b"1]",
        b"[" + b'"",' * 2_000_000 + b'"]',
    ],
    ids=lambda data: f"{len(data)}-{data[:12]!r}",
)
def test_hostile_bytes_are_rejected_quickly(data: bytes) -> None:
    assert data != GOOD
    started = time.perf_counter()
    with pytest.raises(checker.Rejected) as caught:
        checker.check_bytes(data)
    assert time.perf_counter() - started < 10
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "-",
        "-0",
        "0/1",
        "0/5",
        "1/0",
        "1/1",
        "2/4",
        "1/-2",
        "01",
        "1/02",
        "--1",
        "+1",
        "1e5",
        "1.0",
        "nan",
        "1/2/3",
        " 1",
        "1 ",
        "1\n",
        "\u0661",
        "9" * 200_001,
        1,
        1.0,
        True,
        None,
        [],
        {},
    ],
)
def test_only_canonical_rationals_are_numbers(number: Json) -> None:
    with pytest.raises(checker.Rejected):
        checker.Doc(number).rational()


@pytest.mark.parametrize("number", ["0", "-1", "7/3", "-7/3", "123456789012345678901234567890"])
def test_canonical_rationals_are_read(number: str) -> None:
    assert checker.Doc(number).rational() == Fraction(number)


def test_numbers_of_many_digits_are_read_and_the_limit_of_python_is_restored() -> None:
    limit, document = sys.get_int_max_str_digits(), build.lp_optimum()
    document["game"]["rows"][0]["constant"] = "1" + "0" * 9000
    # The sums come first, so the number has been read when the refusal names them.
    assert refusal(build.reseal(document)).endswith("not the sums of the numbers")
    assert sys.get_int_max_str_digits() == limit


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.5, (1, 2), {1: 2}, {"a"}, b"x", object()])
def test_documents_that_json_cannot_hold_are_rejected(value: Json) -> None:
    for path in ((), ("kind",), ("game",), ("game", "payoffs"), ("values", 0)):
        document = build.grim(Fraction(1, 2))
        if path:
            place = document
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
        refusal(document if path else value)


def test_circular_and_deep_documents_are_rejected() -> None:
    circle: list[Json] = []
    circle.append(circle)
    assert "ValueError" in refusal({**build.grim(Fraction(1, 2)), "values": circle})
    deep: Json = "0"
    for _ in range(100_000):
        deep = [deep]
    assert "RecursionError" in refusal({**build.grim(Fraction(1, 2)), "values": deep})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("game", "members"), 10**9),
        (("game", "lag"), 10**9),
        (("game", "members"), 10**30),
        (("game", "members"), 1),
        (("game", "lag"), 0),
    ],
)
def test_games_too_large_to_be_checked_are_rejected_quickly(path: Path_, value: int) -> None:
    started = time.perf_counter()
    refusal(replace(build.flat_threshold("unflagged"), path, value))
    assert time.perf_counter() - started < 10


def test_degrees_and_digits_are_bounded() -> None:
    document = build.lp_cells()
    long = ["0"] * 2_000 + ["1"]
    assert "degree" in refusal(replace(document, ("cells", 0, "denominator"), long))


# ---------------------------------------------------------------- size and speed


def test_a_treasury_of_a_thousand_members_is_checked_in_well_under_a_second() -> None:
    n, alpha, gap = 1_000, Fraction(1, 10), Fraction(1, 2)
    payoffs = {"type": "linear", "benefit": "9/10", "cost": "27/20", "surplus": "1/5"}
    v, kappa = Fraction(9, 10) * n + Fraction(1, 5) - Fraction(27, 20), Fraction(9, 20)
    # By symmetry a treasury gives back in expectation what it takes: t1 = 0, spread = eta - alpha.
    rows: list[build.Row] = [([-kappa, gap], ">=", 0), ([0, 1], "<=", 1)]
    r = v * gap / kappa
    solution = build.solution([v, 0], rows, [gap / kappa, 1], [-v / kappa, r])
    game = build.association(build.fine("treasury"), members=n, payoffs=payoffs)
    assert alpha + gap == Fraction(3, 5)
    document = build.exact_threshold(game, solution, 1 / (1 + r), str(1 / (1 + r)))
    started = time.perf_counter()
    assert checker.check(document)
    assert time.perf_counter() - started < 1


# ---------------------------------------------------------------- the command line


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(CHECKER), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_prints_one_line_per_file(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(GOOD)
    bad.write_bytes(GOOD.replace(b'"9"', b'"8"', 1))
    done = run(str(good))
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith(f"accepted  {good}  the plan with 2 states")
    assert done.stdout.count("\n") == 1
    odd = tmp_path / "two\nlines"
    done = run(str(good), str(bad), str(tmp_path), str(tmp_path / "missing"), str(odd))
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["accepted", *["REJECTED"] * 4]
    assert "game_digest" in lines[1]
    assert "IsADirectoryError" in lines[2]
    assert "FileNotFoundError" in lines[3]


def test_the_command_without_files_is_a_usage_error() -> None:
    done = run()
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage:")


def test_the_command_in_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "c.json"
    file.write_bytes(GOOD)
    assert checker.main([str(file)]) == 0
    assert checker.main([str(file), str(tmp_path)]) == 1
    assert checker.main([]) == 2
    assert capsys.readouterr().out.count("\n") == 3
    monkeypatch.setattr(checker, "MAX_BYTES", 10)
    assert checker.main([str(file)]) == 1
    assert "too large" in capsys.readouterr().out


def test_unforeseen_errors_are_rejections(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(checker, "digest", fail)
    assert refusal(build.grim(Fraction(1, 2))).startswith("MemoryError")


# ---------------------------------------------------------------- borders of the claims


def accept(make: Callable[[], Json]) -> str:
    return checker.check(make())


def test_margins_of_exactly_zero_pass_and_do_not_refute() -> None:
    # Burnt: contribution needs (3/5) f / 2 >= 9/20, so f = 3/2; f = 3/2 - 1/100 fails.
    assert accept(lambda: build.association_plan("burnt", "3/2", "3/5"))
    refusal(build.association_plan("burnt", "149/100", "3/5"))
    refusal(build.association_plan("burnt", "3/2", "3/5", violated="contribution"))
    assert accept(
        lambda: build.association_plan("burnt", "149/100", "3/5", violated="contribution")
    )
    # At the threshold 45/118 itself fine = V is enough.
    beta = Fraction(45, 118)
    value = build.V / (1 - beta + beta / 10)
    assert accept(lambda: build.association_plan("burnt", str(value), "45/118"))
    refusal(build.association_plan("burnt", str(value), str(beta - Fraction(1, 10**30))))


def test_grim_trigger_at_its_threshold() -> None:
    assert accept(lambda: build.grim(Fraction(1, 7)))
    refusal(build.grim(Fraction(1, 7) - Fraction(1, 10**30)))
    refusal(build.grim(Fraction(1, 7), deviation=True))
    assert accept(lambda: build.grim(Fraction(1, 7) - Fraction(1, 10**30), deviation=True))
    assert "no history leads to" in refusal(build.grim(Fraction(1, 2), start=1))
    assert accept(lambda: build.grim(Fraction(0), deviation=True))  # one period only
    refusal(build.grim(Fraction(1)))


def test_who_stays_must_not_depend_on_the_report_if_side_agreements_are_free() -> None:
    plan = build.pair_plan(build.FLAGS, ["1", "1/2"], "9/10", gain="1/2", value="3", cost="0")
    assert "must not depend" in refusal(plan)
    gift = {"gain": "-1", "value": "3", "cost": "0"}  # nobody gains from shirking
    assert accept(lambda: build.pair_plan(build.FLAGS, ["1/2", "1/2"], "9/10", **gift))
    worse = build.pair_plan(build.FLAGS, ["1/2", "1"], "9/10", gain="-1", value="3")
    assert "complaint" in refusal(worse)
    assert "only null" in refusal(
        build.pair_plan(build.FLAGS, ["1/2", "1/2"], "9/10", gain="-1", value="3", cost="1")
    )


def test_a_relation_worth_less_than_nothing_is_left() -> None:
    # kappa = -10: effort is welcome, but the relation is worth less than leaving.
    plan = build.pair_plan(build.FLAGS, ["1/2", "1/2"], "9/10", gain="-10", value="-1")
    assert "value_supplier" in refusal(plan)


def test_kinds_do_not_cover_other_games() -> None:
    document = build.lp_optimum()
    for kind in ("automaton_equilibrium", "profitable_deviation"):
        assert "does not cover" in refusal(replace(document, ("kind",), kind))
    assert "does not cover" in refusal(replace(build.grim(Fraction(1, 2)), ("kind",), "lp_optimum"))
    assert "covers" not in refusal(replace(document, ("kind",), "nash"))


def test_sides_must_fit_the_data() -> None:
    document = build.flat_threshold("burnt")
    exact = document["programs"]["exact"]
    refusal(replace(document, ("programs",), {"optimistic": exact, "pessimistic": exact}))
    document = build.flat_threshold("burnt", signal=build.GAUSSIAN)
    sides = document["programs"]
    refusal(replace(document, ("programs",), {"exact": sides["pessimistic"]}))
    swapped = {"optimistic": sides["pessimistic"], "pessimistic": sides["optimistic"]}
    refusal(replace(document, ("programs",), swapped))


def test_enclosures_are_proper_intervals() -> None:
    document = build.association_plan("burnt", "3", "3/5")
    point = {"lower": document["spread"], "upper": document["spread"]}
    assert "lower < upper" in refusal(replace(document, ("spread",), point))

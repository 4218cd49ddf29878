"""The companion for liquidity and limit sets accepts what is proved, nothing else."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coopgames.certificates import checker
from tests.unit.certificates import _liquidity_makers as make
from tests.unit.certificates.mutations import accepted_changes, leaves, replace

Json = Any
F = Fraction
COMPANION = Path(checker.__file__).with_name("checker_liquidity.py")
DILEMMA = [[2, 2], [-1, 3], [3, -1], [0, 0]]
PENNIES = [[1, -1], [-1, 1], [-1, 1], [1, -1]]
BINARY = [["9/10", "1/10"], ["1/2", "1/2"], ["1/2", "1/2"], ["1/5", "4/5"]]
BLAME = [
    ["8/10", "1/10", "1/10"],
    ["1/2", "1/10", "4/10"],
    ["1/2", "4/10", "1/10"],
    ["2/10", "4/10", "4/10"],
]
CORNERS = [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"], ["1/3", "1/3", "1/3"]]
AXIS = [["1/3", "2/3"], ["1/4", "3/4"], ["0", "1"], ["3/5", "2/5"]]
SKEW = [["3/4", "1/4"], ["1/4", "3/4"], ["1/2", "1/2"], ["1/4", "3/4"]]


def dilemma(laws: list[list[str]]) -> make.Game:
    return make.public((2, 2), DILEMMA, laws)


GAMES: dict[str, Callable[[], make.Game]] = {
    "binary": lambda: dilemma(BINARY),
    "silent": lambda: dilemma([["1"]] * 4),
    "blame": lambda: dilemma(BLAME),
    "pennies": lambda: make.public((2, 2), PENNIES, CORNERS),
    "dark pennies": lambda: make.public((2, 2), PENNIES, [["1/2", "1/2"]] * 4),
    "one": lambda: make.public((1,), [["3/2"]], [["1/2", "1/2"]]),
    "alone": lambda: make.public((2,), [[2], [3]], [["1", "0"], ["1/4", "3/4"]]),
    "seller": lambda: make.public((2, 1), [[2, 1], [3, 0]], [["1", "0"], ["1/4", "3/4"]]),
    "skew": lambda: make.public((2, 2), [[1, 1], [0, 3], [2, 0], [0, 0]], SKEW),
    "axis": lambda: make.public((2, 2), [[3, 0], [1, 1], [2, 0], [2, 3]], AXIS),
    "flags": lambda: make.counted([0, 1, "12/5"], [-1, 1, 2], "1/10", "7/10"),
    "nine": lambda: make.public(
        (3, 3), [[int(a == b)] * 2 for a in range(3) for b in range(3)], [["1"]] * 9
    ),
    "three": lambda: make.public(
        (2, 2, 2),
        [
            [3 - a - b - c + 2 * x for x in (a, b, c)]
            for a in (0, 1)
            for b in (0, 1)
            for c in (0, 1)
        ],
        [[F(1, 2 + k), 1 - F(1, 2 + k)] for k in range(8)],
    ),
}
CASES: dict[str, tuple[str, tuple[str, ...]]] = {  # kind and arguments; the game is the first word
    "binary/steps": ("liquidity_steps", ()),
    "silent/steps": ("liquidity_steps", ()),
    "pennies/steps": ("liquidity_steps", ()),
    "dark pennies/steps": ("liquidity_steps", ()),
    "one/steps": ("liquidity_steps", ()),
    "alone/steps": ("liquidity_steps", ()),
    "blame/symmetric steps": ("liquidity_steps", ("symmetric",)),
    "flags/steps": ("liquidity_steps", ("symmetric",)),
    "binary/payoffs": ("liquidity_payoffs", ("3/5",)),
    "binary/static": ("liquidity_payoffs", ("0",)),
    "pennies/none": ("liquidity_payoffs", ("7/10",)),
    "pennies/static none": ("liquidity_payoffs", ("0",)),
    "blame/symmetric payoffs": ("liquidity_payoffs", ("4/5", "symmetric")),
    "flags/payoffs": ("liquidity_payoffs", ("9/10", "symmetric")),
    "skew/limit": ("limit_set", ()),
    "silent/limit": ("limit_set", ()),
    "dark pennies/limit": ("limit_set", ()),
}
LARGER = {  # accepted, but too large for the test of all leaves
    "blame/steps": ("liquidity_steps", ()),
    "nine/steps": ("liquidity_steps", ()),
    "three/steps": ("liquidity_steps", ()),
    "three/payoffs": ("liquidity_payoffs", ("19/20",)),
    "seller/payoffs": ("liquidity_payoffs", ("1/2",)),
    "binary/limit": ("limit_set", ()),
    "blame/limit": ("limit_set", ()),
    "pennies/limit": ("limit_set", ()),
    "axis/limit": ("limit_set", ()),
}


@cache
def cached(name: str) -> str:
    kind, arguments = (CASES | LARGER)[name]
    game = GAMES[name.split("/")[0]]()
    return json.dumps(getattr(make, kind)(game, *arguments))


def made(name: str) -> Json:
    return json.loads(cached(name))


def changed(name: str, change: Callable[[Json], object]) -> Json:
    """Change a valid certificate and make its check sum and digests right again."""
    document = made(name)
    change(document)
    return make.resealed(document)


def refusal(document: Json) -> str:
    with pytest.raises(checker.Rejected) as caught:
        checker.check(document)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", [*CASES, *LARGER])
def test_valid_certificates_are_accepted(name: str) -> None:
    document = made(name)
    sentence = checker.check(document)
    assert document["game_digest"][:12] in sentence
    assert sentence.isascii()
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("binary/steps", "joint payoff tends to 7/2, reached at discount factor d iff d >= 10/17"),
        ("silent/steps", "0 never, 1 never, 2 never, 3 from 0 on"),
        ("nine/steps", "joint payoff tends to 2, reached at discount factor d iff d >= 0 ("),
        ("pennies/steps", "do not exist at any discount factor below 1"),
        ("dark pennies/steps", "do not exist at any discount factor below 1"),
        ("blame/symmetric steps", "best payoff tends to 4/3"),
        ("binary/payoffs", "at discount factor 3/5: the payoffs are exactly u_i >= (0, 0)"),
        ("binary/payoffs", "joint payoff <= 7/2, before a payment stage"),
        ("pennies/none", "do not exist at discount factor 7/10"),
        ("blame/symmetric payoffs", "exactly [0, 4/3] for each player"),
        ("skew/limit", "extreme points: 3, inside [0, 2] x [0, 3]; the payoffs converge to Q"),
        ("silent/limit", "extreme points: 1, inside [0, 0] x [0, 0] ("),
        ("dark pennies/limit", "do not exist at any discount factor ("),
        ("binary/limit", "inside [0, 1428/601] x [0, 1428/601]"),
        ("blame/limit", "inside [0, 8/3] x [0, 8/3]"),
        ("pennies/limit", "do not exist at any discount factor ("),
    ],
)
def test_sentences_say_what_is_proved(name: str, words: str) -> None:
    sentence = checker.check(made(name))
    assert words in sentence
    assert "pure-action perfect public equilibria with public randomization" in sentence


def test_burning_beats_balance_among_members_who_see_the_number_of_flags() -> None:
    """Two members: the numbers of the game written out with the flags of each are the same."""
    members = make.counted([0, 3], [-1, 2], "1/10", "3/5")
    steps = make.liquidity_steps(members, "symmetric")
    checker.check(steps)
    # by hand: one flag weighs (1/10 3/5 .. 9/10) alike, so only two flags are punished
    best = 2 - F(1, 10) ** 2 / (F(1, 10) * F(3, 5) - F(1, 10) ** 2)
    assert steps["limit"]["value"] == str(best)


@pytest.mark.parametrize("name", CASES)
def test_every_changed_leaf_is_noticed(name: str) -> None:
    tried, accepted = accepted_changes(made(name))
    assert tried > 100
    assert accepted == []


# ---------------------------------------------------------------- false certificates


def swap_numbers(entry: Json, old: str, new: str) -> None:
    """Replace a number wherever it stands."""
    for path, value in [*leaves(entry)]:
        if value == old:
            place = entry
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = new


def with_theta(document: Json, theta: list[str]) -> None:
    document["bounds"][0]["lines"][0] = [theta]


def too_low(document: Json) -> None:
    document["queries"][0]["discount_factor"] = "1/2"


def more_liquidity(document: Json) -> None:
    document["liquidity"] = str(F(document["liquidity"]) + 1)
    document["joint_payoff"] = str(F(document["joint_payoff"]) - 1)  # what is not promised is burnt
    document["grid"][0] = document["liquidity"]


def less_liquidity(document: Json) -> None:
    document["liquidity"] = str(F(document["liquidity"]) / 2)


def skip_jump(document: Json) -> None:
    """Leave out the piece that begins with the first jump."""
    del document["grid"][1]
    for function, row in zip(document["functions"], document["supports"], strict=True):
        del function["values"][1]
        del function["slopes"][1]
        row[0]["right"] = row[1]["right"]
        del row[1]


def late_grid(document: Json) -> None:
    """Begin after the static equilibrium."""
    del document["grid"][0]
    for function, row in zip(document["functions"], document["supports"], strict=True):
        del function["values"][0]
        del function["slopes"][0]
        del row[0]


def better_value(document: Json) -> None:
    document["functions"][0]["values"][-1] = "4"


def rising_end(document: Json) -> None:
    document["functions"][0]["slopes"][-1] = "1"


def wrong_limit(document: Json) -> None:
    document["limit"]["value"] = "4"


def early_limit(document: Json) -> None:
    document["limit"]["discount_factor"] = "1/2"


def static_plan(document: Json) -> None:
    """Claim that the static equilibrium is all there is at 3/5."""
    zero = [["0"] * 2] * 2
    document.update(liquidity="0", joint_payoff="0", punishments=["0", "0"])
    document["plan"] = {"profiles": [3, 3, 3], "points": [zero] * 3}
    document["grid"] = ["0"]
    for function in document["functions"]:
        function.update(values=["0"], slopes=["0"])


def no_plan(document: Json) -> None:
    document.update(liquidity=None, joint_payoff=None, punishments=None, plan=None)
    document["grid"][0] = "0"


def exclude_static(document: Json) -> None:
    document["bounds"][3] = {"entry": ["1", "1"], "lines": [[], [], []]}


def negative_weight(document: Json) -> None:
    document["bounds"][0]["lines"][0] = [["-1", "0"]]


def unlisted(document: Json) -> None:
    document["bounds"][0]["lines"][0] = []


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("binary/steps", too_low, "not the number recomputed"),
        ("binary/steps", skip_jump, "."),
        ("binary/steps", late_grid, "feasible before it begins"),
        ("binary/steps", better_value, "."),
        ("binary/steps", rising_end, "the last slope must be 0"),
        ("binary/steps", wrong_limit, "limit.value: not the number"),
        ("binary/steps", early_limit, "limit.discount_factor: not the number"),
        ("binary/steps", exclude_static, "bounds|no line"),
        ("binary/steps", negative_weight, "must not be negative"),
        ("binary/steps", unlisted, "no line bounds function 0"),
        ("binary/steps", lambda d: d["queries"].pop(), "expected 4 entries"),
        ("binary/steps", lambda d: d["queries"].reverse(), "expected one of: 0"),
        ("binary/steps", lambda d: d["supports"].pop(), "expected 3 entries"),
        ("binary/steps", lambda d: d["grid"].reverse(), "L_0 < L_1"),
        ("binary/steps", lambda d: d["bounds"].pop(), "expected 4 entries"),
        ("pennies/steps", lambda d: d.update(limit=None), "expected an object"),
        ("dark pennies/steps", lambda d: d.update(grid=["0"]), "functions"),
        ("silent/steps", lambda d: d.update(grid=[]), "functions: expected 0 entries"),
        ("binary/payoffs", more_liquidity, "back the liquidity"),
        ("binary/payoffs", less_liquidity, "more than the liquidity|a deviation pays"),
        ("binary/payoffs", static_plan, "no line bounds function|more liquidity may be held"),
        ("binary/payoffs", no_plan, "more liquidity may be held"),
        ("binary/payoffs", lambda d: d.update(joint_payoff="4"), "not the number recomputed"),
        ("binary/payoffs", lambda d: d["plan"]["profiles"].__setitem__(0, 1), "."),
        ("binary/static", lambda d: d["grid"].append("1"), "expected 2 entries"),
        ("binary/static", exclude_static, "not excluded, and may do better"),
        ("pennies/static none", lambda d: d["bounds"][0].update(entry=None), "not excluded"),
        ("blame/symmetric payoffs", lambda d: d.update(program="transfers"), "."),
        ("flags/payoffs", lambda d: d.update(program="transfers"), "only the symmetric one"),
        ("flags/payoffs", lambda d: d["game"].update(members=2), "expected 2 entries"),
    ],
)
def test_false_claims_about_liquidity(
    name: str, change: Callable[[Json], object], reason: str
) -> None:
    document = changed(name, change)
    with pytest.raises(checker.Rejected, match=reason):
        checker.check(document)


def test_a_symmetric_game_needs_everybodys_deviations() -> None:
    """With the rows of player 1 alone the blame game would give 9/5: his signal alone punished."""
    document = changed(
        "blame/symmetric payoffs",
        lambda d: d["plan"]["points"].__setitem__(0, ["0", "10/3", "0"]),
    )
    assert "a deviation pays" in refusal(document)


def test_symmetric_programs_need_symmetric_games() -> None:
    seller = changed("seller/payoffs", lambda d: d.update(program="symmetric"))
    assert "equally many actions" in refusal(seller)
    pennies = changed("pennies/none", lambda d: d.update(program="symmetric"))
    assert "equal payoffs where all act alike" in refusal(pennies)


def test_between_the_lines_a_bound_must_hold_at_both_ends() -> None:
    """A line may cross the function inside a piece: then it proves nothing."""
    document = made("binary/payoffs")
    shifted = copy.deepcopy(document)
    for values in (shifted["functions"][0]["values"],):
        values[0] = str(F(values[0]) - F(1, 1000))
    assert "no line bounds function 0" in refusal(make.resealed(shifted))


# ---------------------------------------------------------------- false limit sets


def from_inside(name: str) -> Json | None:
    """Replace the score of an axis by the limit from inside, with bounds that prove it."""
    document = made(name)
    game = GAMES[name.split("/")[0]]()
    for j, ray in enumerate(document["rays"]):
        if ray["witness"] is None:
            continue
        direction, cone = [int(x) for x in ray["direction"]], document["cones"][j]
        a, points = cone["profile"], zip(*cone["left"], strict=True)
        law = game.laws[a]
        inside = sum(x * g for x, g in zip(direction, game.payoffs[a], strict=True))
        inside += sum(p * (F(x) + F(z)) for p, (x, z) in zip(law, points, strict=True))
        if inside <= F(ray["score"]):
            continue
        for b, theta in enumerate(ray["bounds"]):
            top = sum(x * g for x, g in zip(direction, game.payoffs[b], strict=True))
            gains = [gain for _, gain, _ in game.deviations[b]]
            cut = sum((F(t) * g for t, g in zip(theta, gains, strict=True)), F(0))
            if top > inside:  # a smaller multiple of THETA proves just the weaker bound
                ray["bounds"][b] = [str(F(t) * (top - inside) / cut) for t in theta]
        ray["score"] = str(inside)
        scores = {tuple(map(int, r["direction"])): F(r["score"]) for r in document["rays"]}
        document["vertices"] = make.texts(make.corners(scores))  # type: ignore[arg-type]
        return make.resealed(document)
    return None


def test_the_score_of_an_axis_is_not_its_limit_from_inside() -> None:
    document = from_inside("axis/limit")
    assert document is not None
    assert made("axis/limit")["vertices"] == [["2", "3"], ["170/77", "1"], ["28/11", "1"]]
    assert document["vertices"] == [["2", "3"], ["178/77", "0"], ["31/11", "0"]]  # too large
    assert "witness.point: the score is not reached" in refusal(document)


def drop_ray(document: Json) -> None:
    """Leave out a ray between two axes, and its two cones but one: a gap."""
    places = [j for j, r in enumerate(document["rays"]) if r["witness"] is None]
    del document["rays"][places[0]]
    del document["cones"][places[0]]
    scores = {tuple(map(int, r["direction"])): F(r["score"]) for r in document["rays"]}
    document["vertices"] = make.texts(make.corners(scores))  # type: ignore[arg-type]


def scaled(document: Json) -> None:
    document["rays"][1]["direction"] = ["2", "2"]


def lower_score(document: Json) -> None:
    """Claim too little in a direction: the cones do reach it, the bounds do not prove it."""
    score = F(document["rays"][0]["score"])
    document["rays"][0]["score"] = str(score - 1)
    scores = {tuple(map(int, r["direction"])): F(r["score"]) for r in document["rays"]}
    document["vertices"] = make.texts(make.corners(scores))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("binary/limit", drop_ray, "cones|vertices"),
        ("binary/limit", scaled, "coprime|counterclockwise|multiple"),
        ("binary/limit", lower_score, "the score is not bounded"),
        ("binary/limit", lambda d: d["cones"].pop(), "expected . entries"),
        ("binary/limit", lambda d: d.update(cones=[]), "expected . entries"),
        ("binary/limit", lambda d: d["vertices"].pop(), "not the extreme points"),
        ("binary/limit", lambda d: d["vertices"].reverse(), "not the extreme points"),
        ("binary/limit", lambda d: d["rays"].reverse(), "expected the axes"),
        ("binary/limit", lambda d: d["rays"][0].update(witness=None), "witness"),
        ("binary/limit", lambda d: d["rays"][0].update(score=None), "never enforceable"),
        ("dark pennies/limit", lambda d: d["rays"].pop(), "expected the axes"),
        ("silent/limit", lambda d: d.update(cones=[]), "expected 4 entries"),
        ("silent/limit", lambda d: d["rays"].insert(1, d["rays"][1]), "counterclockwise"),
    ],
)
def test_false_limit_sets(name: str, change: Callable[[Json], object], reason: str) -> None:
    document = changed(name, change)
    with pytest.raises(checker.Rejected, match=reason):
        checker.check(document)


def test_half_planes_may_have_no_common_point() -> None:
    companion = checker.companion("checker_liquidity.py")
    scores = {(1, 0): F(1), (0, 1): F(1), (-1, 0): F(-2), (0, -1): F(0)}  # 2 <= v_1 <= 1
    rays = [companion.Ray(direction, score) for direction, score in scores.items()]
    assert companion.corners(rays, companion.Budget()) == []
    rays[2] = companion.Ray((-1, 0), F(-1))
    assert companion.corners(rays, companion.Budget()) == [(1, 0), (1, 1)]


def test_a_limit_set_is_of_two_players() -> None:
    document = made("three/payoffs")
    game = {k: v for k, v in document["game"].items() if k != "discount_factor"}
    kept = {k: v for k, v in document.items() if k.endswith(("law", "payoffs", "moment"))}
    keys = {"rays": [], "cones": [], "vertices": []}
    envelope = {"format": "coopgames-certificate", "version": 1, "kind": "limit_set", "game": game}
    assert "two players" in refusal(make.resealed(envelope | kept | keys))


# ---------------------------------------------------------------- random changes


def claims(document: Json) -> Json:
    """Return what a certificate claims: the numbers that no other valid one may change."""
    keys = {
        "liquidity_steps": ("queries", "limit"),
        "liquidity_payoffs": ("liquidity", "joint_payoff", "punishments"),
        "limit_set": ("vertices",),
    }
    found = {key: document[key] for key in keys[document["kind"]]}
    if "queries" in found:
        wanted = ("profile", "least_liquidity", "discount_factor")
        found["queries"] = [[query[key] for key in wanted] for query in found["queries"]]
    return found


@pytest.mark.parametrize(
    "name",
    ["binary/steps", "blame/symmetric steps", "binary/payoffs", "pennies/none", "skew/limit"],
)
def test_no_changed_claim_is_accepted_with_a_right_check_sum(name: str) -> None:
    """Other proofs may be accepted, other claims may not."""
    original, random_ = made(name), random.Random(f"{name} 7")
    keys = make.TOTALS[original["kind"]].split()
    places = [(p, v) for p, v in leaves(original) if p[0] in keys]
    accepted = 0
    for _ in range(150):
        document = original
        for path, value in random_.sample(places, random_.choice((1, 1, 2))):
            if isinstance(value, str) and checker.NUMBER.fullmatch(value):
                steps = [F(1, 7), F(-1, 7), F(1), F(-1), F(0), -F(value), F(value)]
                other: Json = str(F(value) + random_.choice(steps))
            else:
                other = random_.choice([0, 1, 2, 3, None])
            document = replace(document, path, other, seal=False)
        try:
            checker.check(make.resealed(document))
        except checker.Rejected:
            continue
        accepted += 1
        assert claims(document) == claims(original)
    assert accepted > 0  # such as other weights of a line that has slack


@pytest.mark.parametrize("seed", range(6))
def test_random_games(seed: int) -> None:
    """Certificates of random games, knife edges among them, are accepted."""
    random_ = random.Random(seed)
    shape = random_.choice([(2, 2), (2, 1), (2, 3)])
    count = shape[0] * shape[1]
    size = random_.randint(1, 3)
    laws = list[list[Any]]()
    for _ in range(count):
        weights = [random_.randint(0, 3) for _ in range(size - 1)] + [1]
        laws.append([F(w, sum(weights)) for w in weights])
    payoffs = [[random_.randint(-2, 2) for _ in range(2)] for _ in range(count)]
    game = make.public(shape, payoffs, laws)
    assert "pure-action" in checker.check(make.liquidity_steps(game))
    assert "pure-action" in checker.check(make.limit_set(game))
    for delta in ("0", "1/2", "9/10"):
        assert "pure-action" in checker.check(make.liquidity_payoffs(game, delta))


# ---------------------------------------------------------------- hostile input, the file itself


@pytest.mark.parametrize("name", ["binary/steps", "flags/payoffs", "skew/limit"])
@pytest.mark.parametrize("odd", [None, [], {}, "x", 7, True, [[]], {"type": "x"}, "1/0", "-0"])
def test_odd_values_are_rejected_with_one_line(name: str, odd: Json) -> None:
    original = made(name)
    for key in original:
        if key not in ("digest", "game_digest") and original[key] != odd:
            document = replace(original, (key,), copy.deepcopy(odd), seal=False)
            refusal(document)
            refusal({**document, "digest": original["digest"]})


@pytest.fixture
def _long_texts() -> Iterator[None]:
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(limit)


@pytest.mark.usefixtures("_long_texts")
def test_long_numbers_are_refused_before_they_are_used() -> None:
    document = made("binary/steps")
    document["grid"][-1] = str(2**70_000)
    assert "too long" in refusal(make.resealed(document))


@pytest.mark.usefixtures("_long_texts")
def test_work_is_bounded() -> None:
    document = made("binary/payoffs")
    wide = [str(F(1, (1 << 50_000) + k)) for k in range(2)]
    document["bounds"][0]["lines"][0] = [wide] * 20
    assert "too much work" in refusal(make.resealed(document))


def test_members_are_bounded() -> None:
    document = made("flags/payoffs")
    document["game"]["members"] = 401
    assert "from 2 to 400" in refusal(make.resealed(document))


def test_it_runs_isolated(tmp_path: Path) -> None:
    paths = list[str]()
    for k, name in enumerate(("flags/steps", "binary/limit", "binary/payoffs")):
        path = tmp_path / f"{k}.json"
        path.write_text(json.dumps(made(name)))
        paths.append(str(path))
    command = [sys.executable, "-I", "-S", "-O", checker.__file__, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("accepted") == 3


def test_the_file_is_short_and_has_no_assertions() -> None:
    text = COMPANION.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 1000
    assert "assert " not in text

"""The companion for games with public signals accepts what is proved, and nothing else."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coopgames.certificates import checker
from coopgames.certificates.encode_public import check_numbers, public_game_document
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    AttributedSignals,
    LinearPublicGood,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from tests.unit.certificates import build, build_signals
from tests.unit.certificates.mutations import accepted_changes

Json = Any
F = Fraction
NAMES = sorted(build_signals.CERTIFICATES)
COMPANION = Path(checker.__file__).with_name("checker_signals.py")


@cache
def made(name: str) -> str:
    return json.dumps(build_signals.CERTIFICATES[name]())


def certificate(name: str) -> Json:
    return json.loads(made(name))


def changed(name: str, change: Callable[[Json], None]) -> Json:
    """Change a valid certificate and make its check sums and digests right again."""
    document = certificate(name)
    change(document)
    if "total" in document:
        document["total"] = build_signals.total(document)
    return build.reseal(document)


def refusal(document: Json) -> str:
    with pytest.raises(checker.Rejected) as caught:
        checker.check(document)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_valid_certificates_are_accepted(name: str) -> None:
    document = certificate(name)
    sentence = checker.check(document)
    assert document["game_digest"][:12] in sentence
    assert sentence.isascii()
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plan_never_forgives", "is a perfect public equilibrium of a game of 2 players"),
        ("deviation", "in state 0 player index 0 gains 7/18 by action 1"),
        ("trio_set", "of a game of 3 players with 3 signals that all see, discount factor 1/2"),
        ("empty_bound", "there is no pure-action perfect public equilibrium"),
        ("crossing_offsets", "there is no pure-action perfect public equilibrium"),
        ("empty_set", "there is no pure-action perfect public equilibrium"),
        ("whole_dilemma", "the set with 4 vertices is exactly the set of payoffs"),
        ("silent_dilemma", "the set with 1 vertex is exactly"),
        (
            "noisy_sandwich",
            "the hull of 2 points and the set with 2 vertices are inside",
        ),
        ("noisy_outside_only", "the set with 2 vertices contains all payoffs"),
    ],
)
def test_sentences_say_what_is_proved(name: str, words: str) -> None:
    assert words in checker.check(certificate(name))


def test_every_rule_of_a_chain_is_among_the_certificates() -> None:
    accused = certificate("accused_bound")["chain"]
    assert len(accused) == 2
    thetas = {x for item in accused for dual in item["duals"] for x in dual[2]}
    lengths = {len(s) for item in accused for dual in item["duals"] for s in dual[3]}
    assert thetas - {"0"}
    assert lengths == {1, 2}
    assert certificate("whole_dilemma")["chain"][0]["tight"]
    assert certificate("noisy_bound_impatient")["chain"][0]["excluded"][0][1] != ["0", "0"]


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_leaf_is_noticed(name: str) -> None:
    tried, accepted = accepted_changes(certificate(name))
    assert tried > 100
    assert accepted == []


# ---------------------------------------------------------------- false, well sealed


def set_at(*path: str | int) -> Callable[[Json], Callable[[Json], None]]:
    """Return a maker of changes that replace one value."""

    def to(value: Json) -> Callable[[Json], None]:
        def change(document: Json) -> None:
            place = document
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value

        return change

    return to


def larger_point(document: Json) -> None:
    document["points"][0] = ["8/5", "8/5"]


def point_without_support(document: Json) -> None:
    document["points"].append(["1", "1"])


def too_little_punishment(document: Json) -> None:
    """Half the probability of the punishment, and the value that belongs to it."""
    document["supports"][0]["promises"][1] = [[0, "7/9"], [1, "2/9"]]
    v = (F(2, 10) + F(9, 10) * F(1, 4) * F(2, 9)) / (1 - F(9, 10) * (1 - F(1, 4) * F(2, 9)))
    document["points"][0] = [str(v), str(v)]


def one_item(offsets: list[str], **more: Json) -> Json:
    return {"excluded": [], "offsets": offsets, "tight": [], "duals": [], **more}


def negative_theta(document: Json) -> None:
    document["chain"][0]["duals"][0][2][0] = "-1"


def splits(*lists: list[int]) -> Callable[[Json], None]:
    """Put other splits into the first dual, where only the last vector, (-1, 0), is not 0."""
    return set_at("chain", 0, "duals", 0, 3)([*lists])


def no_theta(document: Json) -> None:
    dual = document["chain"][0]["duals"][0]
    dual[2] = ["0", "0"]
    dual[3] = [[], [4], [], []]  # without theta the vector is at the signal of the profile


def excluded_static(document: Json) -> None:
    """Defection by both, a static equilibrium: no multipliers gain anything."""
    item = document["chain"][0]
    item["excluded"].append([3, ["1", "1"], [[]]])


def excluded_with_too_little(document: Json) -> None:
    document["game"]["discount_factor"] = "99/100"


def tight_but_used(document: Json) -> None:
    document["chain"][0]["tight"].append([4, [4]])


def tight_without_the_old_offsets(document: Json) -> None:
    """The half-plane follows from the new offsets of others, but not from their old ones."""
    document["chain"][0]["tight"] = [[0, [1, 7]], [3, [2, 4]], [4, [5, 3]]]


def tight_forward(document: Json) -> None:
    document["chain"][0]["tight"][0][1] = [0]


def lower_tight(document: Json) -> None:
    document["chain"][0]["offsets"][0] = "12/5"


def lower_bound(document: Json) -> None:
    document["chain"][0]["offsets"][4] = "-3/2"


def raised(document: Json) -> None:
    document["chain"][0]["offsets"][1] = "7"


def without_duals(document: Json) -> None:
    document["chain"][0]["duals"] = []


def swapped_duals(document: Json) -> None:
    document["chain"][0]["duals"].reverse()


def double_dual(document: Json) -> None:
    duals = document["chain"][0]["duals"]
    duals.append(duals[-1])


def idle_item(document: Json) -> None:
    document["chain"].append(one_item(document["chain"][-1]["offsets"]))


def excluded_twice(document: Json) -> None:
    excluded = document["chain"][0]["excluded"]
    excluded.append(excluded[-1])


def after_the_end(document: Json) -> None:
    document["chain"].append(one_item(["-5", "-5", "-5", "-5"]))


def falling_when_empty(document: Json) -> None:
    document["chain"][-1]["offsets"] = ["-5", "-5", "-5", "-5"]


def empty_although_one_is_left(document: Json) -> None:
    document["chain"][0]["excluded"].pop()


def without_an_axis(document: Json) -> None:
    document["normals"].pop(0)


def twice_a_normal(document: Json) -> None:
    document["normals"][1] = document["normals"][0]


def long_normal(document: Json) -> None:
    document["normals"][1] = ["4", "2"]


def swapped_normals(document: Json) -> None:
    normals = document["normals"]
    normals[1], normals[2] = normals[2], normals[1]


def smaller_distance(document: Json) -> None:
    document["squared_distance"] = str(F(document["squared_distance"]) / 2)


def larger_distance(document: Json) -> None:
    document["squared_distance"] = str(F(document["squared_distance"]) * 2)


def without_a_vertex(document: Json) -> None:
    document["vertices"].pop()
    document["points"].pop()
    document["supports"].pop()


def point_outside(document: Json) -> None:
    document["points"].append(["2", "5/2"])
    document["supports"].append(document["supports"][0])


def no_points(document: Json) -> None:
    document["points"], document["supports"] = [], []


FALSE: list[tuple[str, Callable[[Json], None], str]] = [
    ("noisy_set", larger_point, "supports[0]: not the payoffs"),
    ("noisy_set", point_without_support, "supports: expected 3 entries"),
    ("noisy_set", too_little_punishment, "player 0 gains more than he loses"),
    ("noisy_set", set_at("supports", 1, "profile")(0), "not the payoffs"),
    ("noisy_set", set_at("supports", 0, "profile")(4), "expected an integer from 0 to 3"),
    ("noisy_set", set_at("supports", 0, "promises", 0)([[0, "1/2"]]), "do not add up to 1"),
    ("noisy_set", set_at("supports", 0, "promises", 0)([[1, "1"], [0, "0"]]), "from 2 to 1"),
    ("noisy_set", set_at("supports", 0, "promises", 0)([[0, "1"], [1, "0"]]), "positive weight"),
    ("noisy_set", set_at("supports", 0, "promises", 0)([[0, "2"], [1, "-1"]]), "positive weight"),
    ("noisy_set", set_at("supports", 0, "promises", 0)([]), "do not add up to 1"),
    ("noisy_set", set_at("game", "discount_factor")("4/5"), "not the payoffs"),
    ("noisy_set", no_points, "points: expected a point"),
    ("no_future", set_at("supports", 0, "promises", 0)([]), "do not add up to 1"),
    ("whole_dilemma", negative_theta, "expected numbers >= 0"),
    ("whole_dilemma", no_theta, "the bound is above the new offset"),
    ("whole_dilemma", splits([4], [], [], [4]), "expected [] for the vector 0"),
    ("whole_dilemma", splits([], [], [], []), "expected one or two directions"),
    ("whole_dilemma", splits([], [], [], [3, 4, 5]), "expected one or two directions"),
    ("whole_dilemma", splits([], [], [], [0]), "not the direction of the vector"),
    ("whole_dilemma", splits([], [], [], [3]), "not the direction of the vector"),
    ("whole_dilemma", splits([], [], [], [8]), "expected an integer from 0 to 7"),
    ("whole_dilemma", splits([], [], [], [0, 4]), "the directions are opposite"),
    ("whole_dilemma", splits([], [], [], [3, 3]), "expected ascending directions"),
    ("whole_dilemma", splits([], [], [], [5, 3]), "expected ascending directions"),
    ("whole_dilemma", splits([], [], [], [2, 3]), "not between the directions"),
    ("whole_dilemma", splits([], [], [], [3, 4]), "not between the directions"),
    ("whole_dilemma", splits([], [], [], [3, 5]), "the bound is above the new offset"),
    ("whole_dilemma", tight_but_used, "expected directions that are not tight"),
    ("whole_dilemma", tight_without_the_old_offsets, "expected directions that are not tight"),
    ("whole_dilemma", tight_forward, "expected directions that are not tight"),
    ("whole_dilemma", set_at("chain", 0, "tight", 0, 0)(1), "this offset does not fall"),
    ("whole_dilemma", lower_tight, "does not follow from the others"),
    ("whole_dilemma", lower_bound, "expected 3 entries"),
    ("whole_dilemma", raised, "an offset rises"),
    ("whole_dilemma", without_duals, "expected 2 entries"),
    ("whole_dilemma", swapped_duals, "expected one of: 4"),
    ("whole_dilemma", double_dual, "expected 2 entries"),
    ("whole_dilemma", idle_item, "nothing is excluded and no offset falls"),
    ("whole_dilemma", without_an_axis, "the four axes"),
    ("whole_dilemma", twice_a_normal, "different directions by their angle"),
    ("whole_dilemma", swapped_normals, "different directions by their angle"),
    ("whole_dilemma", long_normal, "coprime integers"),
    ("whole_dilemma", without_a_vertex, "not the last set of the chain"),
    ("whole_dilemma", point_outside, "supports[4]: not the payoffs"),
    ("whole_dilemma", set_at("vertices")([]), "not the extreme points"),
    ("whole_dilemma", set_at("game", "discount_factor")("2/5"), "supports[1]: not the payoffs"),
    ("silent_dilemma", excluded_static, "the profile is not excluded"),
    ("silent_dilemma", excluded_twice, "expected an integer from 3 to 3"),
    ("noisy_bound_impatient", excluded_with_too_little, "the profile is not excluded"),
    ("empty_bound", after_the_end, "all profiles are excluded already"),
    ("empty_bound", falling_when_empty, "expected the old offsets"),
    ("empty_bound", empty_although_one_is_left, "not the last set"),
    ("crossing_offsets", without_duals, "entries"),
    ("noisy_sandwich", smaller_distance, "farther from the set inside"),
    ("noisy_sandwich", larger_distance, "no corner outside is so far"),
    ("noisy_sandwich", set_at("outer_vertices")([["1", "1"], ["3/2", "3/2"]]), "not the last set"),
    ("noisy_sandwich", set_at("squared_distance")(None), "expected a rational"),
    ("noisy_sandwich", no_points, "expected one of: None"),
    ("noisy_outside_only", set_at("squared_distance")("0"), "expected one of: None"),
    ("empty_set", set_at("points")([["0", "0"]]), "supports: expected 1 entries"),
]


@pytest.mark.parametrize(
    ("name", "change", "words"), FALSE, ids=[f"{k}_{x[0]}" for k, x in enumerate(FALSE)]
)
def test_false_claims_are_rejected(name: str, change: Callable[[Json], None], words: str) -> None:
    assert words in refusal(changed(name, change))


def test_a_half_plane_must_follow_from_the_old_offsets_of_others_too() -> None:
    document = build_signals.implied_late()
    where = "chain[1].tight[0][1]: the half-plane does not follow from the others"
    assert where in refusal(document)
    # All else is right: nothing but the sum of the old offsets of the others is too large.
    document["chain"].pop()
    document["vertices"] = [["1/2", "1/2"]]
    document["total"] = build_signals.total(document)
    assert "the set with 1 vertex contains all payoffs" in checker.check(build.reseal(document))


def test_an_image_inside_the_set_proves_nothing() -> None:
    """B(W) is inside W for W = {(1, 1)}, and yet cooperation is an equilibrium."""
    assert "the bound is not below the old offset" in refusal(build_signals.image_inside())


def test_points_at_discount_factor_zero_are_their_own_promises() -> None:
    def drift(document: Json) -> None:
        document["points"] = [["1", "1"], ["1", "1"]]
        document["supports"] = [
            {"profile": 3, "promises": [[[1, "1"]], [[0, "1"]]]},
            {"profile": 3, "promises": [[[1, "1"]], [[1, "1"]]]},
        ]

    assert "expected the point itself" in refusal(changed("no_future", drift))


def test_static_deviations_are_seen_at_discount_factor_zero() -> None:
    def cooperate(document: Json) -> None:
        document["points"] = [["2", "2"]]
        document["supports"][0]["profile"] = 0

    assert "gains more than he loses" in refusal(changed("no_future", cooperate))


def test_promises_after_signals_that_the_profile_never_sends_bind() -> None:
    """If a bad signal never follows (C, C), the promise after it is what deters."""
    game = build_signals.noisy("1/2", "0", "1/2")
    points = [("2", "2"), ("1", "1")]
    d, c = build_signals.sure(1, 1), build_signals.sure(0, 1)
    good = build_signals.inner(points, (0, c), (3, d))
    assert "2 points" in checker.check(
        build_signals.seal("self_generating_set", build_signals.noisy("2/3", "0", "1/2"), **good)
    )
    assert "gains more" in refusal(build_signals.seal("self_generating_set", game, **good))
    forgiving = build_signals.inner(points, (0, build_signals.sure(0, 0)), (3, d))
    late = build_signals.noisy("9/10", "0", "1/2")
    assert "gains more" in refusal(build_signals.seal("self_generating_set", late, **forgiving))


# ---------------------------------------------------------------- plans


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("plan", set_at("automaton", "start")(1), "not the sum of the start"),
        ("plan", set_at("automaton", "targets")("7"), "not the sum of the start"),
        ("plan", set_at("automaton", "targets")(7), "expected a rational"),
        ("plan", set_at("values", 0)(["2", "2"]), "do not solve the recursion"),
        ("plan", set_at("gains", 0, 0, 1)("-1"), "not the number recomputed"),
        ("plan", set_at("automaton", "actions", 0)([0, 2]), "expected an integer from 0 to 1"),
        ("plan", set_at("automaton", "actions", 0)([1, 0]), "do not solve the recursion"),
        ("deviation", set_at("deviation", "player")(1), "not the first that gains most"),
        ("deviation", set_at("deviation", "gain")("1/2"), "not the number recomputed"),
        ("plan", set_at("kind")("profitable_deviation"), "expected exactly the keys"),
    ],
)
def test_false_plans_are_rejected(name: str, change: Callable[[Json], None], words: str) -> None:
    assert words in refusal(changed(name, change))


@pytest.mark.parametrize("name", ["deviation", "plan"])
def test_a_plan_is_an_equilibrium_or_has_a_deviation(name: str) -> None:
    document = certificate(name)
    if name == "deviation":
        document.pop("deviation")
        document["kind"] = "automaton_equilibrium"
        assert "player index 0 gains by action 1" in refusal(build.reseal(document))
    else:
        document["deviation"] = {"state": 0, "player": 0, "action": 0, "gain": "0"}
        document["kind"] = "profitable_deviation"
        assert "not the first that gains most" in refusal(build.reseal(document))


def test_states_that_only_an_impossible_signal_reaches_are_rejected() -> None:
    game = build_signals.Game(
        (2,), lambda a: [a], lambda _: [F(1), F(0)], "1/2"
    )  # signal 1 never comes
    plan = {
        "start": 0,
        "actions": [[1], [0]],
        "transitions": [[[[0, "1"]], [[1, "1"]]], [[[0, "1"]], [[0, "1"]]]],
        "targets": "5",
    }
    gains = [[["-1/2", "0"]], [["0", "1/2"]]]
    document = build_signals.seal(
        "automaton_equilibrium", game, automaton=plan, values=[["1"], ["1/2"]], gains=gains
    )
    assert "no history leads to" in refusal(document)
    alone = {
        "automaton": {
            "start": 0,
            "actions": [[1]],
            "transitions": [[[[0, "1"]], [[0, "1"]]]],
            "targets": "2",
        },
        "values": [["1"]],
        "gains": [[["-1/2", "0"]]],
    }
    sentence = checker.check(build_signals.seal("automaton_equilibrium", game, **alone))
    assert "of a game of 1 player with 2 signals" in sentence


# ---------------------------------------------------------------- games and limits


@pytest.mark.parametrize(
    ("probabilities", "words"),
    [
        ([[["1", "0"], ["1/2", "1/2"]], [["1", "0"]]], "expected 2 entries"),
        ([[["1"], ["1/2", "1/2"]], [["1"], ["1"]]], "expected 1 entries"),
        ([[["1", "1"], ["1", "0"]], [["1", "0"], ["1", "0"]]], "expected probabilities"),
        ([[["3/2", "-1/2"], ["1", "0"]], [["1", "0"], ["1", "0"]]], "expected probabilities"),
        ([[[], []], [[], []]], "expected probabilities"),
    ],
)
def test_laws_that_are_none_are_rejected(probabilities: Json, words: str) -> None:
    change = set_at("game", "probabilities")(probabilities)
    assert words in refusal(changed("noisy_set", change))


@pytest.mark.parametrize("delta", ["1", "-1/2"])
def test_discount_factors_lie_below_one(delta: str) -> None:
    change = set_at("game", "discount_factor")(delta)
    assert "expected 0 < discount_factor < 1" in refusal(changed("noisy_set", change))


def test_kinds_for_two_players_refuse_three() -> None:
    game = build_signals.Game((1, 1, 1), lambda *_: [0, 0, 0], lambda *_: [1], "1/2")
    keys = {"normals": [], "chain": [], "vertices": []}
    document = build_signals.seal("outer_bound", game, **keys)
    assert "expected two players" in refusal(document)


def test_an_unknown_pair_of_kind_and_type_is_refused() -> None:
    document = changed("noisy_set", set_at("kind")("penal_code"))
    assert "penal_code does not cover the type public" in refusal(document)


def test_long_numbers_are_refused() -> None:
    long = str(F(10**3000 + 1, 10**3000))
    offsets = set_at("chain", 0, "offsets", 1)(long)
    assert "8192 bits" in refusal(changed("accused_bound", offsets))
    payoff = set_at("game", "payoffs", 0, 0, 0)(long)
    document = changed("noisy_set", payoff)
    mean = (F(document["uniform_payoffs"][0]) * 4 - 2 + F(long)) / 4
    document["uniform_payoffs"][0] = str(mean)
    document["payoff_moment"] = str(F(document["payoff_moment"]) - 2 + F(long))
    assert "8192 bits" in refusal(build.reseal(document))


def test_work_is_bounded_before_it_is_done() -> None:
    def many(document: Json) -> None:
        """Thousands of directions: the last set would take long to cut out."""
        slopes = sorted({F(p, q) for q in range(1, 60) for p in range(q + 1)})
        octant = [[str(x.denominator), str(x.numerator)] for x in slopes]
        quarter = octant + [[y, x] for x, y in octant[-2::-1]]
        turn = [[str(-int(y)), x] for x, y in quarter[:-1]]
        half = quarter[:-1] + [["0" if v == "0" else v, w] for v, w in turn]
        rest = [[str(-int(x)), str(-int(y))] for x, y in half]
        document["normals"], document["chain"] = half + rest, []

    assert "too much work" in refusal(changed("noisy_bound", many))


def test_points_beyond_floats_have_exact_distances() -> None:
    """Payoffs near 10^400, one static equilibrium, and a bound that is larger."""
    big = 10**400
    game = build_signals.Game((1, 1), lambda *_: [big, big], lambda *_: [1], "1/2")
    axes = build_signals.AXES
    document = build_signals.seal(
        "payoff_set_sandwich",
        game,
        **build_signals.inner([(big, big)], (0, build_signals.sure(0))),
        normals=[[str(x), str(y)] for x, y in axes],
        chain=[],
        outer_vertices=[[str(big), str(big)]],
        squared_distance="0",
    )
    assert "inside and around" in checker.check(document)


def test_random_chains_contain_the_static_equilibria() -> None:
    """Plain steps in random games: accepted, and no static equilibrium is cut off."""
    rng, seen = random.Random(7), 0
    for _ in range(12):
        payoffs = [[rng.randint(-3, 3), rng.randint(-3, 3)] for _ in range(4)]
        weights = [[rng.randint(0, 3) for _ in range(2)] for _ in range(4)]
        laws = [[F(1 + x, 2 + x + y), F(1 + y, 2 + x + y)] for x, y in weights]
        game = build_signals.Game(
            (2, 2),
            lambda i, j, table=payoffs: table[2 * i + j],
            lambda i, j, table=laws: table[2 * i + j],
            str(F(rng.randint(1, 9), 10)),
        )
        document = build_signals.outer_bound(game, build_signals.AXES, 2)
        sentence = checker.check(document)
        static = [a for a in range(4) if all(gain <= 0 for _, gain, _ in game.deviations(a))]
        seen += len(static)
        for a in static:
            assert "there is no" not in sentence
            vertices = [[F(x) for x in v] for v in document["vertices"]]
            for c in (0, 1):
                column = [v[c] for v in vertices]
                assert min(column) <= game.payoffs[a][c] <= max(column)
    assert seen > 5


# ---------------------------------------------------------------- files and documents


def test_the_file_alone_checks_with_the_standard_library(tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_text(made("whole_dilemma"), encoding="utf-8")
    for name in ("checker.py", "checker_signals.py"):
        (tmp_path / name).write_bytes(COMPANION.with_name(name).read_bytes())
    command = [sys.executable, "-I", "-S", str(tmp_path / "checker.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is exactly the set of payoffs" in done.stdout
    (tmp_path / "checker_signals.py").unlink()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "it is checked by checker_signals.py, expected beside checker.py" in done.stdout


def test_documents_of_games_are_those_written_by_hand() -> None:
    for name in ("noisy_set", "accused_bound", "trio_set"):
        game = certificate(name)["game"]
        stage = StageGame(game["payoffs"])
        repeated = RepeatedGame(
            stage, game["discount_factor"], PublicMonitoring(game["probabilities"])
        )
        assert public_game_document(repeated, with_discount_factor=True) == game
        numbers = check_numbers(repeated)
        assert numbers == {key: certificate(name)[key] for key in numbers}
        assert len(numbers) == 4


def test_perfect_monitoring_is_written_as_one_signal_for_each_profile() -> None:
    game = certificate("whole_dilemma")["game"]
    repeated = RepeatedGame(StageGame(game["payoffs"]), "1/2")
    assert public_game_document(repeated, with_discount_factor=True) == game
    without = public_game_document(repeated, with_discount_factor=False)
    assert "discount_factor" not in without
    numbers = check_numbers(repeated)
    assert numbers == {key: certificate("whole_dilemma")[key] for key in numbers}


def test_counted_games_are_written_as_tables() -> None:
    game = RepeatedGame(
        AnonymousGame(2, LinearPublicGood(1, F(3, 2))), "1/2", AnonymousSignals(F(1, 10), F(1, 2))
    )
    assert public_game_document(game, with_discount_factor=True) == {
        "type": "counted",
        "members": 2,
        "payoffs": {
            "type": "table",
            "shirk": ["0", "1"],
            "contribute": ["-1/2", "1/2"],
            "totals": ["1", "0"],
        },
        "signal": {"type": "flags", "false_alarm": "1/10", "detection": "1/2"},
        "discount_factor": "1/2",
    }
    assert check_numbers(game) == {}


def test_other_games_have_no_such_document() -> None:
    floats = StageGame([[[2.0, 0.0], [3.0, 1.0]], [[2.0, 3.0], [0.0, 1.0]]])
    members = AnonymousGame(3, LinearPublicGood(1, F(3, 2)))
    with pytest.raises(UnsupportedGameError, match="payoffs: got"):
        public_game_document(RepeatedGame(floats, 0.5), with_discount_factor=True)
    with pytest.raises(UnsupportedGameError, match="stage: got an anonymous game"):
        public_game_document(
            RepeatedGame(members, "1/2", AttributedSignals(F(1, 10), F(1, 2))),
            with_discount_factor=True,
        )

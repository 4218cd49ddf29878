"""The companion for payoff sets of three and more players accepts what is proved, nothing else."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopgames.certificates import checker
from tests.unit.certificates import build, build_polytopes
from tests.unit.certificates.mutations import accepted_changes

Json = Any
NAMES = sorted(build_polytopes.CERTIFICATES)
COMPANION = Path(checker.__file__).with_name("checker_polytopes.py")


def resealed(document: Json) -> Json:
    document["total"] = build.text(build_polytopes.total(document))
    return build.reseal(document)


def changed(name: str, change: Callable[[Json], None]) -> Json:
    """Change a valid certificate and make its check sum and digests right again."""
    document = copy.deepcopy(build_polytopes.CERTIFICATES[name]())
    change(document)
    return resealed(document)


def refusal(document: Json) -> str:
    with pytest.raises(checker.Rejected) as caught:
        checker.check(document)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_valid_certificates_are_accepted(name: str) -> None:
    document = build_polytopes.CERTIFICATES[name]()
    sentence = checker.check(document)
    assert document["game_digest"][:12] in sentence
    assert sentence.isascii()
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("point", "with 7 half-spaces, inside [0, 0] x [0, 0] x [0, 0]"),
        ("empty", "there is no pure-action subgame-perfect equilibrium"),
        ("static", "at discount factor 0 all payoffs"),
        ("static_empty", "there is no pure-action"),
        ("four_players", "inside [0, 1] x [0, 2] x [0, 3] x [0, 4]"),
    ],
)
def test_sentences_say_what_is_proved(name: str, words: str) -> None:
    assert words in checker.check(build_polytopes.CERTIFICATES[name]())


def test_steps_with_duals_are_among_the_certificates() -> None:
    assert build_polytopes.one_step()["chain"][0]["duals"]
    assert all(step["duals"] for step in build_polytopes.two_steps()["chain"])


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_leaf_is_noticed(name: str) -> None:
    tried, accepted = accepted_changes(build_polytopes.CERTIFICATES[name]())
    assert tried > 100
    assert accepted == []


def lower(document: Json, step: int, direction: int, by: Fraction) -> None:
    offsets = document["chain"][step]["offsets"]
    offsets[direction] = build.text(Fraction(offsets[direction]) - by)


def drop_normal(document: Json) -> None:
    document["normals"].pop(0)


def double_normal(document: Json) -> None:
    document["normals"][6] = ["2", "2", "2"]


def repeat_normal(document: Json) -> None:
    document["normals"][6] = document["normals"][0]


def drop_dual(document: Json) -> None:
    document["chain"][0]["duals"].pop()


def repeat_dual(document: Json) -> None:
    duals = document["chain"][0]["duals"]
    duals.append(duals[-1])


def swap_duals(document: Json) -> None:
    duals = document["chain"][0]["duals"]
    duals[0], duals[1] = duals[1], duals[0]


def negative_weight(document: Json) -> None:
    document["chain"][0]["duals"][0][2][0][1] = "-1"


def no_weights(document: Json) -> None:
    document["chain"][0]["duals"][0][2] = []


def long_number(document: Json) -> None:
    document["chain"][0]["duals"][0][2][0][1] = str(10**3000)


def raise_offset(document: Json) -> None:
    lower(document, 1, 0, Fraction(-100))


def still_step(document: Json) -> None:
    step = {"excluded": [], "offsets": document["chain"][-1]["offsets"], "duals": []}
    document["chain"].append(step)


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("one_step", lambda d: lower(d, 0, 0, Fraction(1, 5)), "above the new offset"),
        ("two_steps", lambda d: lower(d, 1, 6, Fraction(1)), "entries"),
        ("two_steps", raise_offset, "have to fall"),
        ("two_steps", still_step, "have to fall"),
        ("one_step", drop_normal, "axes first"),
        ("one_step", double_normal, "coprime"),
        ("one_step", repeat_normal, "twice"),
        ("one_step", drop_dual, "entries"),
        ("one_step", repeat_dual, "entries"),
        ("one_step", swap_duals, "expected the duals of direction"),
        ("one_step", negative_weight, "positive numbers"),
        ("one_step", no_weights, "a multiplier is negative"),
        ("one_step", long_number, "too long"),
        ("point", lambda d: d["chain"][0]["excluded"].pop(), "entries"),
        ("point", lambda d: lower(d, 0, 0, Fraction(1)), "entries"),
        ("point", lambda d: d["chain"][0]["excluded"].insert(0, [0, [[0, "1"]]]), "not excluded"),
        ("empty", lambda d: d["excluded"].pop(), "all profiles excluded, or none"),
        ("empty", lambda d: d["excluded"].reverse(), "ascend"),
        ("empty", lambda d: d["excluded"].append(d["excluded"][-1]), "ascend"),
        ("static", lambda d: d["excluded"].append([1, [[0, "1"]]]), "no chain"),
    ],
)
def test_false_certificates_are_refused(
    name: str, change: Callable[[Json], object], words: str
) -> None:
    document = changed(name, lambda d: (change(d), None)[1])
    assert words in refusal(document)


def test_a_set_that_leaves_out_an_equilibrium_is_refused() -> None:
    """Payoffs 0 of nobody giving are an equilibrium; offsets that cut them off have no duals."""
    document = build_polytopes.point()
    game = build_polytopes.Game((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a], Fraction(1, 10))
    offsets = list(document["chain"][0]["offsets"])
    offsets[6] = "-1"
    for weights in ([[6, "1"]], [[0, "1"], [1, "1"], [2, "1"]]):
        document["chain"][0]["offsets"] = offsets
        document["chain"][0]["duals"] = [[6, 0, weights]]
        assert "above the new offset" in refusal(resealed(document))
    assert game.minmax == [0, 0, 0]


def test_the_strict_end_of_a_contraction_is_needed() -> None:
    """A set that reproduces itself proves nothing about larger ones.

    In a game in which everybody gets 1 for doing 1 the point 0 is no bound, although the duals
    that average with a promise of the set itself hold at the small end.
    """
    game = build_polytopes.Game((1, 1, 2), lambda a, b, c: [c, 0, c], Fraction(1, 2))
    weights = [[0, "1"]]
    offsets = build.texts([0, 0, 1, 0, 0, -1])
    chain = [{"excluded": [], "offsets": offsets, "duals": [[0, 1, weights]]}]
    assert "above the new offset" in refusal(build_polytopes.seal(game, game.axes, chain, []))


def test_two_players_have_another_kind_of_outer_bound() -> None:
    game = build_polytopes.Game((2, 2), lambda a, b: [a, b], Fraction(1, 2))
    refusal(build_polytopes.seal(game, game.axes, [], []))


def test_work_is_bounded() -> None:
    fine = Fraction(1, 2) + Fraction(1, 2**8000)
    game = build_polytopes.Game((2, 2, 2), lambda *a: a, fine)
    step = {"excluded": [], "offsets": ["0"] * 6, "duals": []}
    assert "too much work" in refusal(build_polytopes.seal(game, game.axes, [step] * 2000, []))


def test_the_companion_is_needed_and_enough(tmp_path: Path) -> None:
    path = tmp_path / "outer.json"
    path.write_text(json.dumps(build_polytopes.one_step()), encoding="utf-8")
    lonely = tmp_path / "checker.py"
    lonely.write_bytes(Path(checker.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(lonely), str(path)]
    without = subprocess.run(command, capture_output=True, text=True, check=False)
    assert without.returncode == 1
    assert "checker_polytopes.py" in without.stdout
    (tmp_path / COMPANION.name).write_bytes(COMPANION.read_bytes())
    beside = subprocess.run(command, capture_output=True, text=True, check=False)
    assert beside.returncode == 0, beside.stdout + beside.stderr
    assert len(COMPANION.read_text(encoding="utf-8").splitlines()) < 500

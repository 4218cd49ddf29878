"""``coopgames solve``: what it prints about a game file, and how it fails."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from coopgames import cli
from coopgames.arithmetic import Arithmetic, nth_root
from coopgames.errors import NotConvergedError
from coopgames.games import (
    RepeatedGame,
    StageGame,
    matching_pennies,
    prisoners_dilemma,
    public_goods,
)
from coopgames.solvers import PayoffSet, Solution, Status

F = Fraction
BATTLE = """NFG 1 R "Battle" { "Ana" "Luis" }
{ { "opera" "football" } { "opera" "football" } }
2 1  0 0  0 0  1 2
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, ["solve", *map(str, arguments)], env={"COLUMNS": "400"})


def write(folder: Path, game: StageGame | str) -> Path:
    file = folder / "game.nfg"
    text = game if isinstance(game, str) else game.to_nfg()
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def battle(tmp_path: Path) -> Path:
    return write(tmp_path, BATTLE)


# ---------------------------------------------------------------- answers


def test_what_is_said_about_a_game_of_two_players(battle: Path) -> None:
    result = run(battle)
    assert result.exit_code == 0
    text = re.sub(r" \(game [0-9a-f]{12}, certificate [0-9a-f]{12}\)", "", result.stdout)
    assert text.startswith(f"{battle}: 2 players, 2 x 2 actions\n")
    lines = [line.rstrip() for line in text.splitlines()]
    assert "            opera  football" in lines
    assert "  football  0, 0   1, 2" in lines
    assert "(rows: Ana; columns: Luis)" in lines
    start = lines.index("Pure equilibria: 2")
    assert lines[start + 1 : start + 3] == [
        "  (opera, opera): 2, 1",
        "  (football, football): 1, 2",
    ]
    assert lines[start + 3].startswith("  proved: the stage game of 2 players has exactly ")
    start = lines.index("Extreme equilibria, mixed ones too: 3")
    mixed = "  (2/3 opera + 1/3 football, 1/3 opera + 2/3 football): 2/3, 2/3"
    assert mixed in lines[start:]
    assert text.count("proved: the strategies are a Nash equilibrium") == 3
    assert "Minmax payoffs in pure actions: 1, 1" in lines
    assert "Minmax payoffs in mixed actions: 2/3, 2/3" in lines
    assert text.count("proved: the linear program") == 2


def test_what_is_said_about_a_game_of_three_players(tmp_path: Path) -> None:
    result = run(write(tmp_path, public_goods(3, "1/2", 1)))
    assert result.exit_code == 0
    assert "  (contribute, contribute, shirk): 0, 0, 1\n" in result.stdout
    assert "Extreme equilibria, mixed ones too: only for two players\n" in result.stdout
    assert "Minmax payoffs in pure actions: 0, 0, 0\n" in result.stdout
    assert "Minmax payoffs in mixed actions: only for two players\n" in result.stdout


def test_there_may_be_no_pure_equilibrium(tmp_path: Path) -> None:
    text = run(write(tmp_path, matching_pennies())).stdout
    assert "Pure equilibria: none\n" in text
    assert "(1/2 heads + 1/2 tails, 1/2 heads + 1/2 tails): 0, 0" in text


def test_a_continuum_of_equilibria_is_said_to_be_one(tmp_path: Path) -> None:
    text = run(write(tmp_path, StageGame([[[1, 1]], [[2, 2]]]))).stdout
    assert "Extreme equilibria, mixed ones too: 2\n" in text
    assert "  Mixtures within each of 1 set of these do as well.\n" in text


def test_a_large_game_is_not_printed_and_not_asked_everything(tmp_path: Path) -> None:
    game = StageGame([[[(i * j) % 7 for i in range(60)] for j in range(60)]] * 2)
    text = run(write(tmp_path, game)).stdout
    assert "(3600 profiles of player 1, player 2)\n" in text
    assert "mixed ones too: only up to 12 actions of one player" in text
    assert "Minmax payoffs in mixed actions: only up to 3200 payoffs" in text
    assert re.search(r"  and \d+ more\n", text)


def test_json_has_the_same_answers(battle: Path, tmp_path: Path) -> None:
    result = run(battle, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["players"] == ["Ana", "Luis"]
    assert found["payoffs"] == [[["2", "0"], ["0", "1"]], [["1", "0"], ["0", "2"]]]
    assert found["discount_factor"] is None
    assert found["pure_equilibria"]["value"] == [[0, 0], [1, 1]]
    assert found["pure_equilibria"]["status"] == "PROVED"
    assert [["2/3", "1/3"], ["1/3", "2/3"]] in found["equilibria"]["value"]
    assert len(found["equilibria"]["proved"]) == 3
    assert found["minmax_mixed"]["value"] == ["2/3", "2/3"]
    three = json.loads(run(write(tmp_path, public_goods(3, "1/2", 1)), "--json").stdout)
    assert three["equilibria"] == {"value": None, "reason": "only for two players"}


def test_certificates_are_written_and_accepted(battle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "certificates"
    result = run(battle, "--certificates", folder)
    assert result.exit_code == 0
    files = sorted(path.name for path in folder.iterdir())
    assert files == [
        "equilibria-1.json",
        "equilibria-2.json",
        "equilibria-3.json",
        "minmax-mixed-1.json",
        "minmax-mixed-2.json",
        "minmax-pure.json",
        "pure-equilibria.json",
    ]
    assert f"Written: {folder / 'pure-equilibria.json'} and 6 more files" in result.stdout
    checked = CliRunner().invoke(cli.app, ["verify", *(str(folder / name) for name in files)])
    assert checked.exit_code == 0


@pytest.mark.parametrize("ending", [".svg", ".pdf", ".PNG"])
def test_a_figure_is_drawn(battle: Path, tmp_path: Path, ending: str) -> None:
    picture = tmp_path / "new" / f"payoffs{ending}"
    result = run(battle, "--figure", picture)
    assert result.exit_code == 0
    assert f"Written: {picture}" in result.stdout
    assert picture.stat().st_size > 1000


# ---------------------------------------------------------------- the repeated game


def test_the_payoffs_of_the_repeated_game(tmp_path: Path) -> None:
    file = write(tmp_path, prisoners_dilemma(3, 2, 0, -1))
    patient = run(file, "--delta", "1/2", "--certificates", tmp_path / "c")
    assert patient.exit_code == 0
    tail = patient.stdout.split("Payoffs of subgame-perfect equilibria at discount factor 1/2")[1]
    assert "corners: " in tail
    assert "    (2, 2)\n" in tail
    assert "  proved: " in tail
    assert (tmp_path / "c" / "payoff-set.json").is_file()
    once = json.loads(run(file, "--delta", "0", "--json").stdout)
    assert once["discount_factor"] == "0"
    assert once["payoff_set"]["value"] == {"vertices": [["0", "0"]]}


def test_a_figure_shows_the_repeated_game(tmp_path: Path) -> None:
    file = write(tmp_path, prisoners_dilemma(3, 2, 0, -1))
    picture = tmp_path / "set.svg"
    assert run(file, "--delta", "1/2", "--figure", picture).exit_code == 0
    assert run(file, "--figure", tmp_path / "without.svg").exit_code == 0
    assert picture.read_bytes() != (tmp_path / "without.svg").read_bytes()


Solver = Callable[[RepeatedGame], Solution[Any]]


@pytest.fixture
def answer_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Solver], None]:
    """Put another solver of repeated games in place."""

    def put(solver: Solver) -> None:
        name = "coopgames.solvers.equilibrium_payoffs"
        module = ModuleType(name)
        module.equilibrium_payoffs = solver  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, module)

    return put


def solution(value: Any, status: Status, **diagnostics: Any) -> Solution[Any]:
    return Solution(value, status, None, "a stand-in", Arithmetic.EXACT, diagnostics)


def test_irrational_corners_come_with_their_polynomial(
    battle: Path, tmp_path: Path, answer_with: Callable[[Solver], None]
) -> None:
    root = nth_root(F(2), 2)
    corners = PayoffSet([(0, 0), (root, 0), (0, 1)])
    answer_with(lambda game: solution(corners, Status.EXACT_UNCERTIFIED))
    text = run(battle, "--delta", "9/10").stdout
    assert "    (1.414213562 (root of x^2 - 2), 0)\n" in text
    assert f"  {Status.EXACT_UNCERTIFIED.value} (a stand-in)\n" in text
    found = json.loads(run(battle, "--delta", "9/10", "--json").stdout)["payoff_set"]["value"]
    assert found["vertices"][1][0]["polynomial"] == ["-2", "0", "1"]
    assert run(battle, "--delta", "9/10", "--figure", tmp_path / "a.svg").exit_code == 0


def test_two_sets_where_the_answer_lies_between(
    battle: Path, answer_with: Callable[[Solver], None]
) -> None:
    inner, outer = PayoffSet([(1, 1)]), PayoffSet([(1, 1), (2, 2)])
    answer_with(lambda game: solution(inner, Status.SANDWICH, outer=outer))
    text = run(battle, "--delta", "9/10").stdout
    assert "corners of the set inside: 1\n    (1, 1)\n" in text
    assert "corners of the set outside: 2\n    (1, 1)\n    (2, 2)\n" in text
    found = json.loads(run(battle, "--delta", "9/10", "--json").stdout)["payoff_set"]
    assert found["outer"] == {"vertices": [["1", "1"], ["2", "2"]]}


@dataclass
class Bounds:
    """What a solver of more than two players returns."""

    inner: PayoffSet
    outer: PayoffSet


def test_bounds_for_more_players(tmp_path: Path, answer_with: Callable[[Solver], None]) -> None:
    file = write(tmp_path, public_goods(3, "1/2", 1))
    bounds = Bounds(PayoffSet([]), PayoffSet([(0, F(1, 2))]))
    answer_with(lambda game: solution(bounds, Status.SANDWICH))
    text = run(file, "--delta", "9/10").stdout
    assert "corners of the set inside: none, the set is empty\n" in text
    assert "corners of the set outside: 1\n    (0, 1/2)\n" in text
    found = json.loads(run(file, "--delta", "9/10", "--json").stdout)["payoff_set"]["value"]
    assert found == {"inner": {"vertices": []}, "outer": {"vertices": [["0", "1/2"]]}}


def test_a_solver_without_an_answer_hides_no_other(
    battle: Path, answer_with: Callable[[Solver], None]
) -> None:
    def fail(game: RepeatedGame) -> Solution[Any]:
        raise NotConvergedError("stopped early")

    answer_with(fail)
    result = run(battle, "--delta", "9/10")
    assert result.exit_code == 2
    assert "Minmax payoffs in mixed actions: 2/3, 2/3" in result.stdout
    assert "at discount factor 9/10: no answer\n" in result.stdout
    assert result.stderr.startswith("coopgames: Payoffs of subgame-perfect equilibria")
    assert result.stderr.endswith(": stopped early\n")
    result = run(battle, "--delta", "9/10", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["payoff_set"]["reason"].endswith("stopped early")


# ---------------------------------------------------------------- failures


def complaint(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("coopgames: ")
    return lines[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--delta", "1"), "--delta: got '1', expected an exact number in [0, 1)"),
        (("--delta", "-1/2"), "--delta: got '-1/2'"),
        (("--delta", "nine tenths"), "--delta: got 'nine tenths'"),
        (("--figure", "payoffs.jpg"), "--figure: got 'payoffs.jpg', expected a file that ends in"),
        (("--figure", ""), "--figure: got ''"),
        (("--certificates", ""), "--certificates: got ''"),
        (("--certificates", __file__), "--certificates: got"),
    ],
)
def test_bad_options_are_one_line(
    battle: Path, options: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(battle.parent)
    assert words in complaint(run(battle, *options))
    assert list(battle.parent.iterdir()) == [battle]


def test_bad_files_are_one_line(tmp_path: Path) -> None:
    assert "none.nfg: cannot be read" in complaint(run(tmp_path / "none.nfg"))
    assert "cannot be read" in complaint(run(tmp_path))
    file = write(tmp_path, BATTLE.replace("0 0  1 2", "0 x  1 2"))
    text = complaint(run(file))
    assert f"{file}, line 3: got 'x', expected the payoff of player 2 at profile 3" in text
    three = write(tmp_path, public_goods(3, "1/2", 1))
    assert "--figure: got a game of 3 players" in complaint(run(three, "--figure", "a.svg"))


@given(st.binary(max_size=60), st.integers(0, len(BATTLE)))
def test_no_file_is_an_internal_error(noise: bytes, place: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.nfg"
        file.write_bytes(BATTLE[:place].encode() + noise)
        result = run(file)
        assert result.exit_code in (0, 2)
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_as_a_process(battle: Path) -> None:
    command = [sys.executable, "-m", "coopgames", "solve", str(battle), "--delta", "x"]
    result = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr

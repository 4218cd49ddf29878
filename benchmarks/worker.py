"""One package at one task: reads a task on each line of its input, writes an answer on a line.

Runs in a process of its own, so that a crash or an endless loop is an answer, too. It imports a
package only when a task asks for it, and of this folder only the games of coopgames' own cases, so
that any Python that has the package can run it.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Task = dict[str, Any]
#: A timed call is repeated until this many seconds have passed, at least twice, at most 200 times.
BUDGET, LEAST, MOST = 0.5, 2, 200


def timed(call: Callable[[], Any], task: Task) -> dict[str, Any]:
    """Call once for the answer, then again for the time if the task wants it warm.

    CPU time of the process with all its threads: what else the machine does disturbs it least.
    """
    start = time.process_time()
    answer = call()
    first = time.process_time() - start
    if not task.get("warm", True):
        return {"answer": answer, "seconds": first, "first": first}
    budget = task.get("budget", BUDGET)
    times: list[float] = []
    while len(times) < MOST and (len(times) < LEAST or sum(times) < budget):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return {"answer": answer, "seconds": min(times), "first": first}


def floats(payoffs: Any) -> Any:
    """Turn fractions in nested lists into floats."""
    return [floats(x) for x in payoffs] if isinstance(payoffs, list) else float(Fraction(payoffs))


# --- coopgames ---


def our_float_set(task: Task) -> dict[str, Any]:
    from coopgames.games import RepeatedGame, StageGame
    from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs

    stage = StageGame(floats(task["payoffs"]))
    game = RepeatedGame(stage, float(Fraction(task["delta"])))
    result = timed(lambda: equilibrium_payoffs(game), task)
    solution = result["answer"]
    result["answer"] = [[float(x), float(y)] for x, y in solution.value.vertices]
    result["excess"] = solution.diagnostics["excess"]
    return result


def our_exact_set(task: Task) -> dict[str, Any]:
    from coopgames.games import RepeatedGame, StageGame
    from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs

    game = RepeatedGame(StageGame(task["payoffs"]), task["delta"])
    result = timed(lambda: equilibrium_payoffs(game), task)
    solution = result["answer"]
    vertices = solution.value.vertices
    result["answer"] = [[float(x), float(y)] for x, y in vertices]
    result["exact"] = [[str(x), str(y)] for x, y in vertices]
    result["irrational"] = not all(isinstance(x, Fraction) for v in vertices for x in v)
    result["status"] = solution.status.name
    # The solver has the checker run on its certificate; this is how much of the time that was.
    check = solution.certificate.check
    result["checking"] = timed(check, task)["seconds"]
    return result


def our_case(task: Task) -> dict[str, Any]:
    """Time a case of signal_games.py, or one of its random games."""
    from signal_games import CASES, drawn

    call = drawn(task["seed"]) if "seed" in task else CASES[task["case"]][1]()
    result = timed(call, task)
    solution = result["answer"]
    distance = solution.diagnostics.get("distance")
    result["distance"] = None if distance is None else float(distance)
    result["status"] = solution.status.name
    result["answer"] = None
    return result


def our_extreme_equilibria(task: Task) -> dict[str, Any]:
    from coopgames.games import StageGame
    from coopgames.solvers.nash_equilibria import nash_equilibria

    stage = StageGame(task["payoffs"])
    result = timed(lambda: nash_equilibria(stage), task)
    solution = result["answer"]
    result["answer"] = [[[str(p) for p in x] for x in profile] for profile in solution.value]
    result["status"] = solution.status.name
    return result


def our_pure_equilibria(task: Task) -> dict[str, Any]:
    from coopgames.games import StageGame
    from coopgames.solvers.pure_nash import pure_nash

    stage = StageGame(many_players(task))
    result = timed(lambda: pure_nash(stage), task)
    result["status"] = result["answer"].status.name
    result["answer"] = [list(map(int, profile)) for profile in result["answer"].value]
    return result


# --- peers ---


def many_players(task: Task) -> Any:
    """Return random integer payoffs ``[player][a1]...[an]`` of players with two actions each."""
    import numpy as np

    players = task["players"]
    rng = np.random.default_rng(task["seed"])
    return rng.integers(-100, 101, (players, *(2,) * players)).tolist()


def quantecon_set(task: Task) -> dict[str, Any]:
    import numpy as np
    from quantecon.game_theory import NormalFormGame, RepeatedGame

    first, second = (np.array(m) for m in floats(task["payoffs"]))
    stage = NormalFormGame(np.stack([first, second], axis=-1))
    game = RepeatedGame(stage, float(Fraction(task["delta"])))
    options = {}
    if task["start"] == "minmax":
        options["u_init"] = [first.max(axis=0).min(), second.max(axis=1).min()]

    def solve() -> Any:
        hull = game.equilibrium_payoffs(options=options)
        return hull.points[hull.vertices]

    result = timed(solve, task)
    result["answer"] = result["answer"].tolist()
    return result


def quantecon_pure(task: Task) -> dict[str, Any]:
    import numpy as np
    from quantecon.game_theory import NormalFormGame, pure_nash_brute

    payoffs = np.moveaxis(np.array(many_players(task)), 0, -1)
    game = NormalFormGame(payoffs)
    result = timed(lambda: pure_nash_brute(game), task)
    result["answer"] = [list(map(int, profile)) for profile in result["answer"]]
    return result


def quantecon_nash(task: Task) -> dict[str, Any]:
    import numpy as np
    from quantecon import game_theory

    first, second = (np.array(m) for m in floats(task["payoffs"]))
    game = game_theory.NormalFormGame(np.stack([first, second], axis=-1))
    method = getattr(game_theory, task["method"])
    result = timed(lambda: method(game), task)
    result["answer"] = [[x.tolist() for x in profile] for profile in result["answer"]]
    return result


def nashpy_nash(task: Task) -> dict[str, Any]:
    import nashpy
    import numpy as np

    game = nashpy.Game(*(np.array(m) for m in floats(task["payoffs"])))
    method = getattr(game, task["method"])
    result = timed(lambda: list(method()), task)
    result["answer"] = [[np.asarray(x).tolist() for x in p] for p in result["answer"]]
    return result


def gambit_nash(task: Task) -> dict[str, Any]:
    import numpy as np
    import pygambit

    first, second = (
        np.array([[pygambit.Rational(x) for x in row] for row in m]) for m in task["payoffs"]
    )
    game = pygambit.Game.from_arrays(first, second)
    method = pygambit.nash.enummixed_solve
    result = timed(lambda: method(game, rational=True).equilibria, task)
    result["answer"] = [
        [[str(p[s]) for s in player.strategies] for player in game.players]
        for p in result["answer"]
    ]
    return result


def versions(task: Task) -> dict[str, Any]:
    import importlib.metadata
    import platform

    found = {"python": platform.python_version()}
    for package in task["packages"]:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return {"answer": found}


TASKS: dict[str, Callable[[Task], dict[str, Any]]] = {
    "our case": our_case,
    "our float set": our_float_set,
    "our exact set": our_exact_set,
    "our extreme equilibria": our_extreme_equilibria,
    "our pure equilibria": our_pure_equilibria,
    "quantecon set": quantecon_set,
    "quantecon pure": quantecon_pure,
    "quantecon nash": quantecon_nash,
    "nashpy nash": nashpy_nash,
    "gambit nash": gambit_nash,
    "versions": versions,
}


def main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = TASKS[task["do"]](task)
        except Exception as error:  # whatever a package raises is what it answers
            text = (str(error).strip().splitlines() or [""])[0]
            answer = {"error": f"{type(error).__name__}: {text[:50]}"}
        # Packages may print: the answer is the line with the mark.
        print("\0" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

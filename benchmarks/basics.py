"""What coopgames is timed at beside the two-player solvers: imports, programs, a large association.

What is missing is said, not skipped in silence: a peer that is not installed, or a part of
coopgames that this version does not have.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from measure import Row, best_of, import_time
from programs import Promises, balanced_promises

MEMBERS = (10, 30)
BISECTION_STEPS = 30


def imports() -> Iterator[Row]:
    ours = import_time("import coopgames")
    for peer in ("numpy", "nashpy", "quantecon"):
        theirs = import_time(f"import {peer}")
        missing = "" if theirs is not None else "not installed"
        yield Row("import", ours, peer, theirs, missing)
    ready = import_time("import coopgames; coopgames.verdict")
    yield Row("import, then look up verdict", ready, "-", None, "the import alone loads lazily")


def linear_programs() -> Iterator[Row]:
    for members in MEMBERS:
        work = f"balanced promises, n = {members}"
        promises = balanced_promises(members)
        try:
            ours, exact = our_program(promises)
        except (ImportError, AttributeError) as missing:
            yield Row(work, None, "-", None, f"not available here: {missing}")
            continue
        theirs, found = scipy_program(promises)
        error = abs(promises.threshold(found) - float(promises.threshold(exact)))
        yield Row(work, ours, "scipy HiGHS", theirs, f"float: threshold off by {error:.0e}")
        theirs, answer = sympy_program(promises)
        same = "exact, the same value" if answer == exact else f"DIFFERENT: {answer}"
        yield Row(work, ours, "sympy simplex", theirs, same)


def our_program(promises: Promises) -> tuple[float, Fraction]:
    from coopgames.solvers.exact_lp import solve_lp
    from coopgames.solvers.linear_program import LinearProgram
    from coopgames.solvers.linear_program import Row as Constraint

    rows = [Constraint(tuple(promises.incentive), ">=", Fraction(0))]
    rows += [Constraint(tuple(r), "==", Fraction(promises.members)) for r in promises.balance]
    program = LinearProgram(promises.objective, rows)
    value = solve_lp(program).value
    assert value is not None
    return best_of(5, lambda: solve_lp(program)), value


def scipy_program(promises: Promises) -> tuple[float, float]:
    import numpy as np
    from scipy.optimize import linprog

    arguments: dict[str, Any] = {
        "c": -np.array(promises.objective, dtype=float),
        "A_ub": -np.array([promises.incentive], dtype=float),
        "b_ub": np.zeros(1),
        "A_eq": np.array(promises.balance, dtype=float),
        "b_eq": np.full(len(promises.balance), float(promises.members)),
        "method": "highs",
    }
    return best_of(5, lambda: linprog(**arguments)), -float(linprog(**arguments).fun)


def sympy_program(promises: Promises) -> tuple[float, Fraction]:
    from sympy import Rational
    from sympy.solvers.simplex import linprog

    def exact(values: list[Fraction], sign: int = 1) -> list[Any]:
        return [Rational(sign * x.numerator, x.denominator) for x in values]

    program = (
        exact(promises.objective, -1),
        [exact(promises.incentive, -1)],
        [0],
        [exact(row) for row in promises.balance],
        [promises.members] * len(promises.balance),
    )

    def solve() -> Any:
        return linprog(*program)[0]

    value = -solve()
    return best_of(3, solve), Fraction(int(value.p), int(value.q))


def large_association() -> Iterator[Row]:
    import coopgames as cg
    from coopgames.solvers.receipts import expected_receipts

    work = "threshold, treasury, n = 1000"
    try:
        game = cg.RepeatedGame(
            cg.AnonymousGame(1000, cg.LinearPublicGood("1/500", "251/250", "1/250")),
            cg.parameter("delta", 0, 1),
            cg.AttributedSignals("1/10", "3/5"),
            cg.Fine("treasury"),
        )
        solution = cg.critical_discount_factor(game)
    except AttributeError as missing:
        yield Row(work, None, "-", None, f"not available here: {missing}")
        return

    def solve() -> object:
        expected_receipts.cache_clear()  # the sums over a thousand counts belong to the work
        return cg.critical_discount_factor(game)

    ours = best_of(3, solve)
    remark = f"{solution.value}, with its certificate; none of the peers here has such a game"
    yield Row(work, ours, "-", None, remark)


def grim_trigger() -> Iterator[Row]:
    import coopgames as cg

    work = "critical delta, prisoner's dilemma"
    try:
        stage = cg.prisoners_dilemma(3, 2, 0, -1)
        plan = cg.grim_trigger(stage, (0, 0), (1, 1))
        exact = cg.critical_discount_factor(stage, plan).value
        ours = best_of(5, lambda: cg.critical_discount_factor(stage, plan))
    except AttributeError as missing:
        ours, exact = None, Fraction(1, 3)
        yield Row(work, None, "-", None, f"not available here: {missing}")
    try:
        bisect = quantecon_bisection()
    except ImportError:
        yield Row(work, ours, "quantecon", None, "not installed")
        return
    theirs = best_of(3, bisect)
    error = abs(bisect() - float(exact))
    remark = f"us: {exact}; peer: {BISECTION_STEPS} sets of payoffs, off by {error:.0e}"
    yield Row(work, ours, "quantecon", theirs, remark)


def quantecon_bisection() -> Callable[[], float]:
    """Bisect for the least delta whose set of equilibrium payoffs contains mutual cooperation.

    In this game grim trigger punishes as hard as any strategy can, so both answer the same
    question. Where the set is a single point QuantEcon raises QhullError; that is read as no
    cooperation. The game is one whose set is never a segment, where QuantEcon has no answer.
    """
    from quantecon.game_theory import NormalFormGame, RepeatedGame
    from scipy.spatial import QhullError

    stage = NormalFormGame([[[2, 2], [-1, 3]], [[3, -1], [0, 0]]])

    def cooperates(delta: float) -> bool:
        game = RepeatedGame(stage, delta)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                points = game.equilibrium_payoffs(options={"u_init": [0.0, 0.0]}).points
            except QhullError:
                return False
        return bool((points.sum(axis=1) > 4 - 1e-6).any())

    def bisect() -> float:
        low, high = 0.01, 0.99
        for _ in range(BISECTION_STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if cooperates(middle) else (middle, high)
        return high

    return bisect


def rows() -> Iterator[Row]:
    yield from imports()
    yield from linear_programs()
    yield from large_association()
    yield from grim_trigger()

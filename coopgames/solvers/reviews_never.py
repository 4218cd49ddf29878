"""Whether reviews sustain effort at any discount factor below 1, with one proof for all of them.

"Never" is proved by Farkas multipliers that hold for every discount factor at once. The dual vector
of the least burn at one discount factor is tried at all: with it the incentive rows say how much
burns at least in a block, and what a block is worth falls short of it.
(docs/theory/algorithms_ppe.md, 6.3; specialization.md, P1c and P2b.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from coopgames.arithmetic import (
    Arithmetic,
    Number,
    RationalFunction,
    parameter,
    real_roots,
    sign_at,
)
from coopgames.certificates import Certificate
from coopgames.certificates.encode import poly, rational, rationals
from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import lp_certificate
from coopgames.solvers.reviews import review_threshold
from coopgames.solvers.reviews_program import (
    MOST_EXACT,
    Review,
    burn_program,
    history_law,
    read_review,
    review_problem,
)
from coopgames.solvers.solution import Solution, Status

__all__ = ["sustainable_by_review"]

ZERO, ONE = Fraction(0), Fraction(1)
#: Where dual vectors of the least burn are taken.
SAMPLES = (Fraction(1, 2), Fraction(9, 10), Fraction(1, 100))
#: Discount factors at which effort is tried are ``1 - 2**-k``.
PATIENCE = (2, 4, 6, 9, 13, 20, 30)


def sustainable_by_review(game: RepeatedGame) -> Solution[bool]:
    """Tell whether effort is sustained at some discount factor below 1.

    Parameters
    ----------
    game : RepeatedGame
        A pair, ``supplier_pair(gain, value)``, with PrivateValuation by the buyer and its
        ``review``, in exact numbers; the discount factor is ignored.

    Returns
    -------
    Solution
        False: the certificate refutes all discount factors with the same multipliers. True:
        ``diagnostics["round_discount_factor"]`` is one that works, with its certificate. Where
        neither is found at once, the certificate is that of :func:`review_threshold`.

    Examples
    --------
    >>> from coopgames.games import PrivateValuation, supplier_pair
    >>> def pair(rounds):
    ...     reports = PrivateValuation.binary("1/4", "1/2", review=rounds)
    ...     return RepeatedGame(supplier_pair(3, 1), 0, reports)
    >>> [sustainable_by_review(pair(T)).value for T in (1, 2, 3, 4)]
    [False, False, False, True]
    """
    if game.at(0).arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError(f"game: got {game!r}, expected exact numbers")
    review = read_review(game)
    if review.histories > MOST_EXACT:
        raise UnsupportedGameError(
            f"review: got {review.histories} different reports, expected at most {MOST_EXACT}"
        )
    assert isinstance(review.gain, Fraction)
    if review.gain > 0:
        never = _refutation(review) if review.agreement_cost in (None, 0) else None
        found = _answer(False, never, review, {}) if never else _by_example(review)
        if found is not None:
            return found
    threshold = review_threshold(game)
    return Solution(
        threshold.value is not None,
        Status.PROVED if threshold.status is Status.NEVER else threshold.status,
        threshold.certificate,
        threshold.method,
        threshold.arithmetic,
        threshold.diagnostics,
    )


def _answer(
    value: bool, certificate: Certificate | None, review: Review, diagnostics: dict[str, object]
) -> Solution[bool]:
    how = "one discount factor" if value else "multipliers for all discount factors at once"
    method = f"exact linear programs, {how}; {review.strategies}"
    notes = {"strategies": review.strategies, **diagnostics}
    return Solution(value, Status.PROVED, certificate, method, Arithmetic.EXACT, notes)


def _by_example(review: Review) -> Solution[bool] | None:
    """Look for a discount factor near 1 at which effort is sustained."""
    for k in PATIENCE:
        beta = 1 - Fraction(1, 2**k)
        program = review_problem(review, beta).program
        outcome = solve_lp(program)
        if outcome.value is not None and outcome.value >= 0:
            certificate = lp_certificate(program, outcome)
            return _answer(True, certificate, review, {"round_discount_factor": beta})
    return None


def _block(review: Review) -> LinearProgram:
    """Return the rows of a block in the discount factor: first variable the value of the pair."""
    beta = parameter("beta", 0, 1)
    base = burn_program(review, beta)
    rows = [Row((0, *row.coefficients), row.relation, row.constant, row.name) for row in base.rows]
    worth: Number = ZERO
    for t in range(review.rounds):
        worth = worth + review.value * beta**t
    law = history_law(review, ())
    rows.append(Row((1 - beta**review.rounds, *law), "==", worth, "value of a block"))
    return LinearProgram([0] * (1 + review.histories), rows, (), ("value", *base.variables))


def _refutation(review: Review) -> Certificate | None:
    """Return multipliers that make the rows of a block contradict each other on all of (0, 1)."""
    program = _block(review)
    for sample in SAMPLES:
        outcome = solve_lp(burn_program(review, sample))
        # If no burn deters, the incentive rows contradict each other by themselves.
        last = ZERO if outcome.status == "infeasible" else ONE
        multipliers = [*outcome.dual, last]
        certificate = _sealed(program, multipliers)
        if certificate is not None:
            return certificate
    return None


def _sealed(program: LinearProgram, multipliers: Sequence[Fraction]) -> Certificate | None:
    columns = zip(*(row.coefficients for row in program.rows), strict=True)
    combination = [_combined(multipliers, column) for column in columns]
    bound = _combined(multipliers, [row.constant for row in program.rows])
    if not _negative(bound):
        return None
    middle = sum((c / 2**k for k, c in enumerate(bound)), start=ZERO)
    document = program.document()
    document["parameter"] = {"lower": rational(0), "upper": rational(1)}
    fields = {
        "multipliers": [poly([y]) for y in multipliers],
        "combination": [poly(p) for p in combination],
        "bound": poly(bound),
        "at_middle": rationals([middle]),
    }
    return Certificate.seal("lp_infeasible", document, fields)


def _combined(weights: Iterable[Fraction], entries: Iterable[Number]) -> list[Fraction]:
    """Return the coefficients of a combination of polynomials, lowest degree first."""
    total: list[Fraction] = []
    for weight, entry in zip(weights, entries, strict=True):
        terms = entry.polynomial() if isinstance(entry, RationalFunction) else (entry,)
        total += [ZERO] * (len(terms) - len(total))
        for k, term in enumerate(terms):
            assert isinstance(term, Fraction)
            total[k] += weight * term
    return total


def _negative(polynomial: Sequence[Fraction]) -> bool:
    """Tell whether a polynomial is negative on all of (0, 1)."""
    if not any(polynomial):
        return False
    middle = Fraction(1, 2)
    return sign_at(polynomial, middle) < 0 and not real_roots(polynomial, ZERO, ONE)

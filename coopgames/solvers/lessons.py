"""The master's most profitable term when knowledge is the only wage, by linear programs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import check_integer, read_exact
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import lp_certificate
from coopgames.solvers.solution import Solution, Status

__all__ = ["Lessons", "best_lessons", "lessons_program"]

#: The longest term that is looked at unless another end is given.
MOST = 60


@dataclass(frozen=True, slots=True)
class Lessons:
    """A term of lessons.

    Attributes
    ----------
    periods : int
        For how many the apprentice stays.
    knowledge : tuple of Fraction
        The share of the trade that he knows in each of them, and when he goes.
    profit : Fraction
        The discounted sum of what his work is worth to the master.
    """

    periods: int
    knowledge: tuple[Fraction, ...]
    profit: Fraction


def lessons_program(output: object, discount_factor: object, periods: int) -> LinearProgram:
    """Return the linear program for the best path of knowledge in a term of given length.

    Parameters
    ----------
    output : exact number > 0
        What a period's work is worth of somebody who knows the whole trade; who knows a share of it
        produces that share, for the master while he stays and for himself afterwards.
    discount_factor : exact number in [0, 1)
    periods : int

    Returns
    -------
    LinearProgram
        Variables: what he knows in periods 0 to ``periods`` (when he goes), and what his future is
        worth to him in each of them, as a constant income in units of ``output``.

    Examples
    --------
    >>> lessons_program(1, "1/2", 1).size
    (6, 4)
    """
    worth, delta = _read(output, discount_factor)
    check_integer("periods", periods, 1)
    size = periods + 1

    def row(entries: dict[int, Fraction | int], relation: str, constant: int, name: str) -> Row:
        numbers = tuple(Fraction(entries.get(j, 0)) for j in range(2 * size))
        return Row(numbers, relation, constant, name)  # type: ignore[arg-type]

    rows: list[Row] = []
    for t in range(size):
        # He may go at any time, with what he knows; no wage is paid while he stays.
        rows.append(row({t: 1, size + t: -1}, "<=", 0, f"stay in {t}"))
        if t < periods:
            rows.append(row({size + t: 1, size + t + 1: -delta}, "==", 0, f"future in {t}"))
            rows.append(row({t: 1, t + 1: -1}, "<=", 0, f"nothing forgotten in {t}"))
    rows.append(row({size + periods: 1, periods: -1}, "==", 0, "on his own"))
    rows.append(row({periods: 1}, "<=", 1, "no more to know"))
    objective = [worth * delta**t if t < periods else Fraction(0) for t in range(size)]
    return LinearProgram([*objective, *[Fraction(0)] * size], rows)


def best_lessons(
    output: object, discount_factor: object, *, most: int = MOST
) -> Solution[Lessons | None]:
    """Return the master's most profitable term of lessons, the shortest one if several are.

    Parameters
    ----------
    output : exact number > 0
        What a period's work is worth of somebody who knows the whole trade.
    discount_factor : exact number in [0, 1)
    most : int, optional
        The longest term that is looked at.

    Returns
    -------
    Solution
        ``value``: a :class:`Lessons`. ``diagnostics["profits"]``: the largest profit for each
        length that was looked at, from 1 on. ``diagnostics["certificates"]``: an optimum of a
        linear program for each; no kind holds them all and the argument below, so the status is
        ``EXACT_UNCERTIFIED``. The class: paths of knowledge that is never forgotten, no wage, an
        apprentice who goes whenever that is better for him.

    Raises
    ------
    InvalidGameError
        If ``output`` is not positive, or the discount factor is outside [0, 1).
    UnsupportedGameError
        If the search is not over at ``most``.

    Notes
    -----
    One linear program for each length T = 1, 2, ..., with largest profit G(T). Let y be the output
    and d the discount factor. In a term of T + j periods what he knows in the first j is at most
    d**(T + j - t) in period t, since he stays; without these periods a term of T is left. Hence
    G(T + j) <= d**j G(T) + j y d**(T + j). The search is over at the first T with
    y d**(T + 1) <= (1 - d) G(T), as then G(T + j) <= G(T) for all j:
    j y d**(T + j) <= j d**(j - 1) (1 - d) G(T) <= (1 - d**j) G(T).

    References
    ----------
    Garicano, L. and Rayo, L. (2017), *Relational knowledge transfers*, American Economic Review
    107 (in continuous time).

    Examples
    --------
    >>> best = best_lessons(1, "4/5").value
    >>> best.periods, best.profit, best.knowledge[0]
    (4, Fraction(1024, 625), Fraction(256, 625))
    """
    worth, delta = _read(output, discount_factor)
    check_integer("most", most, 1)
    best: Lessons | None = None
    profits: list[Fraction] = []
    certificates: list[Certificate | None] = []
    for periods in range(1, most + 1):
        program = lessons_program(worth, delta, periods)
        outcome = solve_lp(program)
        assert outcome.value is not None  # no knowledge at all is a path, and none is worth more
        assert outcome.primal is not None
        profits.append(outcome.value)
        certificates.append(lp_certificate(program, outcome))
        if best is None or outcome.value > best.profit:
            best = Lessons(periods, tuple(outcome.primal[: periods + 1]), outcome.value)
        if worth * delta ** (periods + 1) <= (1 - delta) * outcome.value:
            break
    else:
        raise UnsupportedGameError(f"most: got {most}, the best term may be longer")
    return Solution(
        best, Status.EXACT_UNCERTIFIED, None,
        "a linear program over paths of knowledge for each length, until no longer one can be "
        "better",
        Arithmetic.EXACT, {"profits": tuple(profits), "certificates": tuple(certificates)},
    )  # fmt: skip


def _read(output: object, discount_factor: object) -> tuple[Fraction, Fraction]:
    worth = read_exact(output, "output")
    delta = read_exact(discount_factor, "discount_factor")
    if worth <= 0:
        raise invalid("output", output, "a number > 0")
    if not 0 <= delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in [0, 1)")
    return worth, delta

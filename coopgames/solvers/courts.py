"""Courts: what a third party with power of its own does for a pair, without any future.

A :class:`Court` stands beside a pair (a ``supplier_pair`` whose buyer alone sees the quality). Its
verdict depends on what the supplier did, not on what the buyer says: that is why it works against
partners who collude as well. (docs/theory/specialization.md, P8.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal, get_args

from coopgames.arithmetic import Number, number, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import RepeatedGame, StageGame
from coopgames.games._domains import at_least
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_programs import check_not_negative, values_of_program
from coopgames.solvers.reviews_program import Review, read_review
from coopgames.solvers.solution import Solution

__all__ = ["Court", "Hearing", "court_values", "filing_game"]

Hearing = Literal["proof", "errs", "filed"]


@dataclass(frozen=True, slots=True)
class Court:
    """A court that makes the supplier pay damages to the buyer, a round later.

    Parameters
    ----------
    damages : number >= 0
    reliability : number in [0, 1]
        Probability of a right verdict on a breach.
    hears : {"proof", "errs", "filed"}
        ``proof``: every case is heard; a breach is proved with this probability, and who worked is
        never convicted. ``errs``: every case is heard, and the verdict is right with this
        probability either way. ``filed``: as ``proof``, but the court hears only what the buyer
        files, after a bad signal.
    wealth : number >= 0, optional
        The most that can be taken from the supplier.
    filing_cost : number >= 0, optional
        What filing costs the buyer at once; see :func:`filing_game`.

    Raises
    ------
    InvalidGameError
        If a number is out of range.
    """

    damages: Number
    reliability: Number
    hears: Hearing = "proof"
    wealth: Number | None = None
    filing_cost: Number = 0

    def __post_init__(self) -> None:
        for name in ("damages", "reliability", "wealth", "filing_cost"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, number(getattr(self, name), name))
        check_not_negative(self, "damages", "reliability", "wealth", "filing_cost")
        if not at_least(1, self.reliability):
            raise invalid("reliability", self.reliability, "a probability in [0, 1]")
        if self.hears not in get_args(Hearing):
            raise invalid("hears", self.hears, f"one of {', '.join(get_args(Hearing))}")

    def branches(self, worked: bool, complaint: Number) -> Iterator[tuple[Number, bool]]:
        """Yield the ends of the tree of signal and verdict: probability, and whether he pays.

        Parameters
        ----------
        worked : bool
        complaint : number
            Probability of a bad signal given what the supplier did.
        """
        false_verdict = 1 - self.reliability if self.hears == "errs" else Fraction(0)
        convicts = false_verdict if worked else self.reliability
        for bad, chance in ((False, 1 - complaint), (True, complaint)):
            heard = bad or self.hears != "filed"
            if not heard:
                yield chance, False
                continue
            yield chance * convicts, True
            yield chance * (1 - convicts), False

    def conviction(self, worked: bool, complaint: Number) -> Number:
        """Return the probability that the supplier pays."""
        total: Number = Fraction(0)
        for chance, pays in self.branches(worked, complaint):
            total = total + chance if pays else total
        return total


def _check_court(court: object) -> None:
    if not isinstance(court, Court):
        raise invalid("court", court, "a Court")


def _pair(game: RepeatedGame) -> tuple[Review, Number, Number]:
    """Return a pair with one report each round, and its two complaint rates."""
    review = read_review(game)
    if review.rounds != 1 or len(review.work) != 2:
        raise UnsupportedGameError(
            f"monitoring: got {game.monitoring!r}, expected two reports, one each round"
        )
    return review, review.work[1], review.shirk[1]


def court_values(game: RepeatedGame, court: Court) -> Solution[tuple[Interval, ...]]:
    """Return the values of a parameter at which the court alone makes the supplier work.

    Parameters
    ----------
    game : RepeatedGame
        A pair; only the gain from shirking, the round's discount factor and the signal matter.
    court : Court
        One number of the game or of the court is ``coopgames.parameter(name, lower, upper)``.

    Returns
    -------
    Solution
        Intervals in the open domain of the parameter: all of it or none where the parameter does
        not matter. For ``filed`` the buyer is taken to file
        after every bad signal; if filing costs something, see :func:`filing_game`.

    Examples
    --------
    >>> import coopgames as cg
    >>> reports = cg.PrivateValuation.binary("1/10", "7/10")
    >>> game = cg.RepeatedGame(cg.supplier_pair("1/2", 1), "9/10", reports)
    >>> rho = cg.parameter("rho", 0, 1)
    >>> for hears in ("proof", "errs", "filed"):
    ...     print(*court_values(game, Court(2, rho, hears)).value)
    [5/18, 1)
    [23/36, 1)
    [25/63, 1)
    """
    _check_court(court)
    review, alpha, eta = _pair(game)
    named = {f.name: getattr(court, f.name) for f in fields(court) if f.name != "hears"}
    named |= {"discount_factor": game.discount_factor, "gain": review.gain}
    named |= {"false_alarm": alpha, "detection": eta}
    unify({name: x for name, x in named.items() if x is not None})
    deterrent = court.conviction(False, eta) - court.conviction(True, alpha)
    rows = [Row((0, 1), "==", 1, "unit"), Row((1, 0), "<=", court.damages, "damages")]
    if court.wealth is not None:
        rows.append(Row((1, 0), "<=", court.wealth, "wealth"))
    objective = [game.round_discount_factor * deterrent, -review.gain]
    program = LinearProgram(objective, rows, (), ("paid", "one"))
    return values_of_program(
        program, f"one round before a court, every case ({court.hears})", named.values()
    )


def filing_game(game: RepeatedGame, court: Court) -> StageGame:
    """Return one round in which filing a complaint is the buyer's choice, and costs something.

    The supplier works or shirks; the buyer, who sees the signal, files never or after a bad
    signal. Pure effort is no equilibrium if filing costs something: nobody files against a partner
    whom he knows to have worked. Ask ``nash_equilibria``.

    Parameters
    ----------
    game : RepeatedGame
        A pair, in numbers.
    court : Court
        Its hearing must be "filed".

    Examples
    --------
    >>> import coopgames as cg
    >>> reports = cg.PrivateValuation.binary("1/10", "7/10")
    >>> game = cg.RepeatedGame(cg.supplier_pair("1/2", 1), "9/10", reports)
    >>> lawsuit = filing_game(game, Court(2, "1/2", "filed", filing_cost="1/5"))
    >>> (mixed,) = cg.nash_equilibria(lawsuit).value
    >>> mixed[0][1], mixed[1][1]  # shirking, filing
    (Fraction(2, 51), Fraction(50, 63))
    """
    _check_court(court)
    if court.hears != "filed":
        raise invalid("hears", court.hears, "'filed': otherwise every case is heard")
    review, alpha, eta = _pair(game)
    beta, paid = game.round_discount_factor, court.damages
    if court.wealth is not None and court.wealth < paid:
        paid = court.wealth
    expected = beta * court.conviction(False, eta) * paid
    supplier = [[0, 0], [review.gain, review.gain - expected]]
    buyer = [[0, -alpha * court.filing_cost], [0, expected - eta * court.filing_cost]]
    return StageGame(
        [supplier, buyer],
        (("work", "shirk"), ("never file", "file after a bad signal")),
        ("supplier", "buyer"),
    )

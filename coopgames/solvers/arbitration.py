"""Certifiers and panels: third parties who judge a delivery in public, and have no power to fine.

Each stands beside a pair (a ``supplier_pair`` whose buyer alone sees the quality) and makes the
signal public: it gives a :class:`~coopgames.games.RepeatedGame`, to be asked with
``critical_discount_factor`` and ``critical_value``. Courts, which can make somebody pay, are in
:mod:`coopgames.solvers.courts`. (docs/theory/specialization.md, P8.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import (
    Arithmetic,
    Enclosure,
    Number,
    as_scalar,
    ends,
    number,
    parameter,
)
from coopgames.certificates.encode import pair_gain, pair_value
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame, AttributedSignals, Fine, RepeatedGame, StageGame
from coopgames.solvers.intervals import Interval
from coopgames.solvers.pair_programs import association_of_two, check_not_negative
from coopgames.solvers.solution import Solution
from coopgames.solvers.thresholds import critical_value

__all__ = ["ArbitrationPanel", "Certifier", "best_panel", "largest_fee"]


def _check_signals(signals: object, argument: str) -> None:
    if not isinstance(signals, AttributedSignals):
        raise invalid(argument, signals, "AttributedSignals")


def _check_size(size: object) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise invalid("size", size, "an integer >= 1")


@dataclass(frozen=True, slots=True)
class Certifier:
    """A third party who measures each delivery in public, for a fee.

    Parameters
    ----------
    signals : AttributedSignals
        False alarm and detection rates of the certificate; ``AttributedSignals.gaussian`` for a
        noisy measure.
    fee : number >= 0, optional
        Paid by the pair in each round.

    Examples
    --------
    >>> import coopgames as cg
    >>> certifier = Certifier(cg.AttributedSignals("1/20", "3/4"), fee="1/10")
    >>> pair = cg.RepeatedGame(cg.supplier_pair(1, 2), 0, cg.PrivateValuation.binary("1/4", "1/2"))
    >>> cg.critical_discount_factor(certifier.applied_to(pair)).value
    Fraction(100, 233)
    """

    signals: AttributedSignals
    fee: Number = 0

    def __post_init__(self) -> None:
        _check_signals(self.signals, "signals")
        object.__setattr__(self, "fee", number(self.fee, "fee"))
        check_not_negative(self, "fee")

    def applied_to(self, game: RepeatedGame) -> RepeatedGame:
        """Return the pair's game with the certificate as its signal; fines stay in the pair."""
        return _public_pair(game, self.signals, self.fee)


def _public_pair(game: RepeatedGame, signals: AttributedSignals, fee: Number) -> RepeatedGame:
    """Return the game with fines for the partner, which cost a pair what a treasury's cost."""
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(game.stage, StageGame) or game.stage.shape != (2, 1):
        raise UnsupportedGameError(f"stage: got {game.stage!r}, expected supplier_pair(...)")
    gain, value = pair_gain(game.stage), pair_value(game.stage)
    stage = association_of_two(gain, value - fee)
    return RepeatedGame(stage, game.discount_factor, signals, Fine("treasury"), lag=game.lag)


def largest_fee(
    game: RepeatedGame, signals: AttributedSignals
) -> Solution[Fraction | Enclosure | None]:
    """Return the largest fee at which a certifier's public signal sustains effort.

    Parameters
    ----------
    game : RepeatedGame
        A pair with numbers, its discount factor in (0, 1) among them.
    signals : AttributedSignals
        Enclosed rates give an enclosure, from the ends that help and those that hurt.

    Returns
    -------
    Solution
        None: effort is not sustained at any fee above 0 (with enclosed rates: by the ends that
        hurt). ``diagnostics["certificates"]``: of the helpful and of the harmful ends.

    Examples
    --------
    >>> import coopgames as cg
    >>> reports = cg.PrivateValuation.binary("1/4", "1/2")
    >>> pair = cg.RepeatedGame(cg.supplier_pair("4/5", 1), "9/10", reports)
    >>> largest_fee(pair, cg.AttributedSignals("1/10", "9/10")).value
    Fraction(8, 9)
    """
    _check_signals(signals, "signals")
    rates = signals.false_alarm, signals.detection
    if not all(isinstance(rate, Fraction | Enclosure) for rate in rates):
        raise invalid("signals", signals, "exact or enclosed rates")
    (alpha, most_alpha), (least_eta, eta) = (ends(rate) for rate in rates)  # type: ignore[arg-type]
    # Rates that overlap tell nothing for certain: then nothing is sustained by the harmful ends.
    harmful = AttributedSignals(most_alpha, max(most_alpha, least_eta))
    answers = [_fees(game, AttributedSignals(alpha, eta)), _fees(game, harmful)]
    best, worst = (_last(answer.value) for answer in answers)
    value = None if best is None or worst is None else as_scalar(worst, best)
    exact = all(isinstance(rate, Fraction) for rate in rates)
    return Solution(
        value,
        answers[1].status,
        answers[1].certificate,
        answers[1].method,
        Arithmetic.EXACT if exact else Arithmetic.ENCLOSED,
        {"certificates": tuple(answer.certificate for answer in answers)},
    )


def _fees(game: RepeatedGame, signals: AttributedSignals) -> Solution[tuple[Interval, ...]]:
    free = Certifier(signals).applied_to(game)
    assert isinstance(free.stage, AnonymousGame)
    value = free.stage.cooperative_payoff
    if not isinstance(value, Fraction) or value <= 0:
        raise invalid("value", value, "a number > 0, for there to be something to pay a fee from")
    family = Certifier(signals, parameter("fee", 0, value)).applied_to(game)
    return critical_value(family, "fee")


def _last(intervals: tuple[Interval, ...]) -> Fraction | None:
    if not intervals:
        return None
    largest = intervals[-1].upper
    assert isinstance(largest, Fraction)
    return largest


@dataclass(frozen=True, slots=True)
class ArbitrationPanel:
    """Honest arbitrators who vote on each delivery, their errors independent given the effort.

    Parameters
    ----------
    arbitrators : sequence of AttributedSignals
        False alarm and detection rate of each.
    votes : int, optional
        How many must find the delivery bad; by default more than half.

    Notes
    -----
    Honesty is an assumption: with errors that are independent given the effort nothing makes the
    truth strictly better (docs/theory/specialization.md, P1c). If all see the same event, the panel
    has the rates of one arbitrator.

    Examples
    --------
    >>> panel = ArbitrationPanel.of(3, "1/20", "3/10")
    >>> verdicts = panel.verdicts()
    >>> verdicts.false_alarm, verdicts.detection
    (Fraction(29, 4000), Fraction(27, 125))
    """

    arbitrators: tuple[AttributedSignals, ...]
    votes: int

    def __init__(self, arbitrators: Sequence[AttributedSignals], votes: int | None = None) -> None:
        if not isinstance(arbitrators, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("arbitrators", arbitrators, "a sequence of AttributedSignals")
        members = tuple(arbitrators)
        for k, member in enumerate(members):
            _check_signals(member, f"arbitrators[{k}]")
        if not members:
            raise invalid("arbitrators", arbitrators, "at least one")
        needed = len(members) // 2 + 1 if votes is None else votes
        whole = isinstance(needed, int) and not isinstance(needed, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not whole or not 1 <= needed <= len(members):
            raise invalid("votes", votes, f"an integer from 1 to {len(members)}")
        object.__setattr__(self, "arbitrators", members)
        object.__setattr__(self, "votes", needed)

    @classmethod
    def of(
        cls, size: int, false_alarm: object, detection: object, votes: int | None = None
    ) -> ArbitrationPanel:
        """Return a panel of equals."""
        _check_size(size)
        one = AttributedSignals(false_alarm, detection)  # type: ignore[arg-type]
        return cls([one] * size, votes)

    def verdicts(self) -> AttributedSignals:
        """Return the rates of a bad verdict after work and after shirking, vote by vote."""
        alpha = self._convicts([a.false_alarm for a in self.arbitrators])
        eta = self._convicts([a.detection for a in self.arbitrators])
        return AttributedSignals(alpha, eta)

    def _convicts(self, rates: Sequence[Number]) -> Number:
        """Return the probability of enough votes: the counts after each further vote."""
        counts: list[Number] = [Fraction(1)]
        for rate in rates:
            against = [p * rate for p in counts]
            rest = [p * (1 - rate) for p in counts]
            counts = [
                rest[0],
                *(a + b for a, b in zip(against, rest[1:], strict=False)),
                against[-1],
            ]
        total: Number = Fraction(0)
        for p in counts[self.votes :]:
            total = total + p
        return total

    def applied_to(self, game: RepeatedGame) -> RepeatedGame:
        """Return the pair's game with the verdict as its public signal.

        Examples
        --------
        >>> import coopgames as cg
        >>> reports = cg.PrivateValuation.binary("1/5", "3/5")
        >>> pair = cg.RepeatedGame(cg.supplier_pair(1, 1), 0, reports)
        >>> panel = ArbitrationPanel.of(3, "1/5", "3/5")
        >>> cg.critical_discount_factor(panel.applied_to(pair)).value
        Fraction(125, 193)
        """
        return _public_pair(game, self.verdicts(), Fraction(0))


def best_panel(size: int, false_alarm: object, detection: object) -> ArbitrationPanel:
    """Return the panel of equals with the number of votes that tells shirking from work best.

    With this number a further arbitrator never hurts; with a fixed share of the votes he may.

    Examples
    --------
    >>> [best_panel(size, "1/20", "3/10").votes for size in (1, 3, 5, 9)]
    [1, 1, 1, 2]
    """
    _check_size(size)
    panels = [
        ArbitrationPanel.of(size, false_alarm, detection, votes) for votes in range(1, size + 1)
    ]

    def difference(panel: ArbitrationPanel) -> Number:
        verdicts = panel.verdicts()
        return verdicts.detection - verdicts.false_alarm

    return max(panels, key=difference)  # type: ignore[arg-type,return-value]

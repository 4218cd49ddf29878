"""Generators of associations and of supplier and buyer pairs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, get_args

from hypothesis import strategies as st

from coopgames.arithmetic import parameter
from coopgames.errors import invalid
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Fine,
    LinearPublicGood,
    PayoffTable,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)
from coopgames.games.sanctions import Recipient
from coopgames.testing._arguments import Range, flag, items, size_range, strategy_or
from coopgames.testing.numbers import discount_factors, payoffs

__all__ = ["association_games", "supplier_games"]

#: Plans of associations and pairs need a positive discount factor.
LEAST_DISCOUNT_FACTOR = "1/100"
LARGEST_WEIGHT = 4
RATE_DENOMINATORS = (2, 4, 10)


def association_games(
    members: Range = (2, 6),
    recipients: str | Iterable[str] = ("burnt", "treasury", "unflagged"),
    *,
    families: bool = False,
    discount_factor: st.SearchStrategy[Any] | None = None,
) -> st.SearchStrategy[RepeatedGame]:
    """Generate associations: a public good, one public flag for each member, and a fine.

    Parameters
    ----------
    members : int or pair (smallest, largest), optional
    recipients : one or more of "burnt", "treasury", "unflagged", optional
        Where fines may go.
    families : bool, optional
        The discount factor is the parameter ``delta`` on (0, 1), for threshold questions.
    discount_factor : Hypothesis generator of numbers in (0, 1), optional
        :func:`coopgames.testing.discount_factors` from 1/100 on by default.

    Raises
    ------
    InvalidGameError
        If an argument is of another kind.

    Notes
    -----
    Shirking never loses in the round (it may gain nothing), and detection is at least the false
    alarm rate (it may be equal to it). Payoffs are a :class:`LinearPublicGood` or a
    :class:`PayoffTable`. Shrinks to two members, a linear public good, payoffs 0 and rates 0.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> games = association_games(3, "treasury")
    >>> game = find(games, lambda game: game.stage.gain_from_shirking > 0, settings=same)
    >>> game.stage.payoff, game.transfers[0].recipient
    (LinearPublicGood(benefit=Fraction(0, 1), cost=Fraction(1, 1), surplus=Fraction(0, 1)), \
'treasury')
    """
    size = size_range("members", members, 2)
    known = get_args(Recipient)
    named: tuple[Any, ...] = (
        (recipients,)
        if isinstance(recipients, str)
        else items("recipients", recipients, f"some of {', '.join(known)}")
    )
    if not named or any(name not in known for name in named):
        raise invalid("recipients", recipients, f"some of {', '.join(known)}")
    return _associations(size, named, _discounting(families, discount_factor))


def supplier_games(
    reports: Range = 2,
    *,
    side_agreements: bool = False,
    families: bool = False,
    discount_factor: st.SearchStrategy[Any] | None = None,
) -> st.SearchStrategy[RepeatedGame]:
    """Generate pairs: a supplier works or shirks, and the buyer alone can tell, and reports.

    Parameters
    ----------
    reports : int or pair (smallest, largest), optional
        Number of different reports, at least 2; report 0 is "no complaint".
    side_agreements : bool, optional
        The two may also be able to agree on a report behind the others' backs, free of charge.
    families : bool, optional
        The discount factor is the parameter ``delta`` on (0, 1), for threshold questions.
    discount_factor : Hypothesis generator of numbers in (0, 1), optional
        :func:`coopgames.testing.discount_factors` from 1/100 on by default.

    Raises
    ------
    InvalidGameError
        If an argument is of another kind.

    Notes
    -----
    The supplier's gain from shirking is positive and the joint value of work is >= 0. With two
    reports a complaint is never likelier under work. Shrinks to a gain of 1, a value of 0, and no
    complaints.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> game = find(supplier_games(), lambda game: game.monitoring.shirk[1] > 0, settings=same)
    >>> game.stage
    StageGame([[[0], [1]], [[0], [-1]]], actions=(('work', 'shirk'), ('receive',)), \
players=('supplier', 'buyer'))
    >>> game.monitoring.alarm_rates
    (Fraction(0, 1), Fraction(1, 2))
    """
    number = size_range("reports", reports, 2)
    agreements = flag("side_agreements", side_agreements)
    return _pairs(number, agreements, _discounting(families, discount_factor))


def _discounting(families: object, generator: object) -> st.SearchStrategy[Any]:
    if flag("families", families):
        if generator is not None:
            raise invalid("discount_factor", generator, "None in families: it is the parameter")
        return st.just(parameter("delta", 0, 1))
    if generator is None:
        return discount_factors(LEAST_DISCOUNT_FACTOR)
    return strategy_or("discount_factor", generator, "a Hypothesis generator of numbers, or None")


@st.composite
def _associations(
    draw: st.DrawFn,
    size: tuple[int, int],
    recipients: tuple[Recipient, ...],
    discounting: st.SearchStrategy[Any],
) -> RepeatedGame:
    members = draw(st.integers(*size))
    fine = Fine(draw(st.sampled_from(recipients)))
    signals, delta = AttributedSignals(*_alarm_rates(draw)), draw(discounting)
    # What has no fixed length comes last, so that fewer members and a simpler rule leave the rest
    # as it is when examples shrink.
    stage = AnonymousGame(members, _rule(draw, members))
    return RepeatedGame(stage, delta, signals, fine)


def _rule(draw: st.DrawFn, members: int) -> LinearPublicGood | PayoffTable:
    gain = draw(payoffs(0, 3))
    if not draw(st.booleans()):
        benefit = draw(payoffs(0, 3))
        return LinearPublicGood(benefit, benefit + gain, draw(payoffs(0, 3)))
    last = draw(payoffs())
    pairs = [(draw(payoffs()), draw(payoffs(0, 3))) for _ in range(members - 1)]
    shirk = (*(x for x, _ in pairs), last)
    return PayoffTable(shirk, (*(x - saving for x, saving in pairs), last - gain))


def _alarm_rates(draw: st.DrawFn) -> tuple[Fraction, Fraction]:
    rates = payoffs(0, 1, denominators=RATE_DENOMINATORS)
    one, other = draw(rates), draw(rates)
    return min(one, other), max(one, other)


@st.composite
def _pairs(
    draw: st.DrawFn,
    number: tuple[int, int],
    side_agreements: bool,
    discounting: st.SearchStrategy[Any],
) -> RepeatedGame:
    stage = supplier_pair(draw(payoffs("1/2", 3)), draw(payoffs(0, 5)))
    reports = draw(st.integers(*number))
    cost = draw(st.sampled_from((None, 0))) if side_agreements else None
    if reports == 2:
        rates = _alarm_rates(draw)
        monitoring = PrivateValuation.binary(*rates, side_agreement_cost=cost)
    else:
        agreement = None if cost is None else Fraction(cost)
        monitoring = PrivateValuation(1, _law(draw, reports), _law(draw, reports), agreement)
    return RepeatedGame(stage, draw(discounting), monitoring)


def _law(draw: st.DrawFn, reports: int) -> tuple[Fraction, ...]:
    """Draw weights, the first of them positive, so that no draw is thrown away."""
    weights = [draw(st.integers(int(m == 0), LARGEST_WEIGHT)) for m in range(reports)]
    return tuple(Fraction(w, sum(weights)) for w in weights)

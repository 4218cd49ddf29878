"""Can two members insure each other at a discount factor? A ledger that works, or a bound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic, ends
from coopgames.arithmetic.grammar import read_exact
from coopgames.arithmetic.isoelastic import utility_gain
from coopgames.errors import invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.insurance_bounds import RiskSharing, growth, shrinking_bounds
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.markov import check_markov_equilibrium
from coopgames.solvers.solution import Solution, Status

__all__ = ["help_game", "insurance_exists", "ledger"]

#: Gifts are halved at most so many times before the question is left undecided.
MOST_HALVINGS = 96
_OWED = ("1 gave last", "2 gave last")
_OVER = "over"
_METHOD = "all subgame-perfect equilibria"


def insurance_exists(sharing: RiskSharing, discount_factor: object) -> Solution[bool | None]:
    """Tell whether there is any equilibrium but that nobody ever gives.

    Parameters
    ----------
    sharing : RiskSharing
    discount_factor : exact number in [0, 1)

    Returns
    -------
    Solution
        True: ``diagnostics["gift"]`` is what the fortunate one gives, ``diagnostics["repayment"]``
        what the debtor pays in a calm period (in money), ``diagnostics["game"]`` and
        ``diagnostics["plan"]`` the game with these amounts and the ledger; the certificate is its
        ``automaton_equilibrium``. False: ``diagnostics["bounds"]`` are weighted sums of surpluses
        that bound themselves by less, which no kind of certificate covers. None (UNDECIDED) if
        gifts smaller by a factor of 2**96 were still too large.

    Raises
    ------
    InvalidGameError
        If the discount factor is outside [0, 1).

    Notes
    -----
    False is proved for all subgame-perfect equilibria in which, unless there are repayments,
    nobody gives in a calm period: see :func:`coopgames.solvers.insurance_bounds.shrinking_bounds`.
    True: the one who gave last is the creditor. The fortunate one gives and is then the creditor;
    in a calm period the debtor repays and stays the debtor; one refusal ends it. For very small
    amounts utilities are nearly linear, and a linear program finds the ratio of gift and repayment
    that leaves each promise some slack. With logarithms the game of the certificate has costs
    rounded up and benefits rounded down; giving costs less, and is worth more, than in it.

    Examples
    --------
    >>> gifts = RiskSharing("3/2", "1/2", misfortune="1/2", risk_aversion=2)
    >>> loans = RiskSharing("3/2", "1/2", misfortune="1/2", risk_aversion=2, repayments=True)
    >>> insurance_exists(gifts, "8/25").value, insurance_exists(loans, "8/25").value
    (False, True)
    >>> insurance_exists(loans, "29/100").value
    False
    """
    delta = read_exact(discount_factor, "discount_factor")
    if not 0 <= delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in [0, 1)")
    bounds = shrinking_bounds(growth(sharing), delta)
    if bounds is not None:
        return Solution(
            False, Status.EXACT_UNCERTIFIED, None, f"bounds of all surpluses; {_METHOD}",
            Arithmetic.EXACT, {"bounds": bounds},
        )  # fmt: skip
    gift, repayment = _amounts(sharing, delta)
    for _ in range(MOST_HALVINGS):
        game = help_game(sharing, gift, repayment, delta)
        plan = ledger(game)
        check = check_markov_equilibrium(game, plan)
        if check.value:
            found = {"gift": gift, "repayment": repayment, "game": game, "plan": plan}
            method = f"a ledger that works; {_METHOD}"
            return Solution(True, check.status, check.certificate, method, Arithmetic.EXACT, found)
        gift, repayment = gift / 2, repayment / 2
    method = f"gifts halved {MOST_HALVINGS} times; {_METHOD}"
    return Solution(None, Status.UNDECIDED, None, method, Arithmetic.EXACT)


def _amounts(sharing: RiskSharing, delta: Fraction) -> tuple[Fraction, Fraction]:
    """Return a gift and a repayment, in money, in the best ratio for very small amounts.

    If creditor and debtor expect a and b, the most that either can be asked for is delta * a for a
    gift (the giver is the creditor then) and delta * b for a repayment. With these the two have
    ``gain . (a, b)``; the program makes both exceed (a, b), so that the promises have slack.
    """
    hit, calm = sharing.misfortune / 2, 1 - sharing.misfortune
    ratio = sharing.marginal(sharing.low) / sharing.marginal(sharing.high)
    repaid = delta if sharing.repayments else Fraction(0)
    # The giver has 0 (what he gives is what he expects), the one who is hit ratio * delta a + b.
    gain = (
        (hit * ratio * delta + calm * delta, hit * delta + calm * repaid),
        (hit * ratio * delta, hit * delta + calm * (delta - repaid)),
    )
    rows = [Row((Fraction(1), Fraction(1), Fraction(0)), "==", Fraction(1))]
    for k, own in enumerate(gain):
        spare = [x - int(j == k) for j, x in enumerate(own)]
        rows.append(Row((*spare, Fraction(-1)), ">=", Fraction(0)))
    best = solve_lp(LinearProgram([Fraction(0), Fraction(0), Fraction(1)], rows))
    creditor, debtor, _ = best.primal
    gift = delta * creditor / sharing.marginal(sharing.high)
    repayment = repaid * debtor / sharing.marginal(sharing.mean)
    # At most a quarter of the difference of incomes to begin with.
    scale = (sharing.high - sharing.low) / (4 * max(gift, repayment))
    return gift * scale, repayment * scale


def help_game(
    sharing: RiskSharing, gift: Fraction, repayment: Fraction, delta: Fraction
) -> MarkovGame:
    """Return the game in which the fortunate one may give, and either may repay in a calm period.

    Payoffs are what the transfers change, in utils: costs rounded up and benefits rounded down
    where they are logarithms. The state, who is hit, does not move with the actions.
    """
    loss, help_ = _worth(sharing, sharing.high, sharing.low, gift)
    paid, received = _worth(sharing, sharing.mean, sharing.mean, repayment)

    def payoff(state: str, acts: tuple[str, ...]) -> Sequence[object]:
        if state == "calm":
            if acts[0] == acts[-1]:
                return 0, 0
            return (-paid, received) if acts[0] == "repay" else (received, -paid)
        if "help" not in acts:
            return 0, 0
        return (help_, -loss) if state == "1 is hit" else (-loss, help_)

    hit = sharing.misfortune / 2
    law = {"calm": 1 - sharing.misfortune, "1 is hit": hit, "2 is hit": hit}
    calm = ("repay", "keep") if repayment else ("go on",)
    choices = {
        "calm": (calm, calm),
        "1 is hit": (("accept",), ("help", "refuse")),
        "2 is hit": (("help", "refuse"), ("accept",)),
    }
    return MarkovGame.from_function(list(choices), choices, payoff, lambda s, a: law, delta)


def _worth(
    sharing: RiskSharing, giver: Fraction, receiver: Fraction, amount: Fraction
) -> tuple[Fraction, Fraction]:
    """Return what giving costs, at most, and what it is worth to the receiver, at least."""
    cost: Any = utility_gain(giver - amount, giver, sharing.risk_aversion)
    worth: Any = utility_gain(receiver, receiver + amount, sharing.risk_aversion)
    return ends(cost)[1], ends(worth)[0]


def ledger(game: MarkovGame) -> MarkovAutomaton:
    """Return the plan of a game of help: who gave last is the creditor, and debts are repaid."""
    repaid = "repay" in game.actions[game.states.index("calm")][0]

    def action(memory: str, state: str) -> tuple[str, str]:
        if state == "calm":
            if not repaid:
                return "go on", "go on"
            pays = {"1 gave last": ("keep", "repay"), "2 gave last": ("repay", "keep")}
            return pays.get(memory, ("keep", "keep"))
        helps = "refuse" if memory == _OVER else "help"
        return ("accept", helps) if state == "1 is hit" else (helps, "accept")

    def after(memory: str, state: str, acts: tuple[str, ...], _: str) -> str:
        if memory == _OVER or "refuse" in acts:
            return _OVER
        if state != "calm":
            return "2 gave last" if state == "1 is hit" else "1 gave last"
        debtor = 1 - _OWED.index(memory)
        return _OVER if repaid and acts[debtor] == "keep" else memory

    return MarkovAutomaton.from_function(game, [*_OWED, _OVER], _OWED[0], action, after)

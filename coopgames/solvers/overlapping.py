"""How patient members must be: a round every period, an act revealed only some periods later.

A deviator who shirks again while an earlier act is pending risks no more than before, so one-shot
deviations do not settle this game. The best plan of a deviator is found by exact policy iteration
over his pending acts (``2**(lag-1)`` states), and the threshold is the root at which that plan
stops paying. (docs/theory/defensive.md, section 1.3.)
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpq_poly

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, real_roots
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import NotConvergedError, UnsupportedGameError, invalid
from coopgames.solvers.solution import Solution, Status

__all__ = ["overlapping_rounds_threshold"]

#: Width at which bisection stops and the root of the binding plan is taken.
BRACKET = Fraction(1, 2**60)
#: Largest lag, since there are 2**(lag - 1) states.
LARGEST_LAG = 8


class _Deviator:
    """The decision problem of a member whose acts are revealed ``lag`` periods later."""

    def __init__(self, gain: Fraction, value: Fraction, detection: Fraction, lag: int) -> None:
        self.flows = (value, value + gain)
        # The act of a period is pending for lag - 1 moves; the lag-th move reveals it.
        self.detection, self.lag, self.states = detection, lag, 2 ** (lag - 1)

    def move(self, state: int, act: int) -> tuple[int, Fraction]:
        """Return the next state and the chance of still being a member then.

        The bits of a state are the pending acts (1 for a shirk), the newest in bit 0.
        """
        pending = (state << 1) | act
        oldest = pending >> (self.lag - 1)
        return pending & (self.states - 1), 1 - self.detection if oldest else Fraction(1)

    def values(self, policy: list[int], delta: fmpq) -> list[fmpq]:
        """Return the discounted sums under a policy, by one exact linear solve."""
        size = self.states
        entries = [fmpq(int(i == j)) for i in range(size) for j in range(size)]
        for state, act in enumerate(policy):
            target, stay = self.move(state, act)
            entries[state * size + target] -= delta * fmpq(stay.numerator, stay.denominator)
        flows = [self._flow(act) for act in policy]
        return fmpq_mat(size, size, entries).solve(fmpq_mat(size, 1, flows)).entries()

    def _flow(self, act: int) -> fmpq:
        flow = self.flows[act]
        return fmpq(flow.numerator, flow.denominator)

    def best_policy(self, delta: Fraction) -> tuple[list[int], fmpq]:
        """Return an optimal policy and its value with nothing pending (Howard's iteration)."""
        d = fmpq(delta.numerator, delta.denominator)
        policy = [0] * self.states
        while True:
            values = self.values(policy, d)
            improved = False
            for state in range(self.states):
                now = self._choice(state, policy[state], values, d)
                if self._choice(state, 1 - policy[state], values, d) > now:
                    policy[state], improved = 1 - policy[state], True
            if not improved:
                return policy, values[0]

    def _choice(self, state: int, act: int, values: list[fmpq], delta: fmpq) -> fmpq:
        target, stay = self.move(state, act)
        return self._flow(act) + delta * fmpq(stay.numerator, stay.denominator) * values[target]

    def excess(self, delta: Fraction) -> Fraction:
        """Return how much the best deviation gains over contributing for ever."""
        _, best = self.best_policy(delta)
        return Fraction(int(best.p), int(best.q)) - self.flows[0] / (1 - delta)

    def gain_numerator(self, policy: list[int]) -> tuple[Fraction, ...]:
        """Return ``det(I - d P) * (1 - d) * (policy value - path value)`` as a polynomial in d."""
        nodes = [fmpq(k, self.states + 4) for k in range(self.states + 3)]
        samples: list[fmpq] = []
        for node in nodes:
            size = self.states
            entries = [fmpq(int(i == j)) for i in range(size) for j in range(size)]
            for state, act in enumerate(policy):
                target, stay = self.move(state, act)
                entries[state * size + target] -= node * fmpq(stay.numerator, stay.denominator)
            determinant = fmpq_mat(size, size, entries).det()
            difference = self.values(policy, node)[0] * (1 - node) - self._flow(0)
            samples.append(determinant * difference)
        return _through(nodes, samples)


def _through(nodes: list[fmpq], values: list[fmpq]) -> tuple[Fraction, ...]:
    from coopgames.solvers.sustaining import interpolate

    polynomial: fmpq_poly = interpolate(nodes, values)
    return tuple(Fraction(int(c.p), int(c.q)) for c in polynomial.coeffs())


def overlapping_rounds_threshold(
    gain: object, value: object, detection: object, lag: int
) -> Solution[Fraction | AlgebraicNumber | None]:
    """Return the least discount factor at which a hidden shirk does not pay.

    Parameters
    ----------
    gain, value : exact number > 0
        One-period gain from shirking; payoff of a period in which all contribute.
    detection : exact number in (0, 1]
        Probability that a shirk is revealed, ``lag`` periods later; no false alarms.
    lag : int
        Between 1 and 8.

    Returns
    -------
    Solution
        A Fraction or AlgebraicNumber: on the path, contributing is optimal against *every* plan
        of the deviator iff the discount factor is at least this. Exact, without a certificate kind.

    Notes
    -----
    Bisection on the exact optimal value to a bracket of width 2**-60, then the root of the binding
    plan's polynomial in the bracket. That the verdict changes once is taken from the proof in the
    notes.

    Examples
    --------
    >>> overlapping_rounds_threshold("1/2", 1, "3/5", 1).value
    Fraction(5, 11)
    """
    named = {"gain": gain, "value": value, "detection": detection}
    numbers = {name: read_exact(given, name) for name, given in named.items()}
    for name, number in numbers.items():
        if number <= 0 or (name == "detection" and number > 1):
            raise invalid(name, number, "a number > 0" if name != "detection" else "in (0, 1]")
    if isinstance(lag, bool) or not 1 <= lag <= LARGEST_LAG:
        raise UnsupportedGameError(f"lag: got {lag!r}, expected an integer from 1 to {LARGEST_LAG}")
    deviator = _Deviator(numbers["gain"], numbers["value"], numbers["detection"], lag)
    low, high = Fraction(0), 1 - Fraction(1, 2**20)
    while deviator.excess(high) > 0:
        high = (1 + high) / 2
        if 1 - high < BRACKET:
            raise NotConvergedError("discount factor: deviating still pays at 1 - 2**-60")
    while high - low > BRACKET:
        middle = (low + high) / 2
        low, high = (middle, high) if deviator.excess(middle) > 0 else (low, middle)
    policy, _ = deviator.best_policy(low)
    margin = BRACKET
    roots = real_roots(deviator.gain_numerator(policy), low - margin, high + margin)
    if len(roots) != 1:
        raise NotConvergedError(f"discount factor in [{low}, {high}]: {len(roots)} roots")
    method = "policy iteration over pending acts; all plans of the deviator on the path"
    return Solution(roots[0], Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT)

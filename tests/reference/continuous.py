"""Normal quality in floats, without any cutoff rule: integrals over the measure, and scipy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, pi, sqrt


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """The root between two points of opposite signs."""
    from scipy.optimize import root_scalar

    return float(root_scalar(function, bracket=(low, high), method="brentq", xtol=1e-15).root)


@dataclass(frozen=True)
class NormalPair:
    """A supplier whose measure is N(1, s^2) under effort and N(0, s^2) under shirking.

    ``burnt``: whether what he loses after a complaint burns. ``seen``: how often it is measured.
    """

    gain: float
    value: float
    burnt: bool = True
    seen: float = 1.0

    def surplus(self, deviation: float) -> float:
        """Best gain from a rule: complain exactly where it pays (integral over the measure)."""
        import numpy as np
        from scipy.integrate import quad

        weight = self.value + (self.gain if self.burnt else 0.0)

        def margin(y: float) -> float:
            scale = deviation * sqrt(2 * pi)
            shirked = exp(-((y / deviation) ** 2) / 2) / scale
            worked = exp(-(((y - 1) / deviation) ** 2) / 2) / scale
            return self.value * shirked - weight * worked

        grid = [float(y) for y in np.linspace(-24 * deviation, 1 + 12 * deviation, 721)]
        total = 0.0
        for a, b in pairwise(grid):
            # Where complaining starts or stops to pay the integrand has a kink: split there.
            pieces = [a, b]
            if (margin(a) > 0) != (margin(b) > 0):
                pieces.insert(1, root(margin, a, b))
            for low, high in pairwise(pieces):
                if margin((low + high) / 2) > 0:
                    total += quad(margin, low, high, epsabs=1e-15)[0]
        return self.seen * float(total)

    def threshold(self, deviation: float) -> float:
        """Least discount factor: effort pays iff ``beta * surplus >= (1 - beta) * gain``."""
        surplus = self.surplus(deviation)
        return root(lambda b: b * surplus - (1 - b) * self.gain, 0.0, 1.0)

    def critical_deviation(self, beta: float) -> float:
        """Largest standard deviation at which effort pays, or 0."""

        def slack(s: float) -> float:
            return beta * self.surplus(s) - (1 - beta) * self.gain

        low, high = 1e-3, 1.0
        if slack(low) <= 0:
            return 0.0
        while slack(high) > 0:
            high *= 2
        return root(slack, low, high)

    def exit_pays(self, beta: float, deviation: float, cutoff: float) -> bool:
        """Parting for ever after a complaint, evaluated on the automaton of two states.

        If the loss burns, so does the joint value of who parts; if not, the partner keeps it and
        goes on with the supplier.
        """
        from scipy.stats import norm

        alarm = self.seen * float(norm.cdf((cutoff - 1) / deviation))
        hit = self.seen * float(norm.cdf(cutoff / deviation))
        lost = alarm if self.burnt else 0.0
        together = self.value / (1 - beta * (1 - lost))
        return beta * (hit - alarm) * together >= self.gain

    def best_exit(self, deviation: float) -> tuple[float, float]:
        """Cutoff and least discount factor of parting after a complaint, by bounded search."""
        from scipy.optimize import minimize_scalar

        def least(cutoff: float) -> float:
            low, high = 0.0, 1.0
            if not self.exit_pays(1 - 1e-13, deviation, cutoff):
                return inf
            for _ in range(60):
                middle = (low + high) / 2
                if self.exit_pays(middle, deviation, cutoff):
                    high = middle
                else:
                    low = middle
            return high

        found = minimize_scalar(
            least, bounds=(-8 * deviation, 1.0), method="bounded", options={"xatol": 1e-10}
        )
        return float(found.x), float(found.fun)

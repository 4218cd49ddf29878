"""Peer lending (PL1, PL2, PL3, PL5), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NAME = "peer_lending"
ALONE = f"{NAME}: individual liability"
NOTES = "docs/theory/further_institutions.md, section 1"


@cache
def _few_failures() -> Any:
    """Return P(Bin(n, 1 - q) <= m) as a function that SymPy evaluates at numbers."""
    sympy = sympy_module()

    class few_failures(sympy.Function):  # noqa: N801
        """Probability of at most m failures among n, each with probability 1 - q."""

        @classmethod
        def eval(cls, n: Any, m: Any, q: Any) -> Any:
            """Sum the binomial probabilities once all three are numbers."""
            if not all(x.is_Rational for x in (n, m, q)):
                return None
            terms = [sympy.binomial(n, j) * (1 - q) ** j * q ** (n - j) for j in range(int(m) + 1)]
            return sum(terms, start=sympy.Integer(0))

    return few_failures


@dataclass(frozen=True, slots=True)
class _Group:
    """The symbols of a group, and what the notes abbreviate."""

    n: Any
    m: Any
    repayment: Any
    sanction: Any
    project: Any
    success: Any
    shock: Any
    outside: Any
    beta: Any

    @property
    def few(self) -> Any:
        """Chance of being cleared in a round without a shock (pi_0)."""
        return _few_failures()(self.n, self.m, self.success)

    @property
    def cleared(self) -> Any:
        """Chance of being cleared (pi)."""
        return (1 - self.shock) * self.few

    @property
    def excess(self) -> Any:
        """What a project yields on average over what is earned outside (X)."""
        return (1 - self.shock) * self.success * self.project - self.outside

    @property
    def temptation(self) -> Any:
        """What refusing gains at once in the worst round that is covered (A)."""
        worst = self.n * self.repayment / (self.n - self.m)
        return sympy_module().Max(0, worst - self.sanction)

    @property
    def domain(self) -> tuple[Any, ...]:
        """Where the formulas speak, but for the size of the repayment."""
        return (self.n >= 1, self.m < self.n, self.success < 1, self.shock < 1)

    @property
    def payable(self) -> Any:
        """The payers have what is due in the worst round that is covered."""
        return self.n * self.repayment <= self.project * (self.n - self.m)


def _group() -> _Group:
    n, repayment, project, success, beta = symbols("n P Y q beta", positive=True)
    m, sanction, shock, outside = symbols("m W theta u", nonnegative=True)
    return _Group(n, m, repayment, sanction, project, success, shock, outside, beta)


def joint_beta() -> ClosedForm:
    """Return the threshold under joint liability."""
    sympy, g = sympy_module(), _group()
    tempted, net = g.temptation, g.excess - g.cleared * g.repayment
    slope = g.excess + g.cleared * (tempted - g.repayment)
    return ClosedForm(
        NAME,
        "beta",
        sympy.Piecewise((0, tempted <= 0), (tempted / slope, True)),
        (*g.domain, g.payable),
        sympy.And(net >= 0, sympy.Or(tempted <= 0, tempted < slope)),
        "Least round discount factor at which whoever can pays the group's debt.",
        f"{NOTES}, PL1",
    )


def individual_beta() -> ClosedForm:
    """Return the threshold under individual liability."""
    g = _group()
    return ClosedForm(
        ALONE,
        "beta",
        g.repayment / g.excess,
        (g.success < 1, g.shock < 1, g.repayment <= g.project),
        g.repayment < g.excess,
        "Least round discount factor at which a lone borrower pays.",
        f"{NOTES}, PL1",
    )


def least_sanction() -> ClosedForm:
    """Return the sanction from which joint liability sustains what individual liability does."""
    g = _group()
    alone = g.success * g.project - g.outside
    return ClosedForm(
        NAME,
        "W",
        g.m * g.repayment / (g.n - g.m),
        (g.n >= 1, g.m < g.n, g.success < 1, g.payable, alone > g.repayment),
        g.m < g.n,
        "Least sanction with which a group pays wherever each of its members alone would.",
        f"{NOTES}, PL2",
    )


def critical_shock() -> ClosedForm:
    """Return the largest probability of a common shock that repayment survives."""
    g = _group()
    tempted = g.temptation
    most = 1 - (tempted / g.beta + g.outside) / (
        g.success * g.project + g.few * (tempted - g.repayment)
    )
    inside = g.n * g.repayment < g.project * (g.n - g.m)
    return ClosedForm(
        NAME,
        "theta",
        most,
        (g.n >= 1, g.m < g.n, g.success < 1, g.beta < 1, inside),
        most >= 0,
        "Largest probability of a shock to all at which the group still pays.",
        f"{NOTES}, PL3",
    )


def largest_repayment() -> ClosedForm:
    """Return the largest repayment that a group bears."""
    sympy, g = sympy_module(), _group()
    worst = g.n / (g.n - g.m)
    stay = 1 - g.beta * g.cleared
    tempted = (g.beta * g.excess + g.sanction * stay) / (worst * stay + g.beta * g.cleared)
    # Where the sanction alone makes them pay, they only must not be better off outside.
    deterred = g.excess < g.cleared * g.sanction / worst
    most = sympy.Piecewise((g.excess / g.cleared, deterred), (tempted, True))
    return ClosedForm(
        NAME,
        "P",
        sympy.Min(g.project / worst, most),
        (*g.domain, g.beta < 1),
        g.excess > 0,
        "Largest repayment per member at which the group pays and can pay.",
        f"{NOTES}, PL5",
    )


def largest_repayment_alone() -> ClosedForm:
    """Return the largest repayment that a lone borrower bears."""
    g = _group()
    return ClosedForm(
        ALONE,
        "P",
        sympy_module().Min(g.project, g.beta * g.excess),
        (g.success < 1, g.shock < 1, g.beta < 1),
        g.excess > 0,
        "Largest repayment at which a lone borrower pays and can pay.",
        f"{NOTES}, PL5",
    )


def share_in_arrears() -> ClosedForm:
    """Return the share of groups that do not clear their books in a round."""
    sympy, g = sympy_module(), _group()
    tempted, net = g.temptation, g.excess - g.cleared * g.repayment
    pays = sympy.And(net >= 0, tempted <= g.beta * (net + g.cleared * tempted))
    return ClosedForm(
        NAME,
        "arrears",
        sympy.Piecewise((1 - g.cleared, pays), (1, True)),
        (*g.domain, g.payable, g.beta < 1),
        g.m < g.n,
        "Share of groups with the plan whose books are not cleared in a round.",
        f"{NOTES}, PL3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    (NAME, "beta"): joint_beta,
    (ALONE, "beta"): individual_beta,
    (NAME, "W"): least_sanction,
    (NAME, "theta"): critical_shock,
    (NAME, "P"): largest_repayment,
    (ALONE, "P"): largest_repayment_alone,
    (NAME, "arrears"): share_in_arrears,
}

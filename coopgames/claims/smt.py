"""From a claim to SMT-LIB 2: the questions that prove it, and the questions that guard the proof.

The claim is an equivalence, sustained iff the discount factor reaches the threshold. It is cut into
three questions, each the *negation* of what is to be shown, so the wanted answer is ``unsat``:

``denominators``
    Where the threshold exists, its denominator and those of the witness are positive. So a
    quotient may be replaced by the equation that defines it.
``necessity``
    No unknowns satisfy the recursion while the threshold is missed. Unknowns are free variables
    here, so this covers all of them.
``sufficiency``
    Where the threshold is met, *the witness* satisfies the whole recursion. The negation of
    existence would be universally quantified; a witness keeps the question without quantifiers.

Two kinds of guard, with the wanted answer ``sat``: the assumptions of each question without its
negated goal, together with all assumptions of the domain (they are not contradictory); and each
question with any one of its assumptions left out (none is idle).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from coopgames.claims.claim import Claim, Labelled
from coopgames.claims.connectives import AllOf, AnyOf, Not
from coopgames.claims.terms import Formula, Ratio, Variable

__all__ = ["Answer", "Query", "instance", "queries", "smtlib", "within_domain"]

Answer = Literal["sat", "unsat", "unknown"]

#: The name of the threshold's value, which the recursion does not contain.
THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class Query:
    """One question to a solver, whether some formulas can be true together.

    Attributes
    ----------
    name : str
    assertions : tuple of (label, formula)
    expected : {"sat", "unsat"}
        The answer that supports the claim.
    order : tuple of str
        The variables in the order in which they are declared; it decides how long some solvers
        take, and nothing else.
    """

    name: str
    assertions: tuple[Labelled, ...]
    expected: Answer
    order: tuple[str, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that occur, in order."""
        names = frozenset[str]().union(*(f.variables() for _, f in self.assertions))
        return tuple(name for name in self.order if name in names)

    def script(self) -> str:
        """Return the question as a script of its own, which does not tell the wanted answer."""
        return "\n".join(["(set-logic QF_NRA)", *self.lines()]) + "\n"

    def lines(self) -> Iterator[str]:
        """Yield declarations, commented assertions and ``(check-sat)``."""
        yield from (f"(declare-const {name} Real)" for name in self.variables)
        for label, formula in self.assertions:
            yield f"; {label}: {formula}"
            yield f"(assert {formula.smt()})"
        yield "(check-sat)"


@dataclass(frozen=True, slots=True)
class _Half:
    """A question before its guards: what is assumed, and the negated goal."""

    name: str
    assumptions: tuple[Labelled, ...]
    negated_goal: Formula

    def question(self, order: tuple[str, ...]) -> Query:
        return Query(self.name, (*self.assumptions, self._negated()), "unsat", order)

    def guards(self, domain: tuple[Labelled, ...], order: tuple[str, ...]) -> Iterator[Query]:
        others = tuple(a for a in domain if a not in self.assumptions)
        yield Query(f"{self.name}, assumptions", (*others, *self.assumptions), "sat", order)
        for left_out in self.assumptions:
            kept = tuple(a for a in self.assumptions if a != left_out)
            name = f"{self.name}, without '{left_out[0]}'"
            yield Query(name, (*kept, self._negated()), "sat", order)

    def _negated(self) -> Labelled:
        return "negated goal", self.negated_goal


def queries(claim: Claim) -> tuple[Query, ...]:
    """Return all questions of a claim: each of the three, followed by its guards.

    Examples
    --------
    >>> from coopgames.claims.theorem1_burnt import theorem1_burnt
    >>> [q.name for q in queries(theorem1_burnt()) if q.expected == "unsat"]
    ['denominators', 'necessity', 'sufficiency']
    """
    order = _order(claim)
    found: list[Query] = []
    for half in (_denominators(claim), _necessity(claim), _sufficiency(claim)):
        found += [half.question(order), *half.guards(claim.domain.assumptions, order)]
    return tuple(found)


def within_domain(claim: Claim, question: Query) -> Query:
    """Return a question with all assumptions of the domain, for a counterexample inside it."""
    others = tuple(a for a in claim.domain.assumptions if a not in question.assertions)
    name = f"{question.name}, in the domain"
    return Query(name, (*others, *question.assertions), "unsat", question.order)


def instance(claim: Claim, values: tuple[Labelled, ...]) -> Query:
    """Return the recursion at one point: ``unsat`` iff nothing satisfies it there."""
    assertions = (*values, *claim.family.recursion)
    return Query("recursion at a point", assertions, "sat", _order(claim))


def smtlib(claim: Claim) -> str:
    """Return all questions as one SMT-LIB script, the same bytes each time."""
    head = [
        f"; {claim.name}: written by coopgames.claims, do not edit",
        *(f"; {line}" for line in _wrapped(claim.statement)),
        *(f"; {line}" for line in _wrapped(f"Source: {claim.source}")),
        "; Each question stands between push and pop, and its :status is the wanted answer.",
        "(set-info :smt-lib-version 2.6)",
        "(set-logic QF_NRA)",
    ]
    body = [line for query in queries(claim) for line in _block(query)]
    return "\n".join([*head, *body]) + "\n"


def _block(query: Query) -> tuple[str, ...]:
    status = f"(set-info :status {query.expected})"
    return ("", f"; --- {query.name}", "(push 1)", status, *query.lines(), "(pop 1)")


def _order(claim: Claim) -> tuple[str, ...]:
    return (*claim.domain.parameters, *claim.family.unknowns, THRESHOLD)


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 98)


def _denominators(claim: Claim) -> _Half:
    ratios: tuple[Ratio, ...] = (
        claim.threshold.value,
        *(ratio for _, ratio in claim.family.witness),
    )
    positive = tuple(ratio.denominator > 0 for ratio in ratios)
    assumptions = (*_chosen(claim, claim.needed_for_denominators), _exists(claim))
    return _Half("denominators", assumptions, Not(AllOf(positive)))


def _necessity(claim: Claim) -> _Half:
    exists, value = claim.threshold.exists, Variable(THRESHOLD)
    missed = AllOf((claim.threshold.value.is_value_of(value), claim.discount_factor < value))
    goal = AnyOf((Not(exists), missed))
    return _Half("necessity", _chosen(claim, claim.needed_for_necessity), goal)


def _sufficiency(claim: Claim) -> _Half:
    value = Variable(THRESHOLD)
    reached: tuple[Labelled, ...] = (
        _exists(claim),
        ("threshold", claim.threshold.value.is_value_of(value)),
        ("threshold reached", claim.discount_factor >= value),
    )
    witness = tuple(
        (f"witness {name}", ratio.is_value_of(Variable(name)))
        for name, ratio in claim.family.witness
    )
    assumptions = (*_chosen(claim, claim.needed_for_sufficiency), *reached, *witness)
    goal = Not(AllOf(tuple(formula for _, formula in claim.family.recursion)))
    return _Half("sufficiency", assumptions, goal)


def _exists(claim: Claim) -> Labelled:
    return "threshold exists", claim.threshold.exists


def _chosen(claim: Claim, labels: tuple[str, ...]) -> tuple[Labelled, ...]:
    known = (*claim.domain.assumptions, *claim.family.recursion)
    return tuple(entry for entry in known if entry[0] in labels)

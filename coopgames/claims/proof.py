"""Prove a claim with two SMT solvers, guard the proof against being empty, or refute the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.claims.claim import Claim, Counterexample, Verdict
from coopgames.claims.smt import Answer, Query, instance, queries, within_domain
from coopgames.claims.smt_solvers import Model, Reply, SmtSolver, smt_solvers
from coopgames.claims.terms import Constant, Point, Variable, equal

__all__ = ["Asked", "Proof", "model_holds", "prove"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answers of the solvers.

    Attributes
    ----------
    query : Query
    answers : tuple of (solver's name, answer)
    model : tuple of (str, Fraction or str)
        Values that make all formulas true, when the answer is ``sat``: the first model whose
        values are all rational, if there is one.
    rechecked : bool
        Whether the model is rational and every formula is true there in exact arithmetic.
    """

    query: Query
    answers: tuple[tuple[str, Answer], ...]
    model: Model
    rechecked: bool

    @property
    def as_expected(self) -> bool:
        """Whether the question is settled in favour of the claim.

        ``unsat`` must be the answer of every solver. ``sat`` is settled by one model that was
        checked exactly, whichever solver found it, or else by the answer of every solver.
        """
        if self.query.expected == "sat" and self.rechecked:
            return True
        return all(answer == self.query.expected for _, answer in self.answers)


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict on a claim, with every question that was asked for it.

    Attributes
    ----------
    claim : Claim
    verdict : Verdict
        PROVED, REFUTED or UNDECIDED.
    reason : str
        One line on what the verdict rests on.
    asked : tuple of Asked
        For a proved claim in the order of :func:`coopgames.claims.smt.queries`.
    solvers : tuple of (name, version)
    counterexample : Counterexample or None
    """

    claim: Claim
    verdict: Verdict
    reason: str
    asked: tuple[Asked, ...]
    solvers: tuple[tuple[str, str], ...]
    counterexample: Counterexample | None = None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each question: its name, the wanted answer and the answers."""
        return [
            {"question": asked.query.name, "expected": asked.query.expected, **dict(asked.answers)}
            for asked in self.asked
        ]

    def __repr__(self) -> str:
        return f"Proof({self.claim.name!r}, {self.verdict.name}, {self.reason!r})"


def prove(
    claim: Claim, *, seconds: float = 20.0, solvers: Sequence[SmtSolver] | None = None
) -> Proof:
    """Decide a claim with SMT solvers.

    Parameters
    ----------
    claim : Claim
    seconds : float, optional
        Time limit for each question to each solver.
    solvers : sequence of SmtSolver, optional
        z3 and cvc5 by default.

    Returns
    -------
    Proof
        PROVED: every solver answers ``unsat`` to the three questions of
        :mod:`coopgames.claims.smt`, and each guard has a model. REFUTED: a rational point of the
        domain was found at which the claim is wrong. UNDECIDED: neither; ``reason`` says why.

    Raises
    ------
    MissingSolverError
        If a solver is not installed; the message names the extra.

    Notes
    -----
    Satisfiable questions outside the domain refute nothing: a counterexample must lie in the
    domain. If the recursion holds there although the claim says "not sustained", exact evaluation
    confirms it; if the claim says "sustained", every solver must find the recursion unsatisfiable
    at that point, whatever the witness.

    Examples
    --------
    >>> from coopgames.claims.theorem1_burnt import theorem1_burnt
    >>> prove(theorem1_burnt()).verdict.name
    'PROVED'
    """
    desk = _Desk(smt_solvers() if solvers is None else tuple(solvers), seconds)
    open_questions: list[str] = []
    for query in queries(claim):
        asked = desk.ask(query)
        if asked.as_expected:
            continue
        open_questions.append(query.name)
        counterexample = _counterexample(claim, query, desk)
        if counterexample is not None:
            return desk.proof(claim, Verdict.REFUTED, str(counterexample), counterexample)
    if open_questions:
        reason = f"not answered as wanted: {'; '.join(open_questions)}"
        return desk.proof(claim, Verdict.UNDECIDED, reason)
    names = " and ".join(solver.name for solver in desk.solvers)
    guards = sum(1 for asked in desk.log if asked.query.expected == "sat")
    reason = f"{names}: the negation is unsatisfiable; all {guards} guards have models"
    return desk.proof(claim, Verdict.PROVED, reason)


def model_holds(query: Query, model: Point) -> bool:
    """Return whether every formula of a question is true at a rational point.

    Examples
    --------
    >>> from coopgames.claims.terms import Variable
    >>> question = Query("positive", (("x", Variable("x") > 0),), "sat", ("x",))
    >>> model_holds(question, {"x": Fraction(1)}), model_holds(question, {"x": Fraction(0)})
    (True, False)
    """
    return all(formula.holds(model) for _, formula in query.assertions)


class _Desk:
    """Asks the solvers and keeps what they said."""

    def __init__(self, solvers: tuple[SmtSolver, ...], seconds: float) -> None:
        self.solvers, self.seconds = solvers, seconds
        self.log: list[Asked] = []

    def ask(self, query: Query) -> Asked:
        replies: list[tuple[str, Reply]] = []
        model: Model = ()
        rechecked = False
        for solver in self.solvers:
            reply = solver.ask(query, self.seconds)
            replies.append((solver.name, reply))
            model, rechecked = _best_model(query, [reply for _, reply in replies])
            if query.expected == "sat" and rechecked:
                break  # exact evaluation has settled it, a second opinion adds nothing
        answers = tuple[tuple[str, Answer], ...]((name, r.answer) for name, r in replies)
        asked = Asked(query, answers, model, rechecked)
        self.log.append(asked)
        return asked

    def proof(
        self,
        claim: Claim,
        verdict: Verdict,
        reason: str,
        counterexample: Counterexample | None = None,
    ) -> Proof:
        versions = tuple((solver.name, solver.version) for solver in self.solvers)
        return Proof(claim, verdict, reason, tuple(self.log), versions, counterexample)


def _best_model(query: Query, replies: Sequence[Reply]) -> tuple[Model, bool]:
    """Return the first rational model and whether it holds exactly, else the first model."""
    found = [reply.model for reply in replies if reply.answer == "sat"]
    for model in found:
        point = _rational(model)
        if point is not None and model_holds(query, point):
            return model, True
    return (found[0], False) if found else ((), False)


def _rational(model: Model) -> dict[str, Fraction] | None:
    point = {name: value for name, value in model if isinstance(value, Fraction)}
    return point if len(point) == len(model) else None


def _counterexample(claim: Claim, query: Query, desk: _Desk) -> Counterexample | None:
    if query.expected == "sat" or query.name == "denominators":
        return None
    inside = desk.ask(within_domain(claim, query))
    if not inside.rechecked:
        return None
    values = {name: value for name, value in inside.model if isinstance(value, Fraction)}
    point = {name: values[name] for name in claim.domain.parameters}
    claimed = claim.holds(point)
    if claimed:
        place = tuple((name, equal(Variable(name), Constant(x))) for name, x in point.items())
        asked = desk.ask(instance(claim, place))
        if any(answer != "unsat" for _, answer in asked.answers):
            return None
        evidence = (
            f"nothing satisfies the recursion: {', '.join(name for name, _ in asked.answers)}"
        )
    else:
        if not all(formula.holds(values) for _, formula in claim.family.recursion):
            return None
        found = ", ".join(f"{name} = {values[name]}" for name in claim.family.unknowns)
        evidence = f"the recursion holds with {found}"
    return Counterexample(tuple(point.items()), claimed, not claimed, evidence)

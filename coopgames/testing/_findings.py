"""A plan under examination: the answer, and the sentence of the independent checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import verify
from coopgames.errors import CertificateError, invalid
from coopgames.games import Automaton, ExitPlan, FinePlan, RepeatedGame
from coopgames.solvers import Deviation, Solution, check_equilibrium
from coopgames.solvers.rationalize import rationalize

__all__ = ["Finding", "Plan", "certified", "check_game", "examine"]

Plan = Automaton | FinePlan | ExitPlan
KINDS = {True: "automaton_equilibrium", False: "profitable_deviation"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one plan found.

    Attributes
    ----------
    game : RepeatedGame
    plan : Automaton, FinePlan or ExitPlan
    exact_game : RepeatedGame
        The game, each float replaced by the rational that it is.
    answer : Solution
        What :func:`coopgames.check_equilibrium` says of the game.
    values : object
        Continuation values in the exact game, by state.
    sentence : str
        What the checker says is proved; empty if there is no certificate.
    """

    game: RepeatedGame
    plan: Plan
    exact_game: RepeatedGame
    answer: Solution[bool | None]
    values: Any
    sentence: str

    @property
    def deviation(self) -> Deviation:
        """The best one-shot deviation."""
        return cast("Deviation", self.answer.diagnostics["deviation"])


def examine(game: object, plan: object) -> Finding:
    """Check a plan, and the certificate of the answer.

    Floats carry no certificate: there the certificate of the game with the same binary values is
    checked, while the answer allows for rounding.
    """
    checked_game = check_game(game)
    if not isinstance(plan, Automaton | FinePlan | ExitPlan):
        raise invalid("plan", plan, "an Automaton, a FinePlan or an ExitPlan")
    answer = check_equilibrium(checked_game, plan)
    exact_game, exact_answer = checked_game, answer
    if checked_game.arithmetic is Arithmetic.FLOAT:
        exact_game = rationalize(checked_game)
        exact_answer = check_equilibrium(exact_game, plan)
    kinds = () if exact_answer.value is None else (KINDS[exact_answer.value],)
    sentence = certified(exact_answer, *kinds)
    values: Any = exact_answer.diagnostics["values"]
    if isinstance(plan, Automaton):
        states: Any = exact_answer.diagnostics["states"]
        values = dict(zip(states, values, strict=True))
    return Finding(checked_game, plan, exact_game, answer, values, sentence)


def check_game(game: object) -> RepeatedGame:
    """Refuse what is no repeated game, a bare stage game above all."""
    if not isinstance(game, RepeatedGame):
        raise invalid("game", game, "a RepeatedGame")
    return game


def certified(answer: Solution[Any], *kinds: str) -> str:
    """Return the sentence that the certificate of an answer proves, "" if there is none.

    Raises
    ------
    CertificateError
        If the checker rejects it, or it is about something else.
    """
    certificate = answer.certificate
    if certificate is None:
        return ""
    if certificate.kind not in kinds:
        raise CertificateError(f"certificate: got a {certificate.kind}, expected {kinds}")
    return verify(certificate)

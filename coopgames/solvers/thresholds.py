"""Critical discount factors and critical values, exact, with certificates.

Three routes, chosen by the game: one linear program in ``r = (1 - beta)/beta`` (associations,
pairs, rings); cells of a linear-programming family (physical penalties, caps, costly side
agreements, any parameter); cells of an automaton under perfect or public monitoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopgames.arithmetic import Arithmetic, Number
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    Automaton,
    MarkovGame,
    PrivateValuation,
    PublicAutomaton,
    RepeatedGame,
    StageGame,
)
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.automaton_thresholds import automaton_threshold
from coopgames.solvers.cell_thresholds import family_cells, threshold_by_cells
from coopgames.solvers.costless import (
    costless_threshold,
    is_costless,
    with_worthless_membership,
)
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.family import beta_form, needs_cells, parameter_of
from coopgames.solvers.intervals import Interval, union_of_intervals
from coopgames.solvers.large_associations import (
    is_large_association,
    large_association_threshold,
)
from coopgames.solvers.program_thresholds import threshold_by_program
from coopgames.solvers.rationalize import as_float, rationalize
from coopgames.solvers.solution import Solution, Status

__all__ = ["critical_discount_factor", "critical_value"]

Family = RepeatedGame | StageGame


def _is_reviewed(family: RepeatedGame) -> bool:
    """Tell whether a buyer reports after several rounds, once for all."""
    reports = family.monitoring
    return isinstance(reports, PrivateValuation) and reports.review > 1


def critical_discount_factor(
    family: Family,
    automaton: Automaton | PublicAutomaton | None = None,
    target: str | None = None,
) -> Solution[Any]:
    """Return the infimum of the discount factors at which effort, or an automaton, is sustained.

    Parameters
    ----------
    family : RepeatedGame or StageGame
        Its own discount factor, if any, is ignored.
    automaton : Automaton or PublicAutomaton, optional
        For a stage game under perfect monitoring, or a repeated game with public monitoring: the
        strategy profile to sustain.
    target : {"full effort"}, optional
        For the other games: effort by all in every round (the only target today).

    Returns
    -------
    Solution
        ``value``: a Fraction, an AlgebraicNumber, an Enclosure (enclosed signals) or ``None`` for
        "at no discount factor below 1". ``diagnostics``: ``attained``, the whole ``set`` as
        intervals (for enclosed data ``certain`` and ``possible``), ``round_threshold`` (per round;
        the value is per period) and ``strategies``, the class of strategies that the verdict is
        about.

    Raises
    ------
    UnsupportedGameError
        If no solver covers the game.

    Notes
    -----
    Associations, pairs and rings: one exact linear program, whose optimum ``r`` gives the threshold
    ``1/(1+r)`` (docs/theory/algorithms_ppe.md, 5.1 and 6.1); its primal and dual vectors are the
    two sides of the certificate. Associations with float data and 1,000 members or more: an
    interval that certainly contains the threshold, its bound in ``diagnostics["error_bound"]``
    (:func:`~coopgames.solvers.large_associations.large_association_threshold`, which exact data can
    be given to directly). Automata: the one-shot deviation gains are polynomials in the
    discount factor.

    References
    ----------
    Abreu (1988), *On the theory of infinitely repeated games with discounting*, for the one-shot
    deviation principle; Goldlücke and Kranz (2012) for the scaling by liquidity.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> critical_discount_factor(pd, grim_trigger(pd, (0, 0), (1, 1))).value
    Fraction(1, 3)
    """
    if not isinstance(family, RepeatedGame | StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("family", family, "a RepeatedGame, or a StageGame with an automaton")
    if not isinstance(automaton, Automaton | PublicAutomaton | None):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "an Automaton, a PublicAutomaton or None")
    if target not in (None, "full effort"):
        raise invalid("target", target, "None or 'full effort'")
    if isinstance(automaton, PublicAutomaton):
        from coopgames.solvers.public_automaton_thresholds import public_automaton_threshold

        return public_automaton_threshold(family, automaton)
    if automaton is not None:
        return automaton_threshold(family, automaton)
    if isinstance(family, StageGame):
        raise invalid("automaton", automaton, "an Automaton for a stage game")
    if _is_reviewed(family):
        from coopgames.solvers.reviews import review_threshold

        return review_threshold(family)
    if family.arithmetic is Arithmetic.FLOAT:
        if is_large_association(family):
            return large_association_threshold(family)
        return as_float(critical_discount_factor(rationalize(family)))
    if family.at(0).arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError(
            "family: a number beside the discount factor is a parameter, fix it or the discount "
            "factor and ask critical_value"
        )
    if is_costless(family):
        return costless_threshold(family)
    return threshold_by_cells(family) if needs_cells(family) else threshold_by_program(family)


def critical_value(
    family: Family | MarkovGame, parameter: str | None = None, plan: MarkovPlan | None = None
) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which effort is sustained, as intervals with exact ends.

    Parameters
    ----------
    family : RepeatedGame or MarkovGame
        Exactly one number in it is ``coopgames.parameter(name, lower, upper)`` (any polynomial in
        it is allowed), with both ends of its open interval.
    parameter : str, optional
        The parameter's name, as a check on what is meant.
    plan : MarkovAutomaton or mapping from states to action profiles, optional
        For a game whose state moves, and only there: what is to be sustained
        (:func:`coopgames.solvers.markov.critical_markov`).

    Returns
    -------
    Solution
        ``value`` is a tuple of :class:`Interval`, possibly empty. Nothing is assumed about
        monotonicity: the set need not be an upper interval. ``diagnostics["cells"]`` has the
        tiling.

    Raises
    ------
    InvalidGameError
        If there is no parameter, or its name is another, or an end of its interval is missing.

    Examples
    --------
    >>> import coopgames as cg
    >>> stage = cg.AnonymousGame(12, cg.LinearPublicGood(1, "11/5"))
    >>> signals = cg.AttributedSignals(0, cg.parameter("D", 0, 1))
    >>> game = cg.RepeatedGame(stage, "3/5", signals, cg.Exclusion())
    >>> print(*cg.critical_value(game, "D").value)
    [4/49, 1)
    """
    if isinstance(family, MarkovGame):
        from coopgames.solvers.markov import critical_markov

        if plan is None:
            raise invalid("plan", plan, "a plan of the MarkovGame")
        return critical_markov(family, plan, parameter)
    if plan is not None:
        raise invalid("plan", plan, "None, or a MarkovGame as the family")
    if isinstance(family, StageGame):
        raise UnsupportedGameError("family: got a StageGame, use critical_discount_factor")
    if _is_reviewed(family):
        from coopgames.solvers.reviews import review_values

        return review_values(family, parameter)
    beta: Number = family.round_discount_factor
    program = beta_form(family, beta)
    entry = parameter_of(program)
    if entry is None:
        raise invalid("family", family, "a game in which one number is coopgames.parameter(...)")
    if parameter is not None and entry.parameter.name != parameter:
        raise invalid("parameter", parameter, f"{entry.parameter.name!r}, the one in the family")
    cells, certificate = family_cells(program, entry)
    problem = enforcement_problem(family)
    diagnostics: Mapping[str, object] = {"cells": cells, "strategies": problem.strategies}
    method = (
        f"cells of the linear-programming family in {entry.parameter.name}; {problem.strategies}"
    )
    found = union_of_intervals(cells)
    value = with_worthless_membership(found, family, problem, beta, entry.parameter)
    # The certificate is about the program, which leaves out memberships that are worth nothing.
    status = Status.PROVED if value == found else Status.EXACT_UNCERTIFIED
    kept = certificate if value == found else None
    return Solution(value, status, kept, method, Arithmetic.SYMBOLIC, diagnostics)

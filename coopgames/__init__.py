"""Repeated games in which institutions are objects and every answer carries a certificate.

coopgames is about cooperation in **non-cooperative repeated games**: who sees a contribution, who
sanctions, where the fine goes, how patient the members are. It is not about coalitional games
(Shapley value, core).

Names are loaded when they are first used, so ``import coopgames`` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopgames import errors, plots, testing
    from coopgames.arithmetic import (
        AlgebraicNumber,
        Arithmetic,
        Enclosure,
        RationalFunction,
        exact,
        normal_cdf,
        parameter,
    )
    from coopgames.certificates import Certificate, verify
    from coopgames.citing import citation
    from coopgames.claims import (
        Claim,
        Proof,
        Verdict,
        closed_form,
        falsify,
        ledger,
        prove,
    )
    from coopgames.errors import CoopgamesError
    from coopgames.games import (
        AnonymousGame,
        AttributedSignals,
        Automaton,
        Exclusion,
        ExitPlan,
        Fine,
        FinePlan,
        GaussianMeasure,
        LinearPublicGood,
        PayoffTable,
        PerfectMonitoring,
        PhysicalPenalty,
        PrivateValuation,
        Promises,
        PublicMonitoring,
        RepeatedGame,
        StageGame,
        grim_trigger,
        prisoners_dilemma,
        supplier_pair,
    )
    from coopgames.institutions import (
        Activity,
        Arrangement,
        Case,
        EquityStandard,
        cases,
        load_case,
    )
    from coopgames.solvers import (
        Deviation,
        Interval,
        LinearProgram,
        PayoffSet,
        Row,
        Solution,
        Status,
        check_equilibrium,
        critical_discount_factor,
        critical_value,
        feasible_payoffs,
        individually_rational_payoffs,
        is_equilibrium,
        minmax,
        solve_linear_program,
    )
    from coopgames.verdicts import Ground, Judgement, verdict

    __version__: str

#: Where each public name lives. The names above, for type checkers, are the same (a test compares).
_HOMES = {
    "arithmetic": (
        "AlgebraicNumber Arithmetic Enclosure RationalFunction exact normal_cdf parameter"
    ),
    "certificates": "Certificate verify",
    "citing": "citation",
    "claims": "Claim Proof Verdict closed_form falsify ledger prove",
    "errors": "CoopgamesError",
    "games": (
        "AnonymousGame AttributedSignals Automaton Exclusion ExitPlan Fine FinePlan "
        "GaussianMeasure LinearPublicGood PayoffTable PerfectMonitoring PhysicalPenalty "
        "PrivateValuation Promises PublicMonitoring RepeatedGame StageGame grim_trigger "
        "prisoners_dilemma supplier_pair"
    ),
    "institutions": "Activity Arrangement Case EquityStandard cases load_case",
    "solvers": (
        "Deviation Interval LinearProgram PayoffSet Row Solution Status check_equilibrium "
        "critical_discount_factor critical_value feasible_payoffs "
        "individually_rational_payoffs is_equilibrium minmax solve_linear_program"
    ),
    "verdicts": "Ground Judgement verdict",
}
_MODULES = ("errors", "plots", "testing")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Activity",
    "AlgebraicNumber",
    "AnonymousGame",
    "Arithmetic",
    "Arrangement",
    "AttributedSignals",
    "Automaton",
    "Case",
    "Certificate",
    "Claim",
    "CoopgamesError",
    "Deviation",
    "Enclosure",
    "EquityStandard",
    "Exclusion",
    "ExitPlan",
    "Fine",
    "FinePlan",
    "GaussianMeasure",
    "Ground",
    "Interval",
    "Judgement",
    "LinearProgram",
    "LinearPublicGood",
    "PayoffSet",
    "PayoffTable",
    "PerfectMonitoring",
    "PhysicalPenalty",
    "PrivateValuation",
    "Promises",
    "Proof",
    "PublicMonitoring",
    "RationalFunction",
    "RepeatedGame",
    "Row",
    "Solution",
    "StageGame",
    "Status",
    "Verdict",
    "__version__",
    "cases",
    "check_equilibrium",
    "citation",
    "closed_form",
    "critical_discount_factor",
    "critical_value",
    "errors",
    "exact",
    "falsify",
    "feasible_payoffs",
    "grim_trigger",
    "individually_rational_payoffs",
    "is_equilibrium",
    "ledger",
    "load_case",
    "minmax",
    "normal_cdf",
    "parameter",
    "plots",
    "prisoners_dilemma",
    "prove",
    "solve_linear_program",
    "supplier_pair",
    "testing",
    "verdict",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        value: Any = getattr(import_module(f"coopgames.{_HOME_OF[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"coopgames.{name}")
    elif name == "__version__":
        from importlib.metadata import version

        value = version("coopgames")
    else:
        raise AttributeError(f"module 'coopgames' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    # Not what this module itself imports.
    return sorted({*(x for x in globals() if x.startswith("__")), *__all__})

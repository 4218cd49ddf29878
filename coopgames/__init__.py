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
    from coopgames import catalogue, errors, plots, testing
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
        AnonymousSignals,
        AttributedSignals,
        Automaton,
        Exclusion,
        ExitPlan,
        Fine,
        FinePlan,
        GaussianMeasure,
        LinearPublicGood,
        MarkovAutomaton,
        MarkovGame,
        PaymentPlan,
        PayoffTable,
        PenalCode,
        PerfectMonitoring,
        PhysicalPenalty,
        PrivateValuation,
        Promises,
        PublicAutomaton,
        PublicMonitoring,
        RepeatedGame,
        StageGame,
        WorkStoppage,
        abreu_sannikov_2014,
        battle_of_the_sexes,
        chicken,
        cournot,
        delayed_information,
        entry,
        finite_punishment,
        grim_trigger,
        identifiable_partnership,
        inspection,
        matching_pennies,
        nash_reversion,
        noisy_partnership,
        price_war,
        prisoners_dilemma,
        public_goods,
        rename_states,
        stag_hunt,
        stick_and_carrot,
        stop_rule,
        supplier_pair,
        threshold_public_good,
        tit_for_tat,
        with_clock,
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
        BestReply,
        CriticalDiscountFactor,
        CriticalDiscountFactors,
        Deviation,
        Interval,
        LinearProgram,
        PayoffSet,
        PublicTransferEquilibria,
        PublicTransferPlan,
        Row,
        Simulation,
        Solution,
        Status,
        SymmetricEquilibria,
        SymmetricPayoffs,
        TransferEquilibria,
        TransferStep,
        automaton_choice,
        automaton_for,
        best_reply,
        check_equilibrium,
        critical_discount_factor,
        critical_discount_factors,
        critical_value,
        equilibrium_payoffs,
        feasible_payoffs,
        has_individual_full_rank,
        has_pairwise_full_rank,
        individually_rational_payoffs,
        is_equilibrium,
        large_association_threshold,
        limit_payoffs,
        limit_score,
        minmax,
        nash_equilibria,
        public_perfect_payoffs,
        pure_nash,
        simulate,
        smallest_association,
        solve_linear_program,
        strongly_symmetric_payoffs,
        transfer_equilibria,
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
        "AnonymousGame AnonymousSignals AttributedSignals Automaton Exclusion ExitPlan "
        "Fine FinePlan GaussianMeasure LinearPublicGood MarkovAutomaton MarkovGame "
        "PaymentPlan PayoffTable PenalCode PerfectMonitoring PhysicalPenalty "
        "PrivateValuation Promises PublicAutomaton PublicMonitoring RepeatedGame "
        "StageGame WorkStoppage abreu_sannikov_2014 battle_of_the_sexes chicken cournot "
        "delayed_information entry finite_punishment grim_trigger "
        "identifiable_partnership inspection matching_pennies nash_reversion "
        "noisy_partnership price_war prisoners_dilemma public_goods rename_states "
        "stag_hunt stick_and_carrot stop_rule supplier_pair threshold_public_good "
        "tit_for_tat with_clock"
    ),
    "institutions": "Activity Arrangement Case EquityStandard cases load_case",
    "solvers": (
        "BestReply CriticalDiscountFactor CriticalDiscountFactors Deviation Interval "
        "LinearProgram PayoffSet PublicTransferEquilibria PublicTransferPlan Row "
        "Simulation Solution Status SymmetricEquilibria SymmetricPayoffs "
        "TransferEquilibria TransferStep automaton_choice automaton_for best_reply "
        "check_equilibrium critical_discount_factor critical_discount_factors "
        "critical_value equilibrium_payoffs feasible_payoffs has_individual_full_rank "
        "has_pairwise_full_rank individually_rational_payoffs is_equilibrium "
        "large_association_threshold limit_payoffs limit_score minmax nash_equilibria "
        "public_perfect_payoffs pure_nash simulate smallest_association "
        "solve_linear_program strongly_symmetric_payoffs transfer_equilibria"
    ),
    "verdicts": "Ground Judgement verdict",
}
_MODULES = ("catalogue", "errors", "plots", "testing")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Activity",
    "AlgebraicNumber",
    "AnonymousGame",
    "AnonymousSignals",
    "Arithmetic",
    "Arrangement",
    "AttributedSignals",
    "Automaton",
    "BestReply",
    "Case",
    "Certificate",
    "Claim",
    "CoopgamesError",
    "CriticalDiscountFactor",
    "CriticalDiscountFactors",
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
    "MarkovAutomaton",
    "MarkovGame",
    "PaymentPlan",
    "PayoffSet",
    "PayoffTable",
    "PenalCode",
    "PerfectMonitoring",
    "PhysicalPenalty",
    "PrivateValuation",
    "Promises",
    "Proof",
    "PublicAutomaton",
    "PublicMonitoring",
    "PublicTransferEquilibria",
    "PublicTransferPlan",
    "RationalFunction",
    "RepeatedGame",
    "Row",
    "Simulation",
    "Solution",
    "StageGame",
    "Status",
    "SymmetricEquilibria",
    "SymmetricPayoffs",
    "TransferEquilibria",
    "TransferStep",
    "Verdict",
    "WorkStoppage",
    "__version__",
    "abreu_sannikov_2014",
    "automaton_choice",
    "automaton_for",
    "battle_of_the_sexes",
    "best_reply",
    "cases",
    "catalogue",
    "check_equilibrium",
    "chicken",
    "citation",
    "closed_form",
    "cournot",
    "critical_discount_factor",
    "critical_discount_factors",
    "critical_value",
    "delayed_information",
    "entry",
    "equilibrium_payoffs",
    "errors",
    "exact",
    "falsify",
    "feasible_payoffs",
    "finite_punishment",
    "grim_trigger",
    "has_individual_full_rank",
    "has_pairwise_full_rank",
    "identifiable_partnership",
    "individually_rational_payoffs",
    "inspection",
    "is_equilibrium",
    "large_association_threshold",
    "ledger",
    "limit_payoffs",
    "limit_score",
    "load_case",
    "matching_pennies",
    "minmax",
    "nash_equilibria",
    "nash_reversion",
    "noisy_partnership",
    "normal_cdf",
    "parameter",
    "plots",
    "price_war",
    "prisoners_dilemma",
    "prove",
    "public_goods",
    "public_perfect_payoffs",
    "pure_nash",
    "rename_states",
    "simulate",
    "smallest_association",
    "solve_linear_program",
    "stag_hunt",
    "stick_and_carrot",
    "stop_rule",
    "strongly_symmetric_payoffs",
    "supplier_pair",
    "testing",
    "threshold_public_good",
    "tit_for_tat",
    "transfer_equilibria",
    "verdict",
    "verify",
    "with_clock",
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

"""Games: stage games, repeated games, who sees what, what may be exacted, strategies."""

from coopgames.games.anonymous import AnonymousGame, LinearPublicGood, PayoffTable
from coopgames.games.automaton import Automaton, grim_trigger
from coopgames.games.monitoring import (
    AttributedSignals,
    GaussianMeasure,
    PerfectMonitoring,
    PrivateValuation,
    PublicMonitoring,
)
from coopgames.games.named import prisoners_dilemma, supplier_pair
from coopgames.games.plans import ExitPlan, FinePlan
from coopgames.games.repeated import RepeatedGame
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises
from coopgames.games.stage import StageGame

__all__ = [
    "AnonymousGame",
    "AttributedSignals",
    "Automaton",
    "Exclusion",
    "ExitPlan",
    "Fine",
    "FinePlan",
    "GaussianMeasure",
    "LinearPublicGood",
    "PayoffTable",
    "PerfectMonitoring",
    "PhysicalPenalty",
    "PrivateValuation",
    "Promises",
    "PublicMonitoring",
    "RepeatedGame",
    "StageGame",
    "grim_trigger",
    "prisoners_dilemma",
    "supplier_pair",
]

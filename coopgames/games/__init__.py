"""Games: stage games, repeated games, who sees what, what may be exacted, strategies."""

from coopgames.games.anonymous import AnonymousGame, LinearPublicGood, PayoffTable
from coopgames.games.automaton import Automaton
from coopgames.games.composition import rename_states, with_clock
from coopgames.games.delayed_signals import delayed_information
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton
from coopgames.games.monitoring import (
    AnonymousSignals,
    AttributedSignals,
    GaussianMeasure,
    PerfectMonitoring,
    PrivateValuation,
    PublicMonitoring,
)
from coopgames.games.named import (
    abreu_sannikov_2014,
    battle_of_the_sexes,
    chicken,
    matching_pennies,
    prisoners_dilemma,
    stag_hunt,
    supplier_pair,
)
from coopgames.games.named_automata import (
    finite_punishment,
    grim_trigger,
    nash_reversion,
    stick_and_carrot,
    stop_rule,
    tit_for_tat,
)
from coopgames.games.named_groups import public_goods, threshold_public_good
from coopgames.games.named_markets import cournot, entry, inspection
from coopgames.games.named_signals import (
    identifiable_partnership,
    noisy_partnership,
    price_war,
)
from coopgames.games.payment_plans import PaymentPlan
from coopgames.games.penal_codes import PenalCode
from coopgames.games.plans import ExitPlan, FinePlan
from coopgames.games.public_automata import PublicAutomaton
from coopgames.games.repeated import RepeatedGame
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises, WorkStoppage
from coopgames.games.stage import StageGame

__all__ = [
    "AnonymousGame",
    "AnonymousSignals",
    "AttributedSignals",
    "Automaton",
    "Exclusion",
    "ExitPlan",
    "Fine",
    "FinePlan",
    "GaussianMeasure",
    "LinearPublicGood",
    "MarkovAutomaton",
    "MarkovGame",
    "PaymentPlan",
    "PayoffTable",
    "PenalCode",
    "PerfectMonitoring",
    "PhysicalPenalty",
    "PrivateValuation",
    "Promises",
    "PublicAutomaton",
    "PublicMonitoring",
    "RepeatedGame",
    "StageGame",
    "WorkStoppage",
    "abreu_sannikov_2014",
    "battle_of_the_sexes",
    "chicken",
    "cournot",
    "delayed_information",
    "entry",
    "finite_punishment",
    "grim_trigger",
    "identifiable_partnership",
    "inspection",
    "matching_pennies",
    "nash_reversion",
    "noisy_partnership",
    "price_war",
    "prisoners_dilemma",
    "public_goods",
    "rename_states",
    "stag_hunt",
    "stick_and_carrot",
    "stop_rule",
    "supplier_pair",
    "threshold_public_good",
    "tit_for_tat",
    "with_clock",
]

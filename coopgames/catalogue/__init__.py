"""The institutions of Wanderley (2004), each one a game that can be solved.

Examples
--------
>>> faena = institution("faena", stages=2, benefit=3)
>>> print(*faena.threshold().value)
[1/2, 1)
>>> faena.verdict().word
'sustained'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coopgames.catalogue.institution import Institution, Source
from coopgames.errors import invalid
from coopgames.institutions.levels import nearest

if TYPE_CHECKING:
    from coopgames.catalogue.asking import InstitutionVerdict
    from coopgames.catalogue.defensive.alarm_tree import (
        AssemblyDuty,
        PhoneTree,
        SafetyInNumbers,
    )
    from coopgames.catalogue.defensive.ayni import (
        Ayni,
        AyniWithLedger,
        AyniWithRandomNeed,
    )
    from coopgames.catalogue.defensive.critical_situation import (
        LoneFair,
        MortalAssociation,
        PaymentInTurn,
        SaltaPayment,
    )
    from coopgames.catalogue.defensive.faena import (
        CredibleFaena,
        Faena,
        FaenaWithAccidents,
        RollCall,
        WorkWithoutStopRule,
    )
    from coopgames.catalogue.defensive.gift_registry import (
        GiftRegistry,
    )
    from coopgames.catalogue.defensive.leadership import (
        DuesForTheLeader,
        Leadership,
    )
    from coopgames.catalogue.defensive.legality import (
        Inspection,
        Invisibility,
    )
    from coopgames.catalogue.defensive.march import (
        March,
    )
    from coopgames.catalogue.defensive.march_dialogue import (
        Escalation,
        ThreatOfMarches,
    )
    from coopgames.catalogue.defensive.march_once import (
        MarchForPrivateGain,
        MarchOnce,
    )
    from coopgames.catalogue.defensive.marketplace import (
        Marketplace,
        MarketplaceBestSize,
        MarketplaceCollapse,
        MarketplaceEntry,
    )
    from coopgames.catalogue.defensive.minka import (
        Minka,
    )
    from coopgames.catalogue.defensive.pasanaku import (
        OneCyclePasanaku,
        Pasanaku,
        PasanakuOrPrivateSaving,
        RandomOrderPasanaku,
    )
    from coopgames.catalogue.defensive.safety_net import (
        MutualFund,
        SafetyNet,
        SomeInsurance,
    )
    from coopgames.catalogue.defensive.yanapa import (
        Yanapa,
    )
    from coopgames.catalogue.specialization.holdup import (
        DurableAsset,
        HoldUp,
        HoldUpWithOutlay,
        OneOrder,
    )
    from coopgames.catalogue.specialization.imitation import (
        ConstantSumImitation,
        DesignWithoutConsent,
        GrowingPie,
        Imitation,
    )
    from coopgames.catalogue.specialization.linked_relations import (
        ApartRelations,
        LentStake,
        LinkedRelations,
        TiedRelations,
        WorthLinking,
    )
    from coopgames.catalogue.specialization.purchasing_pool import (
        CollectedPot,
        HidesByJudgement,
        HidesByLot,
        JointPurchase,
        MerchantCredit,
        NobodyCalls,
        PrepaidOrder,
        SeasonalCredit,
    )
    from coopgames.catalogue.specialization.subcontracting import (
        CollusionProofSubcontracting,
        ReviewedSubcontracting,
        RingSubcontracting,
        Subcontracting,
    )
    from coopgames.catalogue.specialization.subcontracting_court import (
        CourtSubcontracting,
        FilingSubcontracting,
    )
    from coopgames.catalogue.specialization.subcontracting_judges import (
        ArbitratedSubcontracting,
        CertifiedSubcontracting,
        MeasuredSubcontracting,
    )
    from coopgames.catalogue.specialization.subcontracting_stakes import (
        BundledSubcontracting,
        IndependentSubcontracting,
        RiskedSafetyNet,
    )
    from coopgames.catalogue.specialization.subcontracting_wealth import (
        CautiousSubcontracting,
        WealthBoundSubcontracting,
    )
    from coopgames.catalogue.state_and_market.apprenticeship import (
        Apprenticeship,
        GradualLessons,
        SpecializedGraduate,
    )
    from coopgames.catalogue.state_and_market.casera import (
        Casera,
    )
    from coopgames.catalogue.state_and_market.federation import (
        BribedDelegates,
        Federation,
        FederationTop,
    )
    from coopgames.catalogue.state_and_market.peer_lending import (
        IndividualLending,
        PeerLending,
    )
    from coopgames.catalogue.state_and_market.price_discipline import (
        FinedMarket,
        NeighbouringStalls,
        PriceDiscipline,
        PriceWarForEver,
    )
    from coopgames.catalogue.state_and_market.state_dialogue import (
        DialogueFirst,
        HeardDialogue,
        MarchFirst,
    )
    from coopgames.catalogue.state_and_market.zero_sum_belief import (
        FirstTrial,
        SecretDesigns,
        StaticBelief,
        ZeroSumBelief,
    )

#: Module -> its games. The first of an institution's games is what its name stands for.
_CATALOGUE = {
    "defensive.faena": "Faena WorkWithoutStopRule RollCall FaenaWithAccidents CredibleFaena",
    "defensive.ayni": "Ayni AyniWithRandomNeed AyniWithLedger",
    "defensive.minka": "Minka",
    "defensive.yanapa": "Yanapa",
    "defensive.gift_registry": "GiftRegistry",
    "defensive.pasanaku": "Pasanaku RandomOrderPasanaku OneCyclePasanaku PasanakuOrPrivateSaving",
    "defensive.leadership": "Leadership DuesForTheLeader",
    "defensive.alarm_tree": "PhoneTree SafetyInNumbers AssemblyDuty",
    "defensive.march": "March",
    "defensive.march_once": "MarchOnce MarchForPrivateGain",
    "defensive.march_dialogue": "Escalation ThreatOfMarches",
    "defensive.marketplace": "Marketplace MarketplaceCollapse MarketplaceEntry MarketplaceBestSize",
    "defensive.safety_net": "SafetyNet MutualFund SomeInsurance",
    "defensive.critical_situation": "SaltaPayment PaymentInTurn LoneFair MortalAssociation",
    "defensive.legality": "Inspection Invisibility",
    "specialization.subcontracting": (
        "Subcontracting RingSubcontracting CollusionProofSubcontracting ReviewedSubcontracting"
    ),
    "specialization.subcontracting_stakes": (
        "IndependentSubcontracting BundledSubcontracting RiskedSafetyNet"
    ),
    "specialization.subcontracting_wealth": "WealthBoundSubcontracting CautiousSubcontracting",
    "specialization.subcontracting_court": "CourtSubcontracting FilingSubcontracting",
    "specialization.subcontracting_judges": (
        "CertifiedSubcontracting ArbitratedSubcontracting MeasuredSubcontracting"
    ),
    "specialization.holdup": "HoldUp OneOrder HoldUpWithOutlay DurableAsset",
    "specialization.imitation": "Imitation ConstantSumImitation GrowingPie DesignWithoutConsent",
    "specialization.purchasing_pool": (
        "JointPurchase NobodyCalls CollectedPot PrepaidOrder MerchantCredit "
        "SeasonalCredit HidesByLot HidesByJudgement"
    ),
    "specialization.linked_relations": (
        "LinkedRelations ApartRelations LentStake TiedRelations WorthLinking"
    ),
    "state_and_market.peer_lending": "PeerLending IndividualLending",
    "state_and_market.apprenticeship": "Apprenticeship GradualLessons SpecializedGraduate",
    "state_and_market.casera": "Casera",
    "state_and_market.price_discipline": (
        "PriceDiscipline PriceWarForEver NeighbouringStalls FinedMarket"
    ),
    "state_and_market.state_dialogue": "DialogueFirst MarchFirst HeardDialogue",
    "state_and_market.zero_sum_belief": "ZeroSumBelief StaticBelief SecretDesigns FirstTrial",
    "state_and_market.federation": "Federation FederationTop BribedDelegates",
}
_LATER = {**_CATALOGUE, "asking": "InstitutionVerdict"}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names.split()}

__all__ = [
    "ApartRelations",
    "Apprenticeship",
    "ArbitratedSubcontracting",
    "AssemblyDuty",
    "Ayni",
    "AyniWithLedger",
    "AyniWithRandomNeed",
    "BribedDelegates",
    "BundledSubcontracting",
    "Casera",
    "CautiousSubcontracting",
    "CertifiedSubcontracting",
    "CollectedPot",
    "CollusionProofSubcontracting",
    "ConstantSumImitation",
    "CourtSubcontracting",
    "CredibleFaena",
    "DesignWithoutConsent",
    "DialogueFirst",
    "DuesForTheLeader",
    "DurableAsset",
    "Escalation",
    "Faena",
    "FaenaWithAccidents",
    "Federation",
    "FederationTop",
    "FilingSubcontracting",
    "FinedMarket",
    "FirstTrial",
    "GiftRegistry",
    "GradualLessons",
    "GrowingPie",
    "HeardDialogue",
    "HidesByJudgement",
    "HidesByLot",
    "HoldUp",
    "HoldUpWithOutlay",
    "Imitation",
    "IndependentSubcontracting",
    "IndividualLending",
    "Inspection",
    "Institution",
    "InstitutionVerdict",
    "Invisibility",
    "JointPurchase",
    "Leadership",
    "LentStake",
    "LinkedRelations",
    "LoneFair",
    "March",
    "MarchFirst",
    "MarchForPrivateGain",
    "MarchOnce",
    "Marketplace",
    "MarketplaceBestSize",
    "MarketplaceCollapse",
    "MarketplaceEntry",
    "MeasuredSubcontracting",
    "MerchantCredit",
    "Minka",
    "MortalAssociation",
    "MutualFund",
    "NeighbouringStalls",
    "NobodyCalls",
    "OneCyclePasanaku",
    "OneOrder",
    "Pasanaku",
    "PasanakuOrPrivateSaving",
    "PaymentInTurn",
    "PeerLending",
    "PhoneTree",
    "PrepaidOrder",
    "PriceDiscipline",
    "PriceWarForEver",
    "RandomOrderPasanaku",
    "ReviewedSubcontracting",
    "RingSubcontracting",
    "RiskedSafetyNet",
    "RollCall",
    "SafetyInNumbers",
    "SafetyNet",
    "SaltaPayment",
    "SeasonalCredit",
    "SecretDesigns",
    "SomeInsurance",
    "Source",
    "SpecializedGraduate",
    "StaticBelief",
    "Subcontracting",
    "ThreatOfMarches",
    "TiedRelations",
    "WealthBoundSubcontracting",
    "WorkWithoutStopRule",
    "WorthLinking",
    "Yanapa",
    "ZeroSumBelief",
    "institution",
    "institutions",
]


def institutions(*, variants: bool = False) -> tuple[Institution, ...]:
    """Return all institutions at their default numbers, in the order of the notes.

    Parameters
    ----------
    variants : bool, optional
        Whether the other games of each institution are there too.

    Examples
    --------
    >>> institutions()[0].name, len(institutions(variants=True)) > len(institutions())
    ('faena', True)
    """
    found = [
        getattr(import_module(f"coopgames.catalogue.{module}"), name)()
        for module, names in _CATALOGUE.items()
        for name in names.split()
    ]
    first: dict[str, Institution] = {}
    for x in found:
        first.setdefault(x.name, x)
    return tuple(found if variants else first.values())


def institution(name: str, **numbers: object) -> Any:
    """Return an institution of the catalogue, at its default numbers or at others.

    Parameters
    ----------
    name : str
        Of :func:`institutions`; ``"faena: roll call"`` is a variant.
    **numbers
        Fields of the institution.

    Raises
    ------
    InvalidGameError
        If there is no such institution or number.
    """
    for found in institutions(variants=True):
        # The first of an institution's games answers to its name alone.
        if name in (found.name, f"{found.name}: {found.variant}"):
            return found.at(**numbers)
    known = tuple(x.name for x in institutions())
    raise invalid("name", name, f"one of {', '.join(known)}{nearest(name, known)}")


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"coopgames.catalogue.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'coopgames.catalogue' has no attribute {name!r}")

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
    from coopgames.catalogue.defensive.marketplace import (
        Marketplace,
        MarketplaceBestSize,
        MarketplaceCollapse,
        MarketplaceEntry,
    )
    from coopgames.catalogue.defensive.minka import (
        Minka,
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

#: Module -> its institutions, the first of which is what the name of the module stands for.
_CATALOGUE = {
    "defensive.faena": "Faena WorkWithoutStopRule RollCall FaenaWithAccidents CredibleFaena",
    "defensive.ayni": "Ayni AyniWithRandomNeed AyniWithLedger",
    "defensive.minka": "Minka",
    "defensive.yanapa": "Yanapa",
    "defensive.gift_registry": "GiftRegistry",
    "defensive.alarm_tree": "PhoneTree SafetyInNumbers AssemblyDuty",
    "defensive.marketplace": "Marketplace MarketplaceCollapse MarketplaceEntry MarketplaceBestSize",
    "specialization.holdup": "HoldUp OneOrder HoldUpWithOutlay DurableAsset",
    "specialization.imitation": "Imitation ConstantSumImitation GrowingPie DesignWithoutConsent",
}
_LATER = {**_CATALOGUE, "asking": "InstitutionVerdict"}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names.split()}

__all__ = [
    "AssemblyDuty",
    "Ayni",
    "AyniWithLedger",
    "AyniWithRandomNeed",
    "ConstantSumImitation",
    "CredibleFaena",
    "DesignWithoutConsent",
    "DurableAsset",
    "Faena",
    "FaenaWithAccidents",
    "GiftRegistry",
    "GrowingPie",
    "HoldUp",
    "HoldUpWithOutlay",
    "Imitation",
    "Institution",
    "InstitutionVerdict",
    "Marketplace",
    "MarketplaceBestSize",
    "MarketplaceCollapse",
    "MarketplaceEntry",
    "Minka",
    "OneOrder",
    "PhoneTree",
    "RollCall",
    "SafetyInNumbers",
    "Source",
    "WorkWithoutStopRule",
    "Yanapa",
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
    found: list[Institution] = []
    for module, names in _CATALOGUE.items():
        own = names.split() if variants else names.split()[:1]
        home = import_module(f"coopgames.catalogue.{module}")
        found += [getattr(home, name)() for name in own]
    return tuple(found)


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

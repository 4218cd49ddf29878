"""The formulas of the theory notes, in one place; no solver may look here.

SymPy is imported when a formula is asked for, not before.
"""

from __future__ import annotations

from coopgames.claims.closed_forms import (
    alarm_tree,
    apprenticeship,
    ayni,
    casera,
    critical_situation,
    faena,
    federation,
    gift_registry,
    holdup,
    imitation,
    leadership,
    legality,
    linked_relations,
    march,
    marketplace,
    minka,
    pair,
    pasanaku,
    peer_lending,
    price_discipline,
    purchasing_pool,
    safety_net,
    state_dialogue,
    subcontracting,
    theorem1,
    yanapa,
    zero_sum_belief,
)
from coopgames.claims.closed_forms.form import ClosedForm, RootForm
from coopgames.errors import invalid

__all__ = ["ClosedForm", "RootForm", "closed_form", "closed_forms"]

_FORMS = {
    **theorem1.FORMS,
    **pair.FORMS,
    **faena.FORMS,
    **ayni.FORMS,
    **minka.FORMS,
    **yanapa.FORMS,
    **gift_registry.FORMS,
    **pasanaku.FORMS,
    **leadership.FORMS,
    **alarm_tree.FORMS,
    **march.FORMS,
    **marketplace.FORMS,
    **safety_net.FORMS,
    **critical_situation.FORMS,
    **legality.FORMS,
    **holdup.FORMS,
    **imitation.FORMS,
    **purchasing_pool.FORMS,
    **linked_relations.FORMS,
    **subcontracting.FORMS,
    **casera.FORMS,
    **price_discipline.FORMS,
    **peer_lending.FORMS,
    **apprenticeship.FORMS,
    **federation.FORMS,
    **state_dialogue.FORMS,
    **zero_sum_belief.FORMS,
}


def closed_forms() -> tuple[tuple[str, str], ...]:
    """Return the pairs (institution, unknown) for which there is a formula.

    Examples
    --------
    >>> ("theorem1_treasury", "members") in closed_forms()
    True
    """
    return tuple(_FORMS)


def closed_form(institution: str, unknown: str) -> ClosedForm | RootForm:
    """Return the formula for one unknown of one institution.

    Parameters
    ----------
    institution : str
        ``theorem1_burnt``, ``theorem1_treasury``, ``theorem1_unflagged`` (contribution family),
        ``equity_index``, ``pair_private`` (P1a), ``pair_third_party`` (P1b) or
        ``pair_side_agreements`` (P1c'), or an institution of :mod:`coopgames.catalogue`.
    unknown : str
        ``beta`` (of a round) and others: :func:`closed_forms` lists all pairs.

    Returns
    -------
    ClosedForm or RootForm

    Raises
    ------
    InvalidGameError
        If there is no such formula; the message lists those that exist.

    References
    ----------
    ``docs/theory/defensive.md``, section 1, and ``docs/theory/specialization.md``, P1a to P1c.

    Examples
    --------
    >>> form = closed_form("theorem1_burnt", "beta")
    >>> form.expression
    kappa/(D*v + kappa*(1 - alpha))
    >>> form.at(kappa="9/20", v="31/20", alpha="1/10", D="1/2")
    Fraction(45, 118)
    """
    key = institution, unknown
    if key not in _FORMS:
        known = ", ".join(f"{name} {of!r}" for name, of in _FORMS)
        raise invalid("institution, unknown", key, f"one of {known}")
    return _FORMS[key]()

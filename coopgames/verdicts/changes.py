"""What differs between an activity in two cases, and the games in which only some of it does."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.games import Exclusion, Fine
from coopgames.institutions import ATTRIBUTES, Activity, Arrangement, Case
from coopgames.institutions.levels import LEVELS, Attribute

__all__ = ["CHANGE_LABELS", "Change", "Situation", "changes_between", "mixed", "situation"]

_STAKES = ("members", "cost", "benefit", "surplus")

#: What each change is called for people, in the order in which changes are listed.
CHANGE_LABELS = {
    **{name: name for name in ATTRIBUTES},
    "observers": "who sees and judges",
    "sanction": "sanction",
    "side_agreements": "side agreements",
    "partner_sees": "what the partner sees",
    "physical_penalty": "physical penalty",
    "stakes": "stakes",
    "patience": "patience",
}

# Parts of an arrangement that exist for one kind of observers only, and the change that moves each.
_PARTS = {
    "side_agreement_cost": ("side_agreements", "partner"),
    "partner_sees": ("partner_sees", "partner"),
    "physical_penalty": ("physical_penalty", "members"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two cases.

    Attributes
    ----------
    name : str
        A key of :data:`CHANGE_LABELS`.
    before, after : str
        In the first case and in the second, in words.
    """

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The change in words."""
        return CHANGE_LABELS[self.name]


@dataclass(frozen=True, slots=True)
class Situation:
    """An activity under the arrangement that applies to it, at a discount factor per period.

    The attributes are numbers: two cases may give the same level a different meaning.
    """

    activity: Activity
    arrangement: Arrangement
    discount_factor: Fraction


def situation(case: Case, name: str, discount_factor: Fraction) -> Situation:
    """Return an activity of a case as it is there."""
    activity = case.activity(name)
    arrangement = case.column_for(activity)
    numbers: dict[str, Any] = {x: _primitive(activity, arrangement, x) for x in ATTRIBUTES}
    return Situation(activity.replace(**numbers), arrangement, discount_factor)


def _primitive(activity: Activity, arrangement: Arrangement, attribute: Attribute) -> object:
    return arrangement.standard.value(attribute, getattr(activity, attribute))


def changes_between(first: Case, second: Case, ends: tuple[Situation, Situation]) -> list[Change]:
    """Return what differs, at most nine things.

    The four attributes (by number, not by level); who sees and judges, with the parts of an
    arrangement that only such observers have; the sanction; the stakes, all together; patience.
    """
    found = [
        Change(
            name,
            _setting(first, ends[0], name),
            _setting(second, ends[1], name),
        )
        for name in ATTRIBUTES
        if getattr(ends[0].activity, name) != getattr(ends[1].activity, name)
    ]
    found += _arrangement_changes(ends[0].arrangement, ends[1].arrangement)
    stakes = [_stakes(end.activity) for end in ends]
    if stakes[0] != stakes[1]:
        found.append(Change("stakes", *stakes))
    if ends[0].discount_factor != ends[1].discount_factor:
        found.append(Change("patience", *(str(end.discount_factor) for end in ends)))
    return found


def _setting(case: Case, end: Situation, attribute: Attribute) -> str:
    level = getattr(case.activity(end.activity.name), attribute)
    number = str(getattr(end.activity, attribute))
    return f"{level} ({number})" if level in LEVELS else number


def _stakes(activity: Activity) -> str:
    return ", ".join(f"{name} {getattr(activity, name)}" for name in _STAKES)


def _arrangement_changes(first: Arrangement, second: Arrangement) -> list[Change]:
    found: list[Change] = []
    same = first.observers == second.observers
    if not same:
        words = [_observers(x, _separable(first, second)) for x in (first, second)]
        found.append(Change("observers", *words))
    if first.sanction != second.sanction and _separable(first, second):
        found.append(Change("sanction", first.sanction_label, second.sanction_label))
    for part, (name, _) in _PARTS.items():
        before, after = getattr(first, part), getattr(second, part)
        if same and before != after:
            found.append(Change(name, _or_none(before), _or_none(after)))
    return found


def _observers(arrangement: Arrangement, separable: bool) -> str:
    who = "all members" if arrangement.observers == "members" else "the partner alone"
    return who if separable else f"{who}; {arrangement.sanction_label}"


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)


def _separable(first: Arrangement, second: Arrangement) -> bool:
    """Whether one can have the sanction of one arrangement with the observers of the other.

    Promises are solved for a pair alone, and capped or netted fines before members alone; so these
    come and go with the observers.
    """
    return first.observers == second.observers or all(map(_carries_over, (first, second)))


def _carries_over(arrangement: Arrangement) -> bool:
    sanction = arrangement.sanction
    if isinstance(sanction, Fine):
        return sanction.cap is None and not sanction.netted
    return isinstance(sanction, Exclusion)


def mixed(first: Situation, second: Situation, changed: AbstractSet[str]) -> Situation:
    """Return the situation in which only the named changes have been made.

    A fine that others receive needs others: as long as the partner alone sees and judges, it is a
    fine that the pair loses. So to change the recipient without the observers changes nothing.

    Parameters
    ----------
    first, second : Situation
    changed : set of str
        Names of changes.
    """
    start, end = first.activity, second.activity
    changes: dict[str, Any] = {x: getattr(end, x) for x in ATTRIBUTES if x in changed}
    if "stakes" in changed:
        changes |= {x: getattr(end, x) for x in _STAKES}
    if "observers" in changed:
        changes["valued_by"] = end.valued_by
    return Situation(
        start.replace(**changes),
        _mixed_arrangement(first.arrangement, second.arrangement, changed),
        (second if "patience" in changed else first).discount_factor,
    )


def _mixed_arrangement(
    first: Arrangement, second: Arrangement, changed: AbstractSet[str]
) -> Arrangement:
    who = second if "observers" in changed else first
    sanction = (second if "sanction" in changed else first).sanction
    if not _separable(first, second):
        sanction = who.sanction
    elif who.observers == "partner" and isinstance(sanction, Fine):
        sanction = Fine("burnt", sanction.cap)
    same = first.observers == second.observers
    parts: dict[str, Any] = {}
    for part, (name, observers) in _PARTS.items():
        if observers == who.observers:
            owner = (second if name in changed else first) if same else who
            parts[part] = getattr(owner, part)
    return Arrangement("between", who.observers, sanction, standard=who.standard, **parts)

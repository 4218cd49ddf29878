"""What the book says of independence and the security net, and two relations in one game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import quantity
from coopgames.games import MarkovGame

__all__ = ["ALARM", "DETECTED", "PATIENT", "Relations", "ToldOfLinks", "members_game"]

ALARM = "probability of a complaint after good work"
DETECTED = "probability of a complaint after bad work"
PATIENT = "discount factor of a round"


class ToldOfLinks(Institution):
    """What the book says of risky partnerships, for all their games."""

    __slots__ = ()
    name: ClassVar[str] = "linked_relations"
    title: ClassVar[str] = "Subcontracting linked to the safety net"
    source: ClassVar[Source] = Source(
        "6",
        "II, Independence",
        "Potential partners, with whom producers could have problems, are their security net, the "
        "only ones they may count on in a moment of personal crisis, and therefore, it is not wise "
        "to put these relationships in jeopardy by establishing risky partnerships.",
        "docs/theory/linking_imitation.md, P3",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("not", "the quality of work is in the eye of who receives it"),
        "simplicity": ("partly", "help is there or not, work is better or worse"),
        "simultaneity": ("not", "help and work are returned later"),
        "proximity": ("met", "the partners are neighbours and associates"),
        "sanction": ("-", "what is lost after a bad signal nobody gains"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the diminishing value of money near subsistence",
        "repair and apology",
        "what one relation tells about the other",
        "the loss of who complains when the tie is cut",
    )


@dataclass(frozen=True, slots=True)
class Relations(ToldOfLinks):
    """A safety net and production between the same members, in every round."""

    net_gain: Number = quantity("one-round gain from not helping", "money", "kappa_s", 1, above=0)
    net_value: Number = quantity(
        "what the safety net is worth to a member", "money a round", "v_s", "3/2", least=0
    )
    work_gain: Number = quantity("one-round gain from bad work", "money", "kappa_p", "4/5", above=0)
    work_value: Number = quantity(
        "what subcontracting adds for a member", "money a round", "v_p", 1, least=0
    )


#: What a member does -> the relations in which he fails.
_ACTS: dict[str, tuple[str, ...]] = {
    "keep": (),
    "do not help": ("net",),
    "shirk": ("work",),
    "neither help nor work": ("net", "work"),
}
#: State -> the relations that still stand.
_STANDING: dict[str, tuple[str, ...]] = {
    "both": ("net", "work"),
    "net only": ("net",),
    "work only": ("work",),
    "over": (),
}
_STATE = {standing: state for state, standing in _STANDING.items()}


def members_game(
    relations: Relations,
    detections: Mapping[str, Number],
    discount_factor: Number,
    players: int,
    *,
    linked: bool,
) -> MarkovGame:
    """Return the game of two members, or of one whose partner follows the plan.

    Parameters
    ----------
    relations : Relations
    detections : mapping of "net" and "work" to the probability that a failure is seen
    discount_factor : number
    players : {1, 2}
    linked : bool
        Whether a bad signal ends both relations, or only its own.

    Notes
    -----
    A member's contribution costs him the gain and is worth ``value + gain`` to the other, so that a
    round with all contributions is worth ``value`` to each. Signals come only after failures.
    """
    gains = {"net": relations.net_gain, "work": relations.work_gain}
    values = {"net": relations.net_value, "work": relations.work_value}
    standing = {s: own for s, own in _STANDING.items() if not linked or s in ("both", "over")}
    labels = {
        s: [tuple(a for a, fails in _ACTS.items() if set(fails) <= set(own))] * players
        for s, own in standing.items()
    }

    def failures(relation: str, acts: tuple[str, ...]) -> list[int]:
        return [int(relation in _ACTS[a]) for a in acts]

    def payoffs(state: str, acts: tuple[str, ...]) -> list[Number]:
        found = [relations.net_value * 0] * players
        for r in standing[state]:
            fails = failures(r, acts)
            for i, own in enumerate(fails):
                lost = (values[r] + gains[r]) * (sum(fails) - own)
                found[i] += values[r] + gains[r] * own - lost
        return found

    def move(state: str, acts: tuple[str, ...]) -> Any:
        own = standing[state]
        unseen = {r: (1 - detections[r]) ** sum(failures(r, acts)) for r in own}
        law: dict[str, Number] = {}
        for bad in product((False, True), repeat=len(own)):
            p: Number = 1
            for r, is_bad in zip(own, bad, strict=True):
                p = p * (1 - unseen[r] if is_bad else unseen[r])
            left = tuple(r for r, is_bad in zip(own, bad, strict=True) if not is_bad)
            after = _STATE[() if linked and any(bad) else left]
            law[after] = law.get(after, 0) + p
        return law

    names = None if players > 1 else ["a member"]
    return MarkovGame.from_function(
        list(standing), labels, payoffs, move, discount_factor, "both", names
    )

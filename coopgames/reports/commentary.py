"""What is said of the shipped case alone: choices of what to show, and candidate explanations.

Everything else in a report comes from the case file and from the verdicts. What stands here is tied
to the name of a case, and is left out when the activity that it speaks of is not there.
"""

from __future__ import annotations

from fractions import Fraction

from coopgames.institutions import Activity, Case

__all__ = [
    "candidate_explanations",
    "coding_caveat",
    "figure_activities",
    "fixed_beforehand",
    "second_look",
    "second_look_reason",
]

_SECOND_LOOK = {"wanderley2004": ("subcontracting", Fraction(49, 50))}
_SECOND_LOOK_REASON = {
    "wanderley2004": (
        "A less patient member, the second look of the note that fixed the coding: what flips a "
        "verdict depends on patience, so one activity is shown at another discount factor too."
    )
}
_FIXED_BEFOREHAND = {
    "wanderley2004": (
        "The ranges and the rule were fixed first. Nothing was tuned after it was seen."
    )
}
_FIGURE = {"wanderley2004": ("faena", "misfortune", "celebration", "subcontracting")}

# docs/theory/linking_imitation.md, P7b.
_CANDIDATES = {
    ("wanderley2004", "collective_purchase"): (
        "Candidate explanations (theory note on linking and imitation, P7b); the source gives no "
        "numbers for them, so the model does not claim that any of them is the reason:",
        (
            "coordination: that nobody joins is an equilibrium too, and there is nobody whose task "
            "it is to call the purchase;",
            "the saving is near 0: shops resell the goods of one importer, and better terms begin "
            "near US$ 10,000;",
            "the saving is competed away in lower selling prices;",
            "showing what one buys shows one's designs;",
            "cash: orders follow last week's sales, so the quantity is not reached on one day;",
            "outside the model: producers do not count purchasing as a common interest.",
        ),
    )
}

_CODING = {
    "wanderley2004": (
        "The levels were coded by one reader who had read the whole book, its conclusions "
        "included, from the same text that reports what is done; and the author herself explains "
        "the absence of specialization by the attributes. So the coding is not independent of the "
        "outcome, and agreement is in part built in. The rule was fixed before anything was "
        "solved. A second coding by somebody who does not know the outcomes is missing."
    )
}


def coding_caveat(case: Case) -> str:
    """Return what is known of how the activities were coded."""
    return _CODING.get(
        case.name,
        "The report does not know whether those who coded the attributes knew what is done. If "
        "they did, agreement is in part built in; a second coding by somebody who does not know "
        "the outcomes would tell.",
    )


def candidate_explanations(case: Case, activity: Activity) -> tuple[str, tuple[str, ...]] | None:
    """Return an introduction and candidate explanations of a disagreement, if there are any."""
    return _CANDIDATES.get((case.name, activity.name))


def second_look(case: Case) -> tuple[Activity, Fraction] | None:
    """Return an activity and another discount factor at which its flips are shown as well."""
    name, delta = _SECOND_LOOK.get(case.name, ("", Fraction(0)))
    return next(((x, delta) for x in case.activities if x.name == name), None)


def second_look_reason(case: Case) -> str:
    """Return why the second look is taken, or an empty text."""
    return _SECOND_LOOK_REASON.get(case.name, "")


def fixed_beforehand(case: Case) -> str:
    """Return what is known of whether numbers were tuned, or an empty text."""
    return _FIXED_BEFOREHAND.get(case.name, "")


def figure_activities(case: Case) -> tuple[Activity, ...] | None:
    """Return the activities whose curves are drawn, or None to let the thresholds choose."""
    names = _FIGURE.get(case.name, ())
    found = tuple(x for name in names for x in case.activities if x.name == name)
    return found if found and len(found) == len(names) else None

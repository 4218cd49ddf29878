"""What a referee asks first: what the verdicts do not show, and what they take for granted."""

from __future__ import annotations

from coopgames.reports.commentary import coding_caveat
from coopgames.reports.contrast import Contrast
from coopgames.reports.headline import listed
from coopgames.reports.markdown import bullets, plain

__all__ = ["referee_section", "rule_of_thumb"]


def rule_of_thumb(contrast: Contrast) -> tuple[int, int, int]:
    """Return how often a rule without a model agrees with the source, the model does, of how many.

    The rule: what members value is done, what only a partner can value is not. *Occasional* counts
    as not done, for the rule and for the model.
    """
    compared = [x for x in contrast.comparisons if x.agreement in ("agrees", "disagrees")]
    rule = sum(
        (x.activity.valued_by == "members") == (x.activity.observed == "cooperation")
        for x in compared
    )
    return rule, sum(x.agreement == "agrees" for x in compared), len(compared)


def referee_section(contrast: Contrast) -> str:
    """Return the section; what is counted in it is counted from the contrast."""
    items = (
        _strategies(contrast),
        _multiplicity(),
        _renegotiation(contrast),
        _coalitions(contrast),
        "**Identical members.** All members have the same stakes, patience and visibility, and in "
        "a pair the roles never change. Members who differ are not covered.",
        "**Numbers.** Stakes, scales and the discount factor are stated, not estimated; nothing is "
        "calibrated to data. A critical discount factor is as good as they are. "
        "The certificates prove the arithmetic of the stated games, not that the games are right.",
        f"**Coding.** {coding_caveat(contrast.case)}",
        _fit(contrast),
        *_witnesses(contrast),
        "**Signals.** Errors of a valuation are normal and independent over dimensions, shirking "
        "is all or nothing, and one sanction answers for the whole contribution. Shirking on some "
        "dimensions only, or a fine for each of them, can move the thresholds.",
    )
    return "## What a referee will ask\n\n" + bullets(x for x in items if x)


def _strategies(contrast: Contrast) -> str:
    classes = list(dict.fromkeys(x.strategies for x in contrast.cells))
    named = "; or ".join(f"*{plain(x)}*" for x in classes)
    return (
        "**Which strategies are refuted.** *Not sustained* and *never* are about the class of "
        f"strategies and sanctions of their column ({named}) and about nothing "
        "else. Plans in which some shirk now and then, in which roles rotate, in which payments "
        "depend on a longer record than the last round, or in which players condition on what only "
        "they know are not refuted."
    )


def _multiplicity() -> str:
    return (
        "**Multiplicity.** Everybody shirking in every round is an equilibrium wherever shirking "
        "pays in the round itself, whatever the discount factor, and usually there are many "
        "others. The model says what can be sustained; it has no theory of what is selected, and "
        "an activity that is not done does not refute a verdict of *sustained*; it leaves a gap "
        "to be explained. Nor does one that is done show that the mechanism is the model's."
    )


def _renegotiation(contrast: Contrast) -> str:
    parts: list[str] = []
    if any(x.arrangement.observers == "members" for x in contrast.cells):
        parts.append("who refuses to pay is excluded for ever, even if taking them back would pay")
    if any(x.arrangement.observers == "partner" for x in contrast.cells):
        parts.append(
            "what is burnt after a complaint is lost to both, who would gain by forgetting it"
        )
    return (
        f"**Renegotiation.** It is assumed away: {listed(parts)}. No plan here is claimed to "
        "be proof against renegotiation."
    )


def _coalitions(contrast: Contrast) -> str:
    text = "**Coalitions.** A verdict is about deviations by one player at a time."
    if contrast.witness_tests:
        text += (
            " The collusion test looks at joint misreports of witnesses, and only at those: "
            "members who agree to shirk together, or to refuse to pay together, are not examined."
        )
    return text


def _fit(contrast: Contrast) -> str:
    rule, model, total = rule_of_thumb(contrast)
    if not total:
        return ""
    return (
        "**A rule without a model.** *What members value is done, what only a partner can value "
        f"is not* agrees with the source on {rule} of {total} activities, the model on {model} "
        "(*occasional* counted as not done). Who can value an activity is part of the coding, so "
        "agreement is no evidence for the rest of the model: what it adds is not fit but critical "
        "discount factors, grounds, and refutations."
    )


def _witnesses(contrast: Contrast) -> list[str]:
    if not contrast.witness_tests:
        return []
    return [
        "**Witnesses.** The flags of different members are independent given effort; but the "
        "witnesses of one member are taken to see one common event. With errors that are "
        "independent between witnesses no payments make the truth strictly best, and the flags "
        "would then need another ground. Nothing here tests which of the two holds."
    ]

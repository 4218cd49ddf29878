"""The collusion test in a report, on both sides: the pair, and the association's witnesses."""

from __future__ import annotations

from coopgames.plots.labels import short
from coopgames.reports.contrast import Contrast
from coopgames.reports.headline import counted, is_or_are, listed
from coopgames.reports.markdown import bullets, plain, table

__all__ = ["collusion_section"]

_CONDITIONS = (
    "(a) The penalty on each witness when their reports differ exceeds a member's share of the "
    "fine, so that no single witness gains by a false complaint. The penalties below are twice "
    "that share; with them no single witness gains as soon as there are two, so that *needed* is 2 "
    "by that choice.",
    "(b) The witnesses see the same event, or at least their errors are correlated given effort. "
    "With errors that are independent given effort no payments make the truth strictly best. "
    "This is assumed, it is not tested.",
    "(c) No coalition that can form contains all the witnesses. Such a coalition dictates the "
    "outcome; one that lacks a witness changes nothing, or causes a disagreement and pays for it.",
)


def collusion_section(contrast: Contrast) -> str:
    """Return the section."""
    return "\n\n".join(
        [
            "## The collusion test, on both sides",
            "A report is evidence only if nobody is paid to change it. The same question is put "
            "to both kinds of arrangement (theory note on specialization, P1c).",
            _pair(contrast),
            *_association(contrast),
        ]
    )


def _pair(contrast: Contrast) -> str:
    free = [x for x in contrast.cells if x.arrangement.side_agreement_cost == 0]
    if not free:
        return (
            "**Between two.** The case has no arrangement in which side agreements are free "
            "(`side_agreement_cost = 0`), so this side was not tested."
        )
    never = [x for x in free if x.word == "never"]
    columns = listed(list(dict.fromkeys(f"“{plain(x.arrangement.label)}”" for x in free)))
    text = (
        "**Between two.** The partner's report is the only evidence. If the two can agree on it at "
        "no cost, their joint value cannot depend on it: what one lost the other would gain. But "
        "who reports truthfully may neither gain nor lose by the report, so nobody loses by "
        f"a complaint. Under {columns}, {counted(len(never), len(free))} "
        f"{is_or_are(len(never), len(free))} sustained at no discount factor below 1"
    )
    refuted = sum(
        any(found.kind == "lp_infeasible" for found in x.certificates.values()) for x in never
    )
    if refuted:
        text += (
            f"; {refuted} of these verdicts come with a refutation that holds for every discount "
            "factor at once (a Farkas vector of the incentive inequalities, kind `lp_infeasible`)"
        )
    attributes = [x for x in never if not x.flips]
    if never and len(attributes) == len(never):
        text += ". No change of the four attributes flips any of them: they rest on collusion alone"
    return text + "."


def _untested(contrast: Contrast) -> str:
    """Say why no flags of an association were put to the test."""
    kept = [
        x.verdict.activity
        for x in contrast.comparisons
        if x.verdict is not None and x.verdict.sustained
        if x.verdict.arrangement.observers == "members"
    ]
    if not kept:
        return "No activity is sustained before members, so there are no flags to test."
    if any(isinstance(x.members, int) and x.members < 3 for x in kept):
        return (
            "A panel of witnesses needs three members: of two, the only witness is the other "
            "party. So the flags were not tested."
        )
    return "What is sustained is not sustained by a flat fine, so there are no flags to test."


def _association(contrast: Contrast) -> list[str]:
    tests = contrast.witness_tests
    if not tests:
        return [f"**Before an association.** {_untested(contrast)}"]
    enough = [name for name, test in tests.items() if test.proof]
    rows: list[list[str]] = []
    for name, test in tests.items():
        activity = contrast.case.activity(name)
        coalition = str(test.smallest_coalition) if test.smallest_coalition else "none gains"
        rows.append(
            [
                plain(activity.label),
                str(activity.members),
                str(test.supplied),
                str(test.needed),
                coalition,
                short(test.fine),
                str(test.disagreement_penalty),
            ]
        )
    head = [
        "activity",
        "members",
        "witnesses supplied",
        "needed",
        "smallest coalition that gains",
        "fine",
        "penalty for disagreement",
    ]
    return [
        "**Before an association.** A flag there is the report of witnesses: unanimous reports "
        "decide, and when they differ the member on trial pays the fine and each witness a "
        "penalty. The reports withstand collusion under three conditions:",
        bullets(_CONDITIONS),
        f"Proximity supplies enough witnesses for {counted(len(enough), len(tests))}. *Witnesses "
        "supplied* is proximity times the others, rounded down: an expected number. In the "
        "game itself proximity is the probability that somebody entitled sees. A coalition smaller "
        "than *smallest coalition that gains* gains by no joint misreport; coalitions are "
        "enumerated, with the fine counted as a gain shared by the others. The fine and the "
        "penalty for disagreement are not tested jointly against the value of membership.",
        table(head, rows),
    ]

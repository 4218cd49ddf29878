"""The comparison of two cases in Markdown: what differs, and what makes the difference."""

from __future__ import annotations

from coopgames.institutions import Case
from coopgames.plots.labels import threshold_text
from coopgames.reports.comparison import (
    comparison_headline,
    decisive_sentence,
    sets_sentence,
    share_text,
)
from coopgames.reports.markdown import bullets, plain, table
from coopgames.verdicts import Judgement
from coopgames.verdicts.differences import ActivityDifference, Differences

__all__ = ["COMPARISON_FIGURE", "comparison_markdown"]

COMPARISON_FIGURE = "figures/differences.svg"


def comparison_markdown(found: Differences, certificates: int) -> str:
    """Return the text of the report.

    Parameters
    ----------
    found : Differences
    certificates : int
        How many certificates were written and accepted.
    """
    parts = [
        f"# {plain(found.first.name)} and {plain(found.second.name)}",
        _sources(found),
        f"**{plain(comparison_headline(found))}**",
        _verdicts(found),
        *(_decomposition(found, x) for x in found.differing),
        *_agreeing(found),
        _reading(found),
        _certificates(found, certificates),
    ]
    return "\n\n".join(parts) + "\n"


def _sources(found: Differences) -> str:
    return bullets(map(_source, (found.first, found.second)))


def _source(case: Case) -> str:
    text = f"*{plain(case.name)}*: {plain(case.label)}."
    return f"{text} Source of the coding: {plain(case.source)}." if case.source else text


def _verdicts(found: Differences) -> str:
    head = ["activity"]
    for case in (found.first, found.second):
        head += [f"{plain(case.name)}: verdict", "critical discount factor", "the source reports"]
    rows: list[list[str]] = []
    for x in found.activities:
        label = plain(x.label)
        row = [f"**{label}**" if x.differs else label]
        for end in (x.first, x.second):
            row += [_verdict_cell(end), threshold_text(end), end.activity.observed or "-"]
        rows.append(row)
    parts = ["## Verdicts", table(head, rows)]
    for case, names in zip((found.first, found.second), found.left_out, strict=True):
        if names:
            parts.append(f"Only in {plain(case.name)}, and left out: {plain(', '.join(names))}.")
    if found.differing:
        parts.append(f"![share of the orders in which each change flips]({COMPARISON_FIGURE})")
    return "\n\n".join(parts)


def _verdict_cell(x: Judgement) -> str:
    return f"{x.word} under “{plain(x.arrangement.label)}”"


def _decomposition(found: Differences, x: ActivityDifference) -> str:
    rows = [
        [
            share.change.label,
            plain(share.change.before),
            plain(share.change.after),
            share_text(share.net),
            share_text(share.back),
        ]
        for share in x.shares
    ]
    first, second = found.first.name, found.second.name
    head = ["change", plain(first), plain(second), "share of the orders", "flips back in"]
    return "\n\n".join(
        [
            f"## What makes the difference: {plain(x.label)}",
            plain(decisive_sentence(x)),
            table(head, rows),
            bullets(
                [
                    f"Made in {plain(first)} alone, these flip its verdict (all minimal sets): "
                    f"{sets_sentence(x.sufficient)}.",
                    f"Taken back in {plain(second)} alone, these flip its verdict (all minimal "
                    f"sets): {sets_sentence(x.undoing)}.",
                ]
            ),
        ]
    )


def _agreeing(found: Differences) -> list[str]:
    same = [x for x in found.activities if not x.differs]
    if not same:
        return []
    rows = [
        [plain(x.label), change.label, plain(change.before), plain(change.after)]
        for x in same
        for change in x.changes
    ]
    names = plain(", ".join(x.label for x in same))
    parts = [
        "## What differs without making a difference",
        f"The verdicts on {names} do not differ, or one of them is undecided; so there is nothing "
        "to be decomposed.",
    ]
    if rows:
        head = ["activity", "what differs", plain(found.first.name), plain(found.second.name)]
        parts.append(table(head, rows))
    return ["\n\n".join(parts)]


def _reading(found: Differences) -> str:
    classes = {(x.arrangement.label, x.strategies) for y in found.activities for x in _ends(y)}
    items = [
        "A *share* says in how many of the orders of the changes a change is the one at which the "
        "verdict flips, less those in which it flips it back: the Shapley value of the change. The "
        "shares of an activity add up to 1. A share of 0 says nothing about other games than those "
        "between these two.",
        "A share is no causal effect. It is about games of the model, at the stated stakes, and it "
        "depends on what is counted as one change.",
        "As long as the partner alone sees and judges, a fine that others receive is one that the "
        "pair loses: to change the recipient of the fine without who sees and judges changes "
        "nothing, and so those two share what they do together.",
        "*Sustained* claims that the plan is an equilibrium, not that it is played. *Not "
        "sustained* and *never* refute the stated class of strategies and sanctions, and no more. "
        + " ".join(f"*{plain(label)}*: {plain(text)}." for label, text in sorted(classes)),
        "That the model's verdict agrees with what a source reports is no evidence that the "
        "institution named here is the one at work.",
    ]
    return "## How to read it\n\n" + bullets(items)


def _ends(x: ActivityDifference) -> tuple[Judgement, Judgement]:
    return x.first, x.second


def _certificates(found: Differences, count: int) -> str:
    return "\n\n".join(
        [
            "## Certificates",
            f"The folder `certificates` holds {count} certificate{'' if count == 1 else 's'}: of "
            f"each verdict in {plain(found.first.name)} and in {plain(found.second.name)}, and of "
            "the verdict after each minimal set of changes above (`with_...`, `without_...`). All "
            "were accepted by the checker, as read back from the disk, before this report was "
            "written. From this folder:",
            "```\npython -I -S checker.py certificates/*.json\n```",
        ]
    )

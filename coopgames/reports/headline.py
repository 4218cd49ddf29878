"""The sentences that a contrast comes down to; every number in them is found, none is typed in."""

from __future__ import annotations

from collections.abc import Sequence

from coopgames.plots.labels import bounds, short, threshold_text
from coopgames.reports.contrast import Comparison, Contrast
from coopgames.reports.contrast_table import per_year, year
from coopgames.verdicts import Ground, Judgement

__all__ = ["counted", "disagreement", "grounds_lines", "hardest", "headline", "is_or_are", "listed"]

_LONG = 6  # more names than this are counted, not listed


def listed(names: Sequence[str], joint: str = "and") -> str:
    """Return names as a list in a sentence; names that hold commas are kept apart by semicolons.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a, b", "c"])
    ('a, b and c', 'a, b; and c')
    """
    if len(names) < 2:
        return "".join(names)
    comma = ";" if any("," in name for name in names) else ","
    last = f"; {joint} " if comma == ";" else f" {joint} "
    return f"{comma} ".join(names[:-1]) + last + names[-1]


def headline(contrast: Contrast) -> str:
    """Return what the contrast says, in two or three sentences."""
    case = contrast.case
    delta = contrast.discount_factor
    groups = [
        _group(contrast.valued_by("members"), "that members value"),
        _group(contrast.valued_by("partner"), "that only a partner can value"),
    ]
    first = (
        f"At a discount factor of {delta} a {case.period} ({year(delta, case.periods_per_year)} a "
        f"year), {'; '.join(filter(None, groups))}."
    )
    return " ".join(x for x in (first, _counterfactual(contrast), _collusion(contrast)) if x)


def _group(verdicts: Sequence[Judgement], words: str) -> str:
    if not verdicts:
        return ""
    kept = [x for x in verdicts if x.sustained]
    columns = listed(list(dict.fromkeys(f"“{x.arrangement.label}”" for x in verdicts)))
    verb = is_or_are(len(kept), len(verdicts))
    text = f"{counted(len(kept), len(verdicts))} {words} {verb} sustained under {columns}"
    if kept and len(kept) < min(len(verdicts), _LONG):
        text += f" ({listed([x.activity.label for x in kept])})"
    undecided = sum(x.sustained is None for x in verdicts)
    if undecided:
        text += f", on {undecided} the enclosed data do not decide"
    return text


def is_or_are(some: int, all_: int) -> str:
    """Return the verb that goes with :func:`counted`."""
    return "is" if 1 in (some, all_) else "are"


def counted(some: int, all_: int) -> str:
    """Return how many of how many activities.

    Examples
    --------
    >>> counted(1, 2), counted(0, 1)
    ('1 of 2 activities', '0 of 1 activity')
    """
    return f"{some} of {all_} {'activity' if all_ == 1 else 'activities'}"


def hardest(contrast: Contrast) -> Judgement | None:
    """Return what a partner alone can value, is not sustained, and would be hardest before members.

    The verdict is the one under the arrangement that applies to what members value, so that its
    threshold is what the activity would need if members could value it. None if there is none.
    """
    column = contrast.case.columns.members
    if column is None or column not in contrast.case.columns.order:
        return None
    found = [
        contrast.cell(x.activity.name, column)
        for x in contrast.valued_by("partner")
        if x.sustained is False and Ground.RECIPIENT in x.grounds
    ]
    with_threshold = [x for x in found if x.threshold is not None]
    return max(with_threshold, key=lambda x: float(x.threshold or 0), default=None)


def _counterfactual(contrast: Contrast) -> str:
    before = hardest(contrast)
    if before is None:
        return ""
    case, name = contrast.case, before.activity.label
    own = next(x for x in contrast.valued_by("partner") if x.activity == before.activity)
    text = (
        f"“{name}” {_from_where(own, case.period)} under “{own.arrangement.label}”; under "
        f"“{before.arrangement.label}”, if members could value it, it would need "
        f"{threshold_text(before)} a {case.period} ({per_year(before, case.periods_per_year)} a "
        "year)"
    )
    assert before.threshold is not None  # the hardest is found by it
    lower, upper = bounds(before.threshold)
    if lower > case.largest:
        text += f", beyond the range considered (up to {short(case.largest)})"
    elif own.word == "never" and upper <= case.largest:
        more = f"more than {short(contrast.discount_factor)}, but " if not before.sustained else ""
        text += (
            f", {more}within the range considered (up to {short(case.largest)}): for anybody that "
            "patient the obstacle is not impatience but that a partner alone can value it"
        )
    return text + "."


def _from_where(x: Judgement, period: str) -> str:
    """Return from which discount factor on something that fails here would be sustained."""
    if x.threshold is not None:
        return f"is sustained from {threshold_text(x)} a {period} on"
    if x.word == "never":
        return "is sustained at no discount factor below 1"
    return "is not sustained (whether it is at any, the enclosed data do not decide)"


def _collusion(contrast: Contrast) -> str:
    tested = [
        x
        for x in contrast.cells
        if x.arrangement.observers == "partner"
        and x.arrangement.side_agreement_cost == 0
        and x.activity.valued_by == "partner"
    ]
    if not tested:
        return ""
    never = [x for x in tested if x.word == "never"]
    verb = is_or_are(len(never), len(tested))
    text = (
        f"If reports must also be collusion-proof, {len(never)} of {len(tested)} of those that "
        f"only a partner can value {verb} sustained at no discount factor"
    )
    undecided = sum(x.sustained is None for x in tested)
    return text + (f", and on {undecided} the data do not decide." if undecided else ".")


def disagreement(contrast: Contrast) -> str:
    """Return where the model and the source disagree, and on how many activities they agree."""
    agree = contrast.compared("agrees")
    differ = contrast.compared("disagrees")
    open_ = contrast.compared("undecided")
    total = len(agree) + len(differ) + len(open_)
    if total == 0:
        return "The case does not say what was observed, so there is nothing to compare with."
    if differ:
        cases = "; ".join(_difference(x, contrast.case.period) for x in differ)
        text = (
            f"The model disagrees with the source on {counted(len(differ), total)}: {cases}. "
            f"It agrees on {len(agree)}."
        )
    else:
        text = f"The model agrees with the source on {counted(len(agree), total)}."
    if open_:
        names = listed([f"“{x.activity.label}”" for x in open_])
        text += f" On {names} the enclosed data do not decide."
    return text


def _difference(comparison: Comparison, period: str) -> str:
    answer = comparison.verdict
    assert answer is not None  # only a comparison with a verdict can disagree
    start, need = f"from {threshold_text(answer)} a {period} on", "it would need "
    need += f"{threshold_text(answer)} a {period}"
    if answer.threshold is None:
        start = need = "its critical discount factor is undecided"
    said = {
        "sustained": f"is sustained ({start})",
        "not sustained": f"is not sustained ({need})",
        "never": "is sustained at no discount factor below 1",
    }[answer.word]
    reports = {
        "none": "none",
        "occasional": "occasional cooperation",
        "cooperation": "cooperation",
    }[str(comparison.activity.observed)]
    return (
        f"“{comparison.activity.label}” {said} under “{answer.arrangement.label}”, and the source "
        f"reports {reports}"
    )


def grounds_lines(contrast: Contrast) -> list[str]:
    """Return, for each ground that occurs, what it means and which verdicts rest on it.

    The verdicts are those under the arrangement that applies, and those in which reports must be
    collusion-proof.
    """
    own = contrast.applicable
    lines: list[str] = []
    for ground in Ground:
        places: dict[str, list[str]] = {}
        for x in contrast.cells:
            relevant = own.get(x.activity.name) == x.arrangement.name or (
                ground is Ground.COLLUSION and x.activity.valued_by == "partner"
            )
            if relevant and ground in x.grounds:
                places.setdefault(x.arrangement.label, []).append(x.activity.label)
        if places:
            where = "; ".join(
                f"{listed(names)} (under “{column}”)" for column, names in places.items()
            )
            lines.append(f"{ground.value}: {where}")
    return lines

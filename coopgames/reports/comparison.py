"""Two cases compared, in sentences and rows: every number is found, none is typed in."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

from coopgames.plots.labels import bounds, decimal, short, threshold_text
from coopgames.reports.contrast_table import year
from coopgames.reports.headline import is_or_are, listed
from coopgames.verdicts import Judgement
from coopgames.verdicts.changes import CHANGE_LABELS
from coopgames.verdicts.differences import ActivityDifference, Differences, Share

__all__ = [
    "comparison_csv",
    "comparison_headline",
    "comparison_rows",
    "decisive_sentence",
    "sets_sentence",
    "share_text",
]


def comparison_headline(found: Differences) -> str:
    """Return what the comparison says, in two or three sentences."""
    names = [x.label for x in found.differing]
    total = len(found.activities)
    common = f"{total} activit{'y' if total == 1 else 'ies'} of both cases"
    count = f"{len(names)} {is_or_are(len(names), total)}" if names else "none is"
    text = f"Of {common}, {count} judged differently"
    text += f": {listed(names)}." if names else "."
    undecided = [x.label for x in found.activities if None in _sustained(x)]
    if undecided:
        text += f" On {listed(undecided)} the enclosed data do not decide."
    return f"{text} {_rates(found)}"


def _sustained(x: ActivityDifference) -> tuple[bool | None, bool | None]:
    return x.first.sustained, x.second.sustained


def _rates(found: Differences) -> str:
    period, periods = found.first.period, found.first.periods_per_year
    texts = [f"{short(x)} a {period} ({year(x, periods)} a year)" for x in found.discount_factors]
    if texts[0] == texts[1]:
        return f"Both are judged at a discount factor of {texts[0]}."
    return (
        f"Each is judged at its own discount factor, {texts[0]} in {found.first.name} and "
        f"{texts[1]} in {found.second.name}: patience is then one of the changes."
    )


def decisive_sentence(x: ActivityDifference) -> str:
    """Return which change flips the verdict in most of the orders."""
    best = max(share.net for share in x.shares)
    names = [share.change.label for share in x.shares if share.net == best]
    verb = "flips" if len(names) == 1 else "each flip"
    orders = "the one order" if x.orders == 1 else f"the {x.orders} orders"
    text = f"{x.label}: {listed(names)} {verb} the verdict in {share_text(best)} of {orders}."
    back = [share.change.label for share in x.shares if share.back]
    if back:
        text += f" In some orders the verdict flips back: {listed(back)}."
    if x.undecided:
        text += f" On {x.undecided} of the {len(x.verdicts)} games the data do not decide."
    return text


def share_text(share: Fraction) -> str:
    """Return a share as a fraction, with two decimals beside it.

    Examples
    --------
    >>> share_text(Fraction(2, 3)), share_text(Fraction(1)), share_text(Fraction(0))
    ('2/3 (0.67)', '1', '0')
    """
    return str(share) if share.denominator == 1 else f"{share} ({decimal(share, 2)})"


def sets_sentence(sets: tuple[tuple[str, ...], ...]) -> str:
    """Return sets of changes as sets, in words."""
    return " or ".join("{" + ", ".join(CHANGE_LABELS[x] for x in names) + "}" for names in sets)


def comparison_rows(found: Differences) -> list[dict[str, str]]:
    """Return one row per activity and change, numbers as ``p/q``; empty: there is none.

    An activity in which nothing differs has one row without a change.
    """
    rows: list[dict[str, str]] = []
    for x in found.activities:
        shares: dict[str, Share] = {share.change.name: share for share in x.shares}
        head = {
            "activity": x.name,
            "title": x.label,
            **_end("first", found.first.name, x.first),
            **_end("second", found.second.name, x.second),
            "differs": str(x.differs).lower(),
            "orders": str(x.orders),
        }
        for change in x.changes or (None,):
            share = None if change is None else shares.get(change.name)
            rows.append(
                head
                | {
                    "change": "" if change is None else change.name,
                    "before": "" if change is None else change.before,
                    "after": "" if change is None else change.after,
                    "share": "" if share is None else str(share.net),
                    "towards": "" if share is None else str(share.towards),
                    "back": "" if share is None else str(share.back),
                    "share_decimal": "" if share is None else decimal(share.net, 4),
                }
            )
    return rows


def _end(which: str, case: str, x: Judgement) -> dict[str, str]:
    lower, upper = ("", "") if x.threshold is None else map(str, bounds(x.threshold))
    return {
        f"{which}_case": case,
        f"{which}_arrangement": x.arrangement.name,
        f"{which}_discount_factor": str(x.discount_factor),
        f"{which}_verdict": x.word,
        f"{which}_threshold": threshold_text(x),
        f"{which}_threshold_lower": lower,
        f"{which}_threshold_upper": upper,
        f"{which}_observed": x.activity.observed,
    }


def comparison_csv(found: Differences) -> str:
    """Return the rows as the text of a CSV file; lines end in a line feed, on every system."""
    rows = comparison_rows(found)
    stream = StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()

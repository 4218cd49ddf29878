"""The contrast as a CSV file: one row per activity and arrangement, exact ends as text."""

from __future__ import annotations

import csv
from io import StringIO

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.plots.labels import bounds, decimal, factor_text, power
from coopgames.reports.contrast import Contrast
from coopgames.reports.writing import named_certificates
from coopgames.verdicts import Judgement

__all__ = ["contrast_csv", "csv_rows"]

_TRUTH = {True: "true", False: "false", None: ""}


def csv_rows(contrast: Contrast) -> list[dict[str, str]]:
    """Return the rows of the file.

    Numbers that are enclosures have two exact ends, ``p/q``; the decimals beside them are for
    reading. Empty means: there is no such number.
    """
    outcome = {x.activity.name: x.agreement for x in contrast.comparisons}
    own = contrast.applicable
    return [
        _row(x, contrast, own.get(x.activity.name) == x.arrangement.name, outcome)
        for x in contrast.cells
    ]


def _row(
    x: Judgement, contrast: Contrast, applies: bool, outcome: dict[str, str]
) -> dict[str, str]:
    gain = x.deviation.gain
    lower, upper = bounds(gain)
    return {
        "activity": x.activity.name,
        "activity_title": x.activity.label,
        "valued_by": x.activity.valued_by,
        "arrangement": x.arrangement.name,
        "arrangement_title": x.arrangement.label,
        "applies": _TRUTH[applies],
        "discount_factor": str(x.discount_factor),
        "verdict": x.word,
        "sustained": _TRUTH[x.sustained],
        **_threshold_columns(x, contrast.case.periods_per_year),
        "binding": "; ".join(x.binding),
        "binding_attribute": x.binding_attribute or "",
        "grounds": "; ".join(ground.label for ground in x.grounds),
        "flips": " | ".join(" + ".join(names) for names in x.flips),
        "deviation_gain_lower": str(lower),
        "deviation_gain_upper": str(upper),
        "deviation_gain": decimal(gain, 6),
        "observed": x.activity.observed,
        "agreement": outcome[x.activity.name] if applies else "",
        "source": x.activity.source,
        "strategies": x.strategies,
        "certificates": "; ".join(name for name, _ in named_certificates([x])),
    }


def _threshold_columns(x: Judgement, periods: int) -> dict[str, str]:
    names = (
        "threshold_kind",
        "threshold_lower",
        "threshold_upper",
        "threshold_width",
        "threshold",
        "threshold_per_year",
    )
    value = x.threshold
    if value is None:
        kind = "never" if x.word == "never" else "undecided"
        return dict(zip(names, (kind, "", "", "", "", ""), strict=True))
    lower, upper = bounds(value)
    kind = "fraction"
    if isinstance(value, Enclosure):
        kind = "enclosure"
    elif isinstance(value, AlgebraicNumber):
        kind = "algebraic"
    texts = (
        kind,
        str(lower),
        str(upper),
        f"{float(upper - lower):.3e}" if upper != lower else "0",
        factor_text(value, 10),
        factor_text(power(value, periods), 6),
    )
    return dict(zip(names, texts, strict=True))


def contrast_csv(contrast: Contrast) -> str:
    """Return the text of the file; lines end in a line feed, on every system."""
    rows = csv_rows(contrast)
    stream = StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()

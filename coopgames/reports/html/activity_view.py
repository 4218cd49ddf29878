"""One activity as a section of the page: everything about it in texts, for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopgames.arithmetic import Enclosure
from coopgames.institutions import Activity
from coopgames.institutions.explanation import shown
from coopgames.plots.labels import bounds, decimal, threshold_text
from coopgames.reports.contrast import Comparison, Contrast
from coopgames.reports.contrast_table import flips_text, per_year
from coopgames.reports.robustness_section import share_text
from coopgames.reports.supplement import Supplement
from coopgames.reports.writing import CertificateFile, named_certificates
from coopgames.verdicts import Judgement, WitnessTest

__all__ = ["ActivityView", "VerdictView", "activity_views"]

NONE = "–"


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The verdict under one arrangement."""

    column: str
    applies: bool
    word: str
    threshold: str
    grounds: str
    binding: str
    binding_attribute: str
    deviation: str
    flips: str
    share: str
    strategies: str
    certificates: tuple[CertificateFile, ...]


@dataclass(frozen=True, slots=True)
class ActivityView:
    """What the page shows of an activity."""

    identifier: str
    label: str
    word: str
    agreement: str
    observed: str
    valued_by: str
    ground: str
    source: str
    coding_column: str
    coding: tuple[tuple[str, ...], ...]
    verdicts: tuple[VerdictView, ...]
    witnesses: str


def activity_views(
    contrast: Contrast, extra: Supplement, files: Mapping[str, CertificateFile]
) -> list[ActivityView]:
    """Return a view of every activity, in the order of the case.

    Parameters
    ----------
    contrast : Contrast
    extra : Supplement
    files : mapping of file name to CertificateFile
        The certificates as they were written.
    """
    return [_view(x, contrast, extra, files) for x in contrast.comparisons]


def _view(
    comparison: Comparison,
    contrast: Contrast,
    extra: Supplement,
    files: Mapping[str, CertificateFile],
) -> ActivityView:
    activity, own = comparison.activity, comparison.verdict
    cells = [x for x in contrast.cells if x.activity.name == activity.name]
    if own is not None and own not in cells:  # a column that applies but is not listed
        cells.append(own)
    shown_under = own or cells[0]
    return ActivityView(
        identifier=f"activity-{activity.name}",
        label=activity.label,
        word=own.word if own else "no column applies",
        agreement=comparison.agreement,
        observed=activity.observed,
        valued_by=activity.valued_by,
        ground=activity.ground,
        source=activity.source,
        coding_column=shown_under.arrangement.label,
        coding=_coding(activity, shown_under),
        verdicts=tuple(_verdict(x, x is own, contrast, extra, files) for x in cells),
        witnesses=_witnesses(contrast.witness_tests.get(activity.name)),
    )


def _coding(activity: Activity, under: Judgement) -> tuple[tuple[str, ...], ...]:
    """Return the rows of :meth:`Activity.explain`; enclosures to six decimals."""
    explanation = activity.explain(under.arrangement)
    return tuple(
        (x.attribute, x.level, x.primitive, x.symbol, shown(x.value), x.source)
        for x in explanation.rows
    )


def _verdict(
    x: Judgement,
    applies: bool,
    contrast: Contrast,
    extra: Supplement,
    files: Mapping[str, CertificateFile],
) -> VerdictView:
    names = (name for name, _ in named_certificates([x]))
    return VerdictView(
        column=x.arrangement.label,
        applies=applies,
        word=x.word,
        threshold=_threshold(x, contrast.case.periods_per_year),
        grounds=", ".join(ground.label for ground in x.grounds) or NONE,
        binding=", ".join(x.binding) or NONE,
        binding_attribute=x.binding_attribute or NONE,
        deviation=_deviation(x),
        flips=flips_text(x),
        share=_share(x, extra),
        strategies=x.strategies,
        certificates=tuple(files[name] for name in names),
    )


def _threshold(x: Judgement, periods: int) -> str:
    year = "" if x.threshold is None else f" ({per_year(x, periods)})"
    return threshold_text(x) + year


def _deviation(x: Judgement) -> str:
    lower, upper = bounds(x.deviation.gain)
    if upper < 0:
        return f"\N{MINUS SIGN}{decimal(Enclosure(-upper, -lower))}"
    return decimal(Enclosure(lower, upper))


def _share(x: Judgement, extra: Supplement) -> str:
    if extra.robustness is None:
        return ""
    for cell in extra.robustness.cells:
        if (cell.activity, cell.arrangement) == (x.activity.name, x.arrangement.name):
            return share_text(cell.sustained)
    return NONE


def _witnesses(test: WitnessTest | None) -> str:
    if test is None:
        return ""
    coalition = (
        f"the smallest coalition that gains by a joint misreport has {test.smallest_coalition}"
        if test.smallest_coalition
        else "no coalition gains by a joint misreport"
    )
    enough = "enough" if test.proof else "too few"
    return (
        f"Witnesses: proximity supplies {test.supplied}, {enough} against single members "
        f"({test.needed} needed); {coalition}."
    )

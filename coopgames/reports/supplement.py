"""What a report adds to a contrast: robustness, the paths, and Table 9 where a case has one."""

from __future__ import annotations

from dataclasses import dataclass

from coopgames.catalogue import InstitutionVerdict, institutions
from coopgames.errors import UnsupportedGameError
from coopgames.institutions import Activity
from coopgames.reports.contrast import Contrast
from coopgames.reports.headline import hardest
from coopgames.reports.robustness import robustness
from coopgames.reports.robustness_result import Robustness
from coopgames.reports.table9 import Table9Score, table9_score
from coopgames.verdicts import Judgement
from coopgames.verdicts.paths import AttributePaths, attribute_paths

__all__ = ["Supplement", "path_ends", "supplement"]


@dataclass(frozen=True, slots=True)
class Supplement:
    """Further results about a case; None where the case does not allow them.

    Attributes
    ----------
    robustness : Robustness or None
    paths : AttributePaths or None
    table9 : Table9Score or None
    institutions : tuple of InstitutionVerdict
        The institutions of the catalogue at their default numbers; empty unless asked for.
    """

    robustness: Robustness | None = None
    paths: AttributePaths | None = None
    table9: Table9Score | None = None
    institutions: tuple[InstitutionVerdict, ...] = ()


def supplement(contrast: Contrast, *, catalogue: bool = False) -> Supplement:
    """Compute what the case of a contrast allows.

    Parameters
    ----------
    contrast : Contrast
    catalogue : bool, optional
        Whether the institutions of the catalogue are judged as well; they do not depend on the
        case.
    """
    scored = None if contrast.case.table9 is None else table9_score(contrast.case)
    judged = tuple(x.verdict() for x in institutions(variants=True)) if catalogue else ()
    return Supplement(_robustness(contrast), _paths(contrast), scored, judged)


def path_ends(contrast: Contrast) -> tuple[Judgement, Judgement] | None:
    """Return between which verdicts the paths go, each in its own column.

    From the first activity that members value to the hardest that only a partner can value; None
    if there is none of either kind.
    """
    members, partner = contrast.valued_by("members"), contrast.valued_by("partner")
    if not members or not partner:
        return None
    found = hardest(contrast)
    worst: Activity = found.activity if found else max(partner, key=_difficulty).activity
    return members[0], next(x for x in partner if x.activity == worst)


def _difficulty(x: Judgement) -> float:
    return 1.0 if x.threshold is None else float(x.threshold)


def _paths(contrast: Contrast) -> AttributePaths | None:
    ends = path_ends(contrast)
    if ends is None:
        return None
    start, end = ends
    if not (start.sustained or end.sustained):
        return None  # nothing to lose on the way
    try:
        return attribute_paths(
            start.activity,
            end.activity,
            (start.arrangement, end.arrangement),
            contrast.discount_factor,
        )
    except UnsupportedGameError:  # a mixture of the two that no solver covers
        return None


def _robustness(contrast: Contrast) -> Robustness | None:
    try:
        found = robustness(contrast.case)
    except UnsupportedGameError:
        return None
    return found if found.cells else None

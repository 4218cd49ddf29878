"""The robustness survey in a report: in which share of drawn worlds each verdict holds."""

from __future__ import annotations

from coopgames.institutions import Case
from coopgames.reports.commentary import fixed_beforehand
from coopgames.reports.headline import listed
from coopgames.reports.markdown import bullets, plain, table
from coopgames.reports.robustness import SEED
from coopgames.reports.robustness_result import JointShare, Robustness, RobustnessCell, Share

__all__ = ["robustness_section", "robustness_sentence", "share_text"]

# docs/theory/contrast.md, section 4: per week, and for other periods the same per year.
_PATIENCE = (0.93, 0.999)
_WEEKS_PER_YEAR = 52
_REPORTED = {"cooperation": " reported as cooperation", "none": " reported as no cooperation"}
_FEW = 3  # more names than these are counted


def share_text(share: Share) -> str:
    """Return a share and in brackets its Monte Carlo error.

    Examples
    --------
    >>> share_text(Share(1, 4)), share_text(Share(4, 4))
    ('0.250 (0.2165)', '1 (0)')
    """
    if share.count in (0, share.draws):
        return f"{int(share.value)} (0)"
    return f"{share.value:.3f} ({share.standard_error:.4f})"


def robustness_section(case: Case, result: Robustness) -> str:
    """Return the section."""
    parts = [
        "## Robustness to the numbers",
        f"{result.draws:,} worlds are drawn (seed {SEED}), and every activity is solved in each. "
        "Around the number of its level, the noise, the dimensions and the lag are log-uniform "
        "within a factor of 2, and the probability of being seen is uniform within 0.1; the gain "
        "from shirking is log-uniform between half and double, the value of a round between half "
        "and double; the discount factor is log-uniform in its distance from 1, "
        f"{_patience(case)}. One world holds for all activities, so that shares of different "
        "activities are not independent. These ranges are chosen, not estimated: a share is no "
        "probability of anything. " + fixed_beforehand(case),
        bullets(_joint(case, x) for x in result.joint),
        "Share of worlds in which full contribution is sustained, in brackets its Monte Carlo "
        "standard error; in bold the column that applies.",
        table(*_table(case, result)),
        f"A share of 0 or 1 has no standard error, but may be off by 3/{result.draws:,} (95 %). "
        f"{result.resolved:,} verdicts were too near a threshold for floating point and were "
        "solved again exactly" + _undecided(result) + ".",
    ]
    if result.left_out:
        labels = (f"*{plain(case.arrangement(name).label)}*" for name in result.left_out)
        parts.append(f"Left out, for the survey's solver does not cover it: {listed([*labels])}.")
    return "\n\n".join(part for part in parts if part)


def robustness_sentence(case: Case, result: Robustness | None) -> str:
    """Return the joint shares in one sentence, as text; empty if there are none."""
    if result is None or not result.joint:
        return ""
    parts = (
        f"in a share of {x.share.value:.3f} {_names(case, x.sustained, few=1)} sustained and "
        f"{_names(case, x.not_sustained, few=1)} not"
        for x in sorted(result.joint, key=lambda x: -x.share.count)
    )
    return f"Of {result.draws:,} worlds drawn with other numbers: {'; '.join(parts)}."


def _patience(case: Case) -> str:
    weeks = _WEEKS_PER_YEAR / case.periods_per_year
    least, most = (f"{x**weeks:.4g}" for x in _PATIENCE)
    return f"between {least} and {most} a {plain(case.period)}"


def _undecided(result: Robustness) -> str:
    count = sum(x.undecided for x in result.cells)
    return f"; {count:,} of these stay undecided and count as the floats say" if count else ""


def _joint(case: Case, joint: JointShare) -> str:
    return (
        f"In a share of {share_text(joint.share)} of the worlds "
        f"{plain(_names(case, joint.sustained))} sustained and "
        f"{plain(_names(case, joint.not_sustained))} not, each in its own column."
    )


def _names(case: Case, names: tuple[str, ...], few: int = _FEW) -> str:
    if len(names) > few:
        kinds = {case.activity(name).observed for name in names}
        reported = _REPORTED.get(kinds.pop(), "") if len(kinds) == 1 else ""
        return f"all {len(names)} activities{reported} are"
    labels = [f"“{case.activity(name).label}”" for name in names]
    return f"{listed(labels)} {'is' if len(names) == 1 else 'are'}"


def _table(case: Case, result: Robustness) -> tuple[list[str], list[list[str]]]:
    columns = [name for name in case.columns.order if name not in result.left_out]
    head = ["activity", *(plain(case.arrangement(name).label) for name in columns)]
    rows = [
        [plain(x.label), *(_cell(result.cell(x.name, column)) for column in columns)]
        for x in case.activities
    ]
    return head, rows


def _cell(cell: RobustnessCell) -> str:
    text = share_text(cell.sustained)
    return f"**{text}**" if cell.applies else text

"""The paths from one activity to another in a report: which change flips the verdict."""

from __future__ import annotations

from coopgames.reports.headline import listed
from coopgames.reports.markdown import plain, table
from coopgames.verdicts.paths import AttributePaths

__all__ = ["PATH_FIGURE", "path_section", "path_sentence"]

PATH_FIGURE = "figures/attribute_path.svg"
_WORDS = {True: "is sustained", False: "is not sustained", None: "is undecided"}


def path_section(paths: AttributePaths, period: str) -> str:
    """Return the section."""
    total = len(paths.paths)
    first, all_ = paths.first_flip_counts, paths.flip_counts
    rows = [[name, str(first[name]), str(all_[name])] for name in paths.differences]
    head = ["change", f"first to flip the verdict, in orders (of {total})", "flips in all"]
    return "\n\n".join(
        [
            "## From one activity to the other, one change at a time",
            f"“{plain(paths.start.label)}” under “{plain(paths.arrangements[0].label)}” becomes "
            f"“{plain(paths.end.label)}” under “{plain(paths.arrangements[1].label)}” by changing "
            f"{_changes(paths)}. {_orders(total)} through {len(paths.waypoints)} games, each "
            f"solved at {paths.discount_factor} a {plain(period)}. To change the "
            "valuer is to change the arrangement.",
            path_sentence(paths),
            f"![where the verdict flips on the way]({PATH_FIGURE})",
            table(head, rows),
            "A count says in how many orders a change comes when the verdict flips, not how much "
            "the change matters: that depends on what was changed before.",
        ]
    )


def _changes(paths: AttributePaths) -> str:
    count = len(paths.differences)
    if count == 1:
        return f"one thing, {paths.differences[0]}"
    return f"{count} things, one at a time: {listed(paths.differences)}"


def _orders(total: int) -> str:
    return "There is one order," if total == 1 else f"All {total} orders are walked"


def path_sentence(paths: AttributePaths) -> str:
    """Return where the verdict flips, in a sentence or two."""
    ends = paths.paths[0].verdicts
    text = f"The activity {_WORDS[ends[0]]} at the start and {_WORDS[ends[-1]]} at the end."
    steps = [f"{step} in {n}" for step, n in paths.step_counts.items() if step]
    if steps:
        text += f" Number of changes at which the verdict first flips: {listed(steps)} "
        text += "order." if len(paths.paths) == 1 else "orders."
    never = paths.step_counts.get(0, 0)
    if never:
        text += f" In {never} orders it never flips."
    back = sum(len(path.flips) > 1 for path in paths.paths)
    if back:
        text += f" In {back} orders it flips more than once."
    return text

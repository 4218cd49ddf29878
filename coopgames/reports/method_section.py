"""How to read a report, what was assumed, and how to check its certificates."""

from __future__ import annotations

from coopgames.plots.labels import short
from coopgames.reports.contrast import Contrast
from coopgames.reports.markdown import bullets, plain, table

__all__ = ["assumptions_section", "certificates_section", "reading_section"]


def reading_section(contrast: Contrast) -> str:
    """Say what the words claim, and what they do not."""
    case = contrast.case
    items = [
        "*Can be sustained* is all that *sustained* claims: the stated plan is an equilibrium. "
        "It does not say that it is played, for everybody shirking is an equilibrium too.",
        "*Not sustained* refutes the stated class of strategies and sanctions (listed below), "
        "and no more. *Never* does so for every discount factor below 1.",
        "Which column applies is itself a claim"
        + _columns_claim(contrast)
        + " The other columns are "
        "thought experiments: the same activity, with somebody else to value it.",
        "The stakes and the scales are stated numbers, not estimates. Whatever differs between two "
        "activities with equal stakes differs because of the attributes or of who values "
        "the contribution.",
        "*Undecided*: the data are enclosures, and their ends do not give the same verdict.",
        f"A discount factor is per {plain(case.period)}; a year has {case.periods_per_year} of "
        f"them. The range considered ends at {short(case.largest)}.",
        "Agreement with the source is not evidence that the mechanism is the one at work. The two "
        "kinds of disagreement do not weigh the same. An activity that is *done* and that the "
        "model refutes is evidence against the coding or the model. One that is *sustained* and "
        "not done contradicts neither: it is a gap to be explained, by coordination, by the "
        "coding, or by what the model leaves out.",
    ]
    return "## How to read it\n\n" + bullets(items)


def _columns_claim(contrast: Contrast) -> str:
    case = contrast.case
    parts: list[str] = []
    for who, words in (
        ("members", "members see and value"),
        ("partner", "only a partner can value"),
    ):
        name = getattr(case.columns, who)
        count = sum(x.valued_by == who for x in case.activities)
        if name is not None and count:
            label = plain(case.arrangement(name).label)
            parts.append(f"“{label}” for the {count} that {words}")
    return (": " + ", ".join(parts) if parts else "") + "."


def assumptions_section(contrast: Contrast) -> str:
    """List the classes of strategies, the stakes and the scales."""
    classes = {(x.arrangement.label, x.strategies) for x in contrast.cells}
    labels = [x.label for x in contrast.arrangements]
    ordered = sorted(classes, key=lambda pair: (labels.index(pair[0]), pair[1]))
    scales = [
        [
            str(row["attribute"]),
            f"{row['primitive']} ({row['symbol']})",
            str(row["met"]),
            str(row["partly"]),
            str(row["not"]),
        ]
        for row in contrast.case.standard.to_rows()
    ]
    return "\n\n".join(
        [
            "## Assumptions",
            "Each verdict is about a class of strategies and sanctions:",
            bullets(f"*{plain(label)}*: {plain(text)}." for label, text in ordered),
            _stakes(contrast),
            "What each level of an attribute means:",
            table(["attribute", "primitive", "met", "partly", "not"], scales),
            "The error of a valuation is normal, and the errors of several dimensions add up. "
            "Its probabilities are irrational: they enter as rational enclosures, every verdict "
            "holds on the whole enclosure, and a critical discount factor is then itself an "
            "enclosure. Before members each member has one public flag, independent given effort.",
        ]
    )


def _stakes(contrast: Contrast) -> str:
    stakes = {(str(x.gain), str(x.value), str(x.members)) for x in contrast.case.activities}
    if len(stakes) == 1:
        gain, value, members = stakes.pop()
        return (
            f"All activities have the same stakes: a gain from one shirk of {gain}, a round worth "
            f"{value} to a member (or to the pair), {members} members."
        )
    rows = [
        [plain(x.label), str(x.gain), str(x.value), str(x.members)]
        for x in contrast.case.activities
    ]
    return "The stakes differ between activities:\n\n" + table(
        ["activity", "gain from one shirk", "value of a round", "members"], rows
    )


def certificates_section(count: int) -> str:
    """Say how to check the certificates without this package."""
    return "\n\n".join(
        [
            "## Certificates, and how to check them",
            f"The folder `certificates` holds {count} certificate{'' if count == 1 else 's'}, "
            "one for each critical discount factor or refutation and one for each equilibrium "
            "plan. All were accepted by the checker, as read back from the disk, before this "
            "report was written. The checker is `checker.py` beside this report, with the files "
            "`checker_*.py` that it loads for some kinds; it shares no code with the solvers and "
            "needs nothing but Python. From this folder:",
            "```\npython -I -S checker.py certificates/*.json\n```",
            "It prints one sentence per file, saying what has been proved, and exits with 0 only "
            "if every file is accepted. `coopgames verify certificates/*.json` does the same.",
        ]
    )

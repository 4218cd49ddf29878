"""Cases measured on both sides, their ratios, and what was aimed at."""

from __future__ import annotations

import math
import statistics
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TARGETS = Path(__file__).parent / "targets.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """One input: seconds of both sides (None without an answer), and what the answers are worth.

    ``fair`` is False where the peer's answer is wrong: its time is printed, but not compared.
    """

    name: str
    ours: float | None
    theirs: float | None
    remark: str = ""
    fair: bool = True

    @property
    def ratio(self) -> float | None:
        """Return the peer's time over ours."""
        return self.theirs / self.ours if self.ours and self.theirs else None


@dataclass(slots=True)
class Comparison:
    """A list of cases under one title; ``found`` are the numbers that targets speak of."""

    key: str
    title: str
    peer: str
    cases: list[Case] = field(default_factory=list[Case])
    found: dict[str, float] = field(default_factory=dict[str, float])
    remarks: list[str] = field(default_factory=list[str])

    def summarize(self) -> None:
        """Add the least, the median, the largest ratio and their geometric mean."""
        ratios = [c.ratio for c in self.cases if c.fair and c.ratio is not None]
        if ratios:
            self.found |= {
                f"{self.key}.least": min(ratios),
                f"{self.key}.median": statistics.median(ratios),
                f"{self.key}.largest": max(ratios),
                f"{self.key}.geometric_mean": geometric_mean(ratios),
                f"{self.key}.compared": len(ratios),
            }

    def text(self) -> str:
        """Return the cases as a table, and a line on the ratios."""
        head = ("case", "us", self.peer, "ratio", "remark")
        body = [
            (c.name, seconds(c.ours), seconds(c.theirs), number(c.ratio), c.remark)
            for c in self.cases
        ]
        lines = [self.title, *aligned([head, *body])] if body else [self.title]
        if f"{self.key}.least" in self.found:
            parts = ("least", "median", "largest", "geometric_mean")
            values = (
                f"{p.replace('_', ' ')} {number(self.found[f'{self.key}.{p}'])}" for p in parts
            )
            count = int(self.found[f"{self.key}.compared"])
            lines.append(f"ratios, {count} of {len(self.cases)} cases: {', '.join(values)}")
        return "\n".join([*lines, *self.remarks])

    def to_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return asdict(self)


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(statistics.fmean(math.log(v) for v in values))


def targets_text(found: dict[str, float]) -> str:
    """Return targets beside measured numbers; what was not measured is said."""
    rows = [("aim", "target", "measured", "")]
    for target in targets():
        measured = found.get(target["key"])
        least = "at_least" in target
        bound: float = target["at_least" if least else "at_most"]
        aim = f"{'>=' if least else '<='} {bound:g}"
        if measured is None:
            verdict = "not measured"
        else:
            met = measured >= bound if least else measured <= bound
            verdict = "met" if met else "NOT MET"
        rows.append((target["text"], aim, number(measured), verdict))
    return "\n".join(aligned(rows))


def targets() -> list[dict[str, Any]]:
    return tomllib.loads(TARGETS.read_text(encoding="utf-8"))["target"]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines of a table: the first and last column to the left, the others to the right."""
    last = len(rows[0]) - 1
    widths = [max(len(row[i]) for row in rows) for i in range(last)]
    return [
        "  ".join(
            (
                row[0].ljust(widths[0]),
                *(row[i].rjust(widths[i]) for i in range(1, last)),
                row[last],
            )
        ).rstrip()
        for row in rows
    ]


def seconds(value: float | None) -> str:
    """Return a time in the unit that suits it."""
    if value is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-6:.3g} µs"


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"

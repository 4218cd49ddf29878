"""Time a call, time an import, print a table: nothing here knows what is measured."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MICROSECOND = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; a time is in seconds, or None where there is none."""

    work: str
    us: float | None
    peer: str
    theirs: float | None
    remark: str = ""


def best_of(repetitions: int, call: Callable[[], object]) -> float:
    """Return the least time of a call in seconds, after one call that is not counted.

    The least time is the one that other programs on the machine disturbed least. The first call
    pays for lazy imports and for compilation, here as well as in the peers.
    """
    call()
    times: list[float] = []
    for _ in range(repetitions):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def import_time(statement: str, repetitions: int = 7) -> float | None:
    """Return the least time of an import in a fresh interpreter; None if it fails."""
    code = f"import time\nt = time.perf_counter()\n{statement}\nprint(time.perf_counter() - t)"
    times: list[float] = []
    for _ in range(repetitions):
        result = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True
        )
        if result.returncode != 0:
            return None
        times.append(float(result.stdout))
    return min(times)


def version(package: str) -> str:
    """Return the installed version, or say that there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def report(rows: Sequence[Row]) -> str:
    """Return the table as text."""
    head = ("work", "us [µs]", "peer", "peer [µs]", "peer/us", "remark")
    body = [(r.work, _us(r.us), r.peer, _us(r.theirs), _ratio(r), r.remark) for r in rows]
    widths = [max(len(line[i]) for line in (head, *body)) for i in range(len(head) - 1)]
    return "\n".join("  ".join((*_pad(line, widths), line[-1])).rstrip() for line in (head, *body))


def _pad(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    numbers = (1, 3, 4)
    return [
        cell.rjust(width) if column in numbers else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(line, widths, strict=False))
    ]


def _us(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds / MICROSECOND:,.0f}"


def _ratio(row: Row) -> str:
    if row.us is None or row.theirs is None:
        return "-"
    return f"{row.theirs / row.us:.3g}"

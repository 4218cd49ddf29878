"""Time coopgames beside its peers on the same inputs: ``make bench``.

    python benchmarks/run.py [--quick] [--only KEY ...] [--json FILE] [--page FILE]
                             [--gambit PYTHON]

Every package works in processes of its own that this one starts. Answers are judged by exact sets
whose certificates the independent checker has accepted; a wrong answer is said to be wrong and its
time is left out of the ratios. ``--gambit`` names a Python that has pygambit, by default this one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import equilibria
import payoff_sets
import signals
from basics import rows
from comparison import Comparison, targets_text
from measure import report, version
from processes import Worker

PACKAGES = ("coopgames", "numpy", "scipy", "sympy", "nashpy", "quantecon", "numba", "python-flint")


PAGE = """# What is measured

Written by the benchmarks, which [benchmarks/README.md](../benchmarks/README.md) describes:

```
make bench
.venv-bench/bin/python benchmarks/run.py --page docs/performance.md --gambit PYTHON
```

Machine and versions: {described}. Other machines give other times; the ratios move less.

## Aims

```
{aims}
```

## Measurements

A ratio is the peer's time over ours. What a remark says of an answer was found with the exact
answer, whose certificate the independent checker accepted; a wrong answer's time is not compared.

{blocks}
"""


def parts(quick: bool, gambit: str) -> dict[str, Callable[[], list[Comparison]]]:
    """Return what can be asked for with ``--only``."""
    return {
        "cold": lambda: [payoff_sets.cold(quick)],
        "sets": partial(payoff_sets.warm, quick),
        "patience": lambda: [payoff_sets.patience(quick)],
        "exact": lambda: [payoff_sets.exact(quick)],
        "extreme": lambda: [equilibria.extreme(quick, gambit)],
        "pure": lambda: [equilibria.pure(quick)],
        "signals": lambda: [signals.fixed(quick), signals.drawn(quick)],
    }


def machine(gambit: str) -> dict[str, Any]:
    """Return what the numbers depend on; no names of hosts."""
    with Worker(gambit) as worker:
        found = worker.ask("versions", packages=["pygambit"]).get("answer", {})
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        **{package: version(package) for package in PACKAGES},
        "pygambit": found.get("pygambit", "not installed"),
    }


def main() -> None:
    options = arguments()
    sections: list[str] = []

    def show(text: str) -> None:
        print(text, end="\n\n", flush=True)
        sections.append(text)

    if "basics" in options.only:
        show(report(list(rows())))
    comparisons: list[Comparison] = []
    for key, measure in parts(options.quick, options.gambit).items():
        if key in options.only:
            measured = measure()
            comparisons += measured
            show("\n\n".join(c.text() for c in measured))
    found = {name: value for c in comparisons for name, value in c.found.items()}
    if comparisons:
        show(targets_text(found))
    described = machine(options.gambit)
    described_text = ", ".join(f"{name} {value}" for name, value in described.items())
    print(described_text)
    if options.json:
        document = {"machine": described, "comparisons": [c.to_json() for c in comparisons]}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if options.page:
        options.page.write_text(page(sections, described_text), encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time coopgames beside its peers.")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller inputs")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--page", type=Path, help="write the tables as a page of the documentation")
    parser.add_argument("--gambit", default=sys.executable, help="a Python that has pygambit")
    keys = ["basics", *parts(False, "")]
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="KEY")
    return parser.parse_args()


def page(sections: Sequence[str], described: str) -> str:
    """Return the page: the aims first, then everything measured."""
    *tables, aims = sections
    blocks = "\n\n".join(f"```\n{table}\n```" for table in tables)
    return PAGE.format(described=described, aims=aims, blocks=blocks)


if __name__ == "__main__":
    main()

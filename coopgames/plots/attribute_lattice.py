"""The games between two activities and the steps between them: the rows of a lattice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coopgames.plots.labels import factor_text
from coopgames.solvers import Status

if TYPE_CHECKING:
    from coopgames.verdicts import AttributePaths

__all__ = ["attribute_path_rows"]

Row = dict[str, str]


def attribute_path_rows(paths: AttributePaths) -> list[Row]:
    """Return the games on the way, the steps between them and what flips the verdict, as text.

    Parameters
    ----------
    paths : AttributePaths
        From :func:`coopgames.verdicts.attribute_paths`.

    Returns
    -------
    list of dict
        Kinds ``game`` (what was ``changed``, joined by ``+``, and the verdict), ``step`` (one more
        change ``by`` something; through how many ``orders`` it is taken, and in how many the
        verdict ``flips`` there, to the verdict in its own column) and ``total`` (flips by what,
        over all orders).
    """
    rank = {name: k for k, name in enumerate(paths.differences)}

    def node(changed: frozenset[str]) -> str:
        return "+".join(sorted(changed, key=rank.__getitem__))

    taken: Counter[tuple[frozenset[str], str]] = Counter()
    flips: Counter[tuple[frozenset[str], str]] = Counter()
    after: dict[tuple[frozenset[str], str], bool] = {}
    for path in paths.paths:
        flipped = {flip.step: flip.sustained for flip in path.flips}
        for step, name in enumerate(path.order, 1):
            edge = frozenset(path.order[: step - 1]), name
            taken[edge] += 1
            flips[edge] += step in flipped
            if step in flipped:
                after[edge] = flipped[step]
    shared = {
        "start": paths.start.label,
        "end": paths.end.label,
        "discount_factor": str(paths.discount_factor),
    }
    rows = [
        _row(
            "game",
            shared,
            changed=node(changed),
            verdict=_word(point.sustained, point.status),
            threshold="" if point.threshold is None else factor_text(point.threshold),
        )
        for changed, point in paths.waypoints.items()
    ]
    for (changed, name), number in taken.items():
        edge = changed, name
        verdict = "" if edge not in after else "sustained" if after[edge] else "not sustained"
        counts = {"orders": str(number), "flips": str(flips[edge]), "verdict": verdict}
        rows.append(_row("step", shared, changed=node(changed), by=name, **counts))
    for name, number in paths.flip_counts.items():
        orders = str(len(paths.paths))
        rows.append(_row("total", shared, by=name, orders=orders, flips=str(number)))
    return rows


def _row(kind: str, shared: Mapping[str, str], **cells: str) -> Row:
    names = ("changed", "by", "verdict", "threshold", "orders", "flips")
    return {"kind": kind, **dict.fromkeys(names, ""), **cells, **shared}


def _word(sustained: bool | None, status: Status) -> str:
    if sustained is None:
        return "undecided"
    if sustained:
        return "sustained"
    return "never" if status is Status.NEVER else "not sustained"

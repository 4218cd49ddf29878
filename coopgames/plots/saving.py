"""Figures as files that are the same bytes on every run."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopgames.errors import invalid
from coopgames.plots.style import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["figure_bytes", "new_axes", "save", "write_figure"]

# Both formats store the hour of writing unless they are told not to.
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "coopgames"},
    "pdf": {"CreationDate": None, "Creator": "coopgames", "Producer": "matplotlib"},
    "png": {"Software": "coopgames"},
}


def new_axes(width: float, height: float) -> Axes:
    """Return the Axes of a new figure of that size in inches; no window and no backend.

    Examples
    --------
    >>> new_axes(3, 2).figure.get_size_inches().tolist()
    [3.0, 2.0]
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def figure_bytes(fig: Figure, file_format: str) -> bytes:
    """Return a figure as the bytes of an SVG, PDF or PNG file.

    Raises
    ------
    InvalidGameError
        If the format is none of the three.
    """
    if file_format not in _METADATA:
        raise invalid("path", file_format, f"a file that ends in {', '.join(_METADATA)}")
    buffer = BytesIO()
    with style():  # the salt of the identifiers in an SVG file is a setting
        fig.savefig(buffer, format=file_format, metadata=_METADATA[file_format])
    return buffer.getvalue()


def save(fig: Figure, path: str | Path) -> Path:
    """Write a figure to an ``.svg``, ``.pdf`` or ``.png`` file, the same bytes on every run.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    path : str or Path
        The ending decides the format; the folder is made if need be.
    """
    file = Path(path)
    data = figure_bytes(fig, file.suffix.removeprefix(".").lower())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def write_figure(
    folder: str | Path, name: str, rows: Sequence[Mapping[str, str]], ax: Axes
) -> tuple[Path, ...]:
    """Write a figure as SVG and PDF, and what it shows as CSV; the same bytes on every run.

    Parameters
    ----------
    folder : str or Path
        Made if need be.
    name : str
        Of the three files, without the ending.
    rows : sequence of mappings
        What the figure shows; all have the same keys.
    ax : Axes
        Any panel of the figure.

    Returns
    -------
    tuple of Path
    """
    figure = ax.get_figure(root=True)
    if figure is None or not rows:
        raise invalid("rows", rows, "at least one, and an Axes that belongs to a figure")
    text = StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table = Path(folder) / f"{name}.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_bytes(text.getvalue().encode("utf-8"))
    written = [table]
    for file_format in ("svg", "pdf"):
        written.append(save(figure, table.with_suffix(f".{file_format}")))
        figure.set_layout_engine("none")  # laid out once is enough
    return tuple(written)

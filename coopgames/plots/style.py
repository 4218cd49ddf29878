"""The look of the figures, applied for the time of a ``with`` block."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import as_file, files

__all__ = ["COLOURS", "INK", "PAPER", "style"]

#: Okabe and Ito (2008): told apart by readers with every common form of colour blindness.
COLOURS = {
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "black": "#000000",
}
INK = "#222222"
PAPER = "#FFFFFF"


@contextmanager
def style() -> Generator[None]:
    """Apply the style sheet, and give back the settings that were there.

    Examples
    --------
    >>> import matplotlib
    >>> before = dict(matplotlib.rcParams)
    >>> with style():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'coopgames'
    >>> dict(matplotlib.rcParams) == before
    True
    """
    # Imported here: nobody pays for matplotlib who draws nothing.
    import matplotlib.style

    # A user's own settings (usetex, another font) must not leak into a figure of ours.
    resource = files("coopgames.plots").joinpath("coopgames.mplstyle")
    with as_file(resource) as sheet, matplotlib.style.context(["default", str(sheet)]):
        yield

"""Reports: the contrast and what is written about it."""

from __future__ import annotations

from coopgames.reports.contrast import Comparison, Contrast, contrast
from coopgames.reports.contrast_files import write_contrast
from coopgames.reports.contrast_table import table_rows
from coopgames.reports.headline import disagreement, grounds_lines, headline
from coopgames.reports.supplement import Supplement, supplement

__all__ = [
    "Comparison",
    "Contrast",
    "Supplement",
    "contrast",
    "disagreement",
    "grounds_lines",
    "headline",
    "supplement",
    "table_rows",
    "write_contrast",
]

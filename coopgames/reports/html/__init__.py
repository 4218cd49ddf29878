"""The report as one page of HTML."""

from __future__ import annotations

from coopgames.reports.html.page import contrast_html

__all__ = ["contrast_html"]

"""A figure as part of a page: an SVG file without what only a file of its own needs."""

from __future__ import annotations

import re

from markupsafe import Markup

__all__ = ["figure_html", "inline_svg"]

_DROPPED = (
    re.compile(r"<\?xml.*?\?>", re.DOTALL),
    re.compile(r"<!DOCTYPE[^>]*>"),
    re.compile(r"<!--.*?-->", re.DOTALL),  # they repeat the texts of the figure
    re.compile(r"<metadata>.*?</metadata>", re.DOTALL),
    re.compile(r"<style\b.*?</style>", re.DOTALL),  # it would rule the whole page
)
_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_REFERENCE = re.compile(r'(?:xlink:)?href="#([^"]+)"|url\(#([^)]+)\)')
_IDENTIFIER = re.compile(r'\s+id="([^"]*)"')
# A figure is drawn for print, where letters are smaller than on a screen: it is shown
# a quarter larger, and the narrowest as wide as a column of text.
_POINTS_PER_REM = 12
_ENLARGED = 1.25
_LEAST_REM = 30.0


def inline_svg(svg: str, name: str, label: str) -> Markup:
    """Return an SVG file as an element of a page.

    Identifiers get the figure's name in front, so that several figures can share a page; those
    that nothing refers to are dropped.

    Parameters
    ----------
    svg : str
        As matplotlib writes it, with letters as outlines.
    name : str
        An identifier, different for each figure of a page.
    label : str
        What the figure shows, for readers who do not see it.
    """
    for pattern in _DROPPED:
        svg = pattern.sub("", svg)
    used = {first or second for first, second in _REFERENCE.findall(svg)}

    def renamed(match: re.Match[str]) -> str:
        return f' id="{name}-{match[1]}"' if match[1] in used else ""

    def redirected(match: re.Match[str]) -> str:
        return f'href="#{name}-{match[1]}"' if match[1] else f"url(#{name}-{match[2]})"

    svg = _REFERENCE.sub(redirected, _IDENTIFIER.sub(renamed, svg))
    view = _VIEW.search(svg)
    assert view is not None  # matplotlib always writes one
    width, height = view.groups()
    shown = max(_LEAST_REM, _ENLARGED * float(width) / _POINTS_PER_REM)
    root = Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" style="width: {:.1f}rem">'
    ).format(width, height, label, shown)
    body = re.sub(r"\s*\n\s*", "\n", _ROOT.sub("", svg, count=1)).strip()
    return root + Markup(body)  # outlines and numbers that matplotlib wrote, no text of a user


def figure_html(svg: bytes, name: str, label: str, caption: str) -> Markup:
    """Return a figure with its caption, in a container that scrolls by itself."""
    return Markup(
        '<figure>\n<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>\n'
        "<figcaption>{}</figcaption>\n</figure>"
    ).format("Figure: " + name.replace("-", " "), inline_svg(svg.decode(), name, label), caption)

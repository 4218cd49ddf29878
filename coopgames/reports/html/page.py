"""The report of a contrast as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from coopgames.reports.catalogue_section import catalogue_section
from coopgames.reports.collusion_section import collusion_section
from coopgames.reports.contrast import Contrast
from coopgames.reports.contrast_sections import (
    flips_section,
    grounds_section,
    source_section,
    thresholds_section,
)
from coopgames.reports.headline import disagreement, headline
from coopgames.reports.html.activity_view import activity_views
from coopgames.reports.html.figures import page_figures
from coopgames.reports.html.markup import Section, section_of
from coopgames.reports.method_section import (
    assumptions_section,
    certificates_section,
    reading_section,
)
from coopgames.reports.path_section import path_section
from coopgames.reports.referee_section import referee_section
from coopgames.reports.robustness_section import robustness_section, robustness_sentence
from coopgames.reports.supplement import Supplement
from coopgames.reports.table9_section import table9_section
from coopgames.reports.writing import CertificateFile

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["contrast_html"]


def contrast_html(
    contrast: Contrast,
    extra: Supplement,
    files: Sequence[CertificateFile],
    figures: Mapping[str, bytes],
) -> str:
    """Return the page; the same text for the same contrast.

    Parameters
    ----------
    contrast : Contrast
    extra : Supplement
    files : sequence of CertificateFile
        As they were written; the page links to them.
    figures : mapping of file name to bytes
        Those that end in ``.svg`` are put into the page.
    """
    from coopgames import __version__

    pictures = page_figures(contrast, extra, figures)
    by_name = {file.name: file for file in files}
    sections = _sections(contrast, extra, len(files), pictures)
    case = contrast.case
    environment = _environment()
    text = environment.get_template("report.html").render(
        version=__version__,
        title=case.label,
        source=case.source,
        headline=headline(contrast),
        disagreement=disagreement(contrast),
        robustness=robustness_sentence(case, extra.robustness),
        style=Markup(_source(environment, "style.css")),
        sections=sections,
        referee=next(x.name for x in sections if x.name.startswith("what-a-referee")),
        activities=activity_views(contrast, extra, by_name),
        period=case.period,
    )
    return text.rstrip("\n") + "\n"


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("coopgames.reports.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _sections(
    contrast: Contrast, extra: Supplement, certificates: int, pictures: Mapping[str, Markup]
) -> list[Section]:
    case = contrast.case
    grid = Section("Verdicts at a glance", "verdicts", pictures["figures/verdict_grid.svg"])
    texts = [
        source_section(contrast),
        thresholds_section(contrast),
        "## Activities, one by one\n\nEach opens to its quote and source, its coding, its "
        "verdicts under all arrangements, and its certificates with the sentence of the checker "
        "and the SHA-256 of the file.",
        collusion_section(contrast),
        grounds_section(contrast),
        flips_section(contrast),
        path_section(extra.paths, case.period) if extra.paths else "",
        robustness_section(case, extra.robustness) if extra.robustness else "",
        table9_section(extra.table9, full=True) if extra.table9 else "",
        reading_section(contrast),
        referee_section(contrast),
        assumptions_section(contrast),
        catalogue_section(extra.institutions),
        certificates_section(certificates),
    ]
    return [grid, *(_named(section_of(text, pictures)) for text in texts if text)]


def _named(section: Section) -> Section:
    """Give the section that the template fills a short name."""
    if section.title.startswith("Activities"):
        return Section(section.title, "activities", section.body)
    return section

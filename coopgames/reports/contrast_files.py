"""Write a contrast: certificates first, and the rest only if the checker accepts them all."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from pathlib import Path

from coopgames.reports.catalogue_section import catalogue_certificates
from coopgames.reports.contrast import Contrast
from coopgames.reports.contrast_csv import contrast_csv
from coopgames.reports.contrast_figures import FIGURE_FILES, contrast_figures
from coopgames.reports.contrast_latex import thresholds_latex
from coopgames.reports.contrast_markdown import contrast_markdown
from coopgames.reports.html import contrast_html
from coopgames.reports.supplement import Supplement, supplement
from coopgames.reports.writing import (
    checker_files,
    named_certificates,
    replace_file,
    write_certificates,
)
from coopgames.verdicts import Judgement

__all__ = ["write_contrast"]


def write_contrast(
    contrast: Contrast, out: str | Path, extra: Supplement | None = None
) -> tuple[Path, ...]:
    """Write certificates, report, table and figures into a folder; the same bytes on every run.

    Parameters
    ----------
    contrast : Contrast
    out : str or Path
        Made if it is not there. Certificates and figures of an earlier run that are not
        written again are removed; other files are left alone.
    extra : Supplement, optional
        Robustness, paths, Table 9; by default :func:`~coopgames.reports.supplement` computes them.

    Returns
    -------
    tuple of Path
        ``report.html``, ``report.md``, ``contrast.csv``, ``thresholds.tex``, ``checker.py``
        and its companions, the figures, then the certificates.

    Raises
    ------
    CertificateError
        If the stand-alone checker rejects a certificate that was read back from the disk. Then
        nothing else is written, and what an earlier run wrote stays as it was.
    OSError
        If a file cannot be written.
    """
    folder = Path(out)
    # What can fail is done before anything is written.
    further = supplement(contrast) if extra is None else extra
    figures = dict(contrast_figures(contrast, further))
    named = named_certificates(_with_own_columns(contrast))
    certificates = write_certificates(
        folder / "certificates", chain(named, catalogue_certificates(further.institutions))
    )
    texts = {
        "report.html": contrast_html(contrast, further, certificates, figures),
        "report.md": contrast_markdown(contrast, further, len(certificates)),
        "contrast.csv": contrast_csv(contrast),
        "thresholds.tex": thresholds_latex(contrast),
    }
    _remove_old_figures(folder / "figures", figures)
    return (
        *(replace_file(folder / name, text.encode()) for name, text in texts.items()),
        *(replace_file(folder / name, data) for name, data in checker_files()),
        *(replace_file(folder / "figures" / name, data) for name, data in figures.items()),
        *(file.path for file in certificates),
    )


def _remove_old_figures(folder: Path, written: Collection[str]) -> None:
    for name in FIGURE_FILES:
        if name not in written:
            (folder / name).unlink(missing_ok=True)


def _with_own_columns(contrast: Contrast) -> list[Judgement]:
    """Return all cells, and verdicts of applicable columns that the case does not list."""
    own = [x.verdict for x in contrast.comparisons if x.verdict is not None]
    return [*contrast.cells, *(x for x in own if x not in contrast.cells)]

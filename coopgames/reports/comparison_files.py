"""Write a comparison: certificates first, and the rest only if the checker accepts them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coopgames.certificates import Certificate
from coopgames.plots import figure_bytes
from coopgames.plots.differences import plot_differences
from coopgames.reports.comparison import comparison_csv
from coopgames.reports.comparison_markdown import comparison_markdown
from coopgames.reports.writing import (
    certificate_name,
    checker_files,
    replace_file,
    write_certificates,
)
from coopgames.verdicts import Judgement
from coopgames.verdicts.differences import ActivityDifference, Differences

__all__ = ["comparison_certificates", "write_comparison"]

_FORMATS = ("svg", "pdf")


def write_comparison(found: Differences, out: str | Path) -> tuple[Path, ...]:
    """Write certificates, report, table and figure into a folder; the same bytes on every run.

    Parameters
    ----------
    found : Differences
    out : str or Path
        Made if it is not there. Certificates and the figure of an earlier run that are not written
        again are removed; other files are left alone.

    Returns
    -------
    tuple of Path
        ``comparison.md``, ``comparison.csv``, the checker, the figure if a verdict differs, the
        certificates.

    Raises
    ------
    CertificateError
        If the checker rejects a certificate that was read back from the disk. Then nothing else is
        written, and what an earlier run wrote stays as it was.
    OSError
        If a file cannot be written.
    """
    folder = Path(out)
    # What can fail is done before anything is written.
    figures = dict(_figures(found))
    named = list(comparison_certificates(found))
    texts = {
        "comparison.md": comparison_markdown(found, len(named)),
        "comparison.csv": comparison_csv(found),
    }
    certificates = write_certificates(folder / "certificates", named)
    for file_format in _FORMATS:
        if not figures:
            (folder / "figures" / f"differences.{file_format}").unlink(missing_ok=True)
    return (
        *(replace_file(folder / name, text.encode()) for name, text in texts.items()),
        *(replace_file(folder / name, data) for name, data in checker_files()),
        *(replace_file(folder / "figures" / name, data) for name, data in figures.items()),
        *(file.path for file in certificates),
    )


def comparison_certificates(found: Differences) -> Iterator[tuple[str, Certificate]]:
    """Yield the certificates of both ends, and of the verdict after each minimal set of changes."""
    for x in found.activities:
        yield from _named(x, f"first_{found.first.name}", x.first)
        yield from _named(x, f"second_{found.second.name}", x.second)
        everything = [change.name for change in x.changes]
        for names in x.sufficient:
            yield from _named(x, f"with_{'_and_'.join(names)}", x.with_changes(*names))
        for names in x.undoing:
            rest = [name for name in everything if name not in names]
            yield from _named(x, f"without_{'_and_'.join(names)}", x.with_changes(*rest))


def _named(
    x: ActivityDifference, which: str, answer: Judgement
) -> Iterator[tuple[str, Certificate]]:
    for role, certificate in answer.certificates.items():
        yield certificate_name(x.name, which, role), certificate


def _figures(found: Differences) -> Iterator[tuple[str, bytes]]:
    if not found.differing:
        return
    figure = plot_differences(found).get_figure(root=True)
    assert figure is not None
    for file_format in _FORMATS:
        yield f"differences.{file_format}", figure_bytes(figure, file_format)
        figure.set_layout_engine("none")  # pyright: ignore[reportUnknownMemberType]
        # laid out once is enough

r"""From the little Markdown of :mod:`coopgames.reports.markdown` to HTML.

The words of a report are written once, for ``report.md``. This reads back what the report writes
and nothing more: headings, paragraphs, lists, tables, code, pictures, ``*emphasis*``,
``**weight**`` and ``\`` before a character that is no markup. Everything else is text and is
escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

__all__ = ["Section", "blocks_html", "inline_html", "section_of", "slug"]

_MARK = re.compile(r"\\(?P<literal>[^\w\s]|_)|`(?P<code>[^`]*)`|(?P<mark>\*\*|\*)")
_CELL_END = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)\s]+)\)")
_NUMBER = re.compile(r"[-−<>~]?\d[\d.,/e+\- ()<±%]*|-")
_SENTENCE = 40  # characters from which a cell holds a sentence rather than a word
_TAGS = {"**": "strong", "*": "em"}


def inline_html(text: str) -> Markup:
    r"""Return a line of text; marks that are never closed end with the line.

    Examples
    --------
    >>> print(inline_html(r"*a* < \*b\*"))
    <em>a</em> &lt; *b*
    """
    parts: list[str] = []
    open_marks: list[str] = []
    place = 0
    for match in _MARK.finditer(text):
        parts.append(escape(text[place : match.start()]))
        place = match.end()
        mark = match["mark"]
        if match["literal"] is not None:
            parts.append(escape(match["literal"]))
        elif match["code"] is not None:
            parts.append(f"<code>{escape(match['code'])}</code>")
        elif mark in open_marks:
            while True:  # whatever was opened inside is closed first
                last = open_marks.pop()
                parts.append(f"</{_TAGS[last]}>")
                if last == mark:
                    break
        else:
            open_marks.append(mark)
            parts.append(f"<{_TAGS[mark]}>")
    parts.append(escape(text[place:]))
    parts += [f"</{_TAGS[mark]}>" for mark in reversed(open_marks)]
    return Markup("".join(parts))


def slug(text: str) -> str:
    """Return an identifier made from a title.

    Examples
    --------
    >>> slug("The collusion test, on both sides")
    'the-collusion-test-on-both-sides'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its title as text, its identifier, its content."""

    title: str
    name: str
    body: Markup


def section_of(markdown: str, figures: Mapping[str, Markup] | None = None) -> Section:
    """Return a section that begins with ``## title``."""
    head, _, rest = markdown.partition("\n")
    title = head.removeprefix("## ")
    return Section(title, slug(title), blocks_html(rest, title, figures))


def blocks_html(markdown: str, title: str, figures: Mapping[str, Markup] | None = None) -> Markup:
    """Return blocks; tables are named after the title, for readers who hear the page.

    Parameters
    ----------
    markdown : str
    title : str
    figures : mapping of file to markup, optional
        What stands in the place of a picture; pictures that are not in it are left out.
    """
    state = _Tables(title)
    parts = (_block(block, state, figures or {}) for block in _blocks(markdown))
    return Markup("\n").join(part for part in parts if part)


@dataclass(slots=True)
class _Tables:
    """Counts the tables of a section, so that each has a name of its own."""

    title: str
    names: list[str] = field(default_factory=lambda: [])

    def next_name(self) -> str:
        self.names.append(f"{self.title}, table {len(self.names) + 1}")
        return self.names[-1]


def _blocks(markdown: str) -> Iterator[str]:
    """Yield blocks: they are set apart by blank lines, except inside code."""
    for number, part in enumerate(re.split(r"^```\n?", markdown, flags=re.MULTILINE)):
        if number % 2:
            yield "```" + part
        else:
            yield from (x for x in re.split(r"\n\s*\n", part.strip()) if x.strip())


def _block(block: str, state: _Tables, figures: Mapping[str, Markup]) -> Markup:
    lines = block.strip().splitlines()
    picture = _PICTURE.fullmatch(block.strip())
    if block.startswith("```"):
        return Markup("<pre><code>{}</code></pre>").format(block[3:].rstrip("\n"))
    if picture is not None:
        return figures.get(picture["file"], Markup())
    if block.startswith("### "):
        return Markup("<h3>{}</h3>").format(inline_html(block[4:]))
    if lines[0].startswith("|"):
        return _table(lines, state.next_name())
    if all(line.startswith("* ") for line in lines):
        items = (Markup("<li>{}</li>").format(inline_html(line[2:])) for line in lines)
        return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))
    return Markup("<p>{}</p>").format(inline_html(" ".join(lines)))


def _table(lines: list[str], name: str) -> Markup:
    """Return a table in a container that scrolls by itself, its first column as row headers."""
    head, body = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    top = (Markup('<th scope="col">{}</th>').format(inline_html(cell)) for cell in head)
    rows = (Markup("<tr>{}</tr>").format(_row(cells)) for cells in body)
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>"
    ).format(name, Markup().join(top), Markup("\n").join(rows))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_END.split(line)[1:-1]]


def _row(cells: list[str]) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(inline_html(cells[0]))
    rest = (Markup("<td{}>{}</td>").format(_class(cell), inline_html(cell)) for cell in cells[1:])
    return first + Markup().join(rest)


def _class(cell: str) -> Markup:
    """Numbers stay on one line; columns of sentences get room where the table has to scroll."""
    if _NUMBER.fullmatch(cell.strip("*").strip()):
        return Markup(' class="n"')
    return Markup(' class="wide"' if len(cell) > _SENTENCE else "")

"""The reader of the reports' Markdown: what is text stays text, what is markup is closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.reports.html.inline_svg import inline_svg
from coopgames.reports.html.markup import blocks_html, inline_html, section_of, slug
from coopgames.reports.markdown import bullets, plain, table
from tests.unit.reports._page import Page

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\*`_|<>$[]&\"'#{}%~"),
    min_size=1,
    max_size=40,
).filter(str.strip)


def text_of(html: str) -> str:
    page = Page(f"<div>{html}</div>")
    assert page.errors == []
    return page.elements[0].text


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert text_of(inline_html(plain(text))) == " ".join(text.split())


@given(TEXTS)
def test_any_line_gives_balanced_tags(text: str) -> None:
    assert Page(f"<p>{inline_html(text)}</p>").errors == []


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS)
def test_cells_of_a_table_come_back(cells: list[str], title: str) -> None:
    markdown = table(["x"] * len(cells), [list(map(plain, cells))])
    page = Page(blocks_html(markdown, title))
    assert page.errors == []
    found = [x.text for x in page.elements if x.tag in ("td", "th")][len(cells) :]
    assert found == [" ".join(x.split()) for x in cells]
    assert page.elements[0].attributes["aria-label"] == f"{title}, table 1"


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("*a* **b** `c*`", "<em>a</em> <strong>b</strong> <code>c*</code>"),
        ("**a *b** c*", "<strong>a <em>b</em></strong> c<em></em>"),
        (r"\*a\* \\ \<", "*a* \\ &lt;"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_marks(line: str, html: str) -> None:
    assert str(inline_html(line)) == html


def test_blocks() -> None:
    markdown = "\n\n".join(
        ["### deeper", "one\ntwo", bullets(["*a*", "b"]), "```\n<x>\n\ny\n```", "![alt](a.svg)"]
    )
    html = str(blocks_html(markdown, "t"))
    assert html == (
        "<h3>deeper</h3>\n<p>one two</p>\n<ul>\n<li><em>a</em></li>\n<li>b</li>\n</ul>\n"
        "<pre><code>&lt;x&gt;\n\ny</code></pre>"
    )


def test_numbers_and_sentences_are_told_apart_in_cells() -> None:
    cells = ["a", "**0.3679 (<0.0001)**", "1 (0)", "word", "a sentence " * 5]
    html = str(blocks_html(table(["x"] * 5, [cells]), "t"))
    assert html.count('<td class="n">') == 2
    assert html.count('<td class="wide">') == 1
    assert html.count("<td>") == 1


def test_sections() -> None:
    section = section_of("## A title, with 2 words\n\ntext")
    assert (section.title, section.name) == ("A title, with 2 words", "a-title-with-2-words")
    assert str(section.body) == "<p>text</p>"
    assert slug("§") == "section"


def test_a_figure_keeps_the_identifiers_that_it_refers_to() -> None:
    svg = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x"\n "y">\n'
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="24pt" viewBox="0 0 600 12">\n'
        "<metadata>when</metadata><!-- <script> --><style>*{}</style>\n"
        '<g id="unused"><path id="a" d="M 0 0 \nL 1 1"/><use xlink:href="#a"/>'
        '<g clip-path="url(#b)"/></g><clipPath id="b"/></svg>\n'
    )
    assert str(inline_svg(svg, "fig", 'a "label"')) == (
        '<svg viewBox="0 0 600 12" role="img" aria-label="a &#34;label&#34;" '
        'style="width: 62.5rem">'
        '<g><path id="fig-a" d="M 0 0\nL 1 1"/><use href="#fig-a"/>'
        '<g clip-path="url(#fig-b)"/></g><clipPath id="fig-b"/></svg>'
    )

"""The page: well formed, alone, accessible, complete, escaped, and the same bytes on every run."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from coopgames.institutions import Case
from coopgames.reports import Contrast, Supplement, contrast, disagreement, headline, write_contrast
from tests.unit.reports._page import Element, Page

HOSTILE = """<script>a()</script> & "d" 's' $x_1$ % **a** `b` | --> {{ 7*7 }}"""
HOSTILE_IMAGE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="session")
def text(written: Path) -> str:
    return (written / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def page(text: str) -> Page:
    return Page(text)


@pytest.fixture(scope="session")
def hostile(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    activity = case.activity("collective_purchase").replace(
        title=HOSTILE, ground=HOSTILE_IMAGE, source=HOSTILE
    )
    gift = case.activity("celebration").replace(title=HOSTILE_IMAGE, ground=HOSTILE, source="")
    arrangements = tuple(replace(x, title=f"<i>&{x.name}") for x in case.arrangements)
    changed = replace(
        case,
        title=HOSTILE,
        source=HOSTILE_IMAGE,
        period="<b>week",
        activities=(gift, activity),
        arrangements=arrangements,
        table9=None,
    )
    folder = tmp_path_factory.mktemp("hostile")
    write_contrast(contrast(changed), folder)
    return folder


def shape(element: Element) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return element.tag, tuple(element.attributes), element.around


# ---------------------------------------------------------------- well formed and alone


def test_every_tag_is_closed_in_its_place(page: Page) -> None:
    assert page.errors == []


def test_the_reader_of_pages_sees_a_tag_that_is_not_closed() -> None:
    assert Page("<p><b>x</p>").errors
    assert Page("<p id=a id=b>x</p>").errors


def test_identifiers_are_unique_and_links_inside_the_page_lead_somewhere(page: Page) -> None:
    names = [x.attributes["id"] for x in page.elements if "id" in x.attributes]
    assert len(names) == len(set(names))
    for element in page.elements:
        for name in ("href", "aria-labelledby"):
            value = element.attributes.get(name, "")
            if name == "aria-labelledby" and value:
                assert value in names
            elif value.startswith("#"):
                assert value[1:] in names
    used = re.findall(r"url\(#([^)]+)\)", page.source)
    assert used
    assert set(used) <= set(names)


def test_nothing_is_loaded(page: Page, text: str) -> None:
    loading = ("src", "srcset", "data", "action", "poster", "background", "xlink:href")
    assert not [x for x in page.elements if any(name in x.attributes for name in loading)]
    assert not page.all("script") + page.all("link") + page.all("iframe") + page.all("img")
    targets = [x.attributes["href"] for x in page.elements if "href" in x.attributes]
    assert all(re.fullmatch(r"#[\w.-]+|certificates/[\w-]+\.json", x) for x in targets)
    assert "@import" not in text
    assert all(x.startswith("#") for x in re.findall(r"url\(([^)]*)\)", text))
    assert "://" not in text
    assert not [x for x in page.elements if any(n.startswith("on") for n in x.attributes)]
    policy = [x for x in page.all("meta") if "http-equiv" in x.attributes]
    assert policy[0].attributes["content"].startswith("default-src 'none'")


# ---------------------------------------------------------------- accessible


def test_language_title_and_width(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.all("title")[0].text.startswith("Producers' associations")
    viewport = next(x for x in page.all("meta") if x.attributes.get("name") == "viewport")
    assert viewport.attributes["content"] == "width=device-width, initial-scale=1"
    assert len(page.all("main")) == len(page.all("h1")) == 1


def test_no_level_of_heading_is_skipped(page: Page) -> None:
    levels = [int(x.tag[1]) for x in page.elements if re.fullmatch(r"h[1-6]", x.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_headers_and_scroll_in_a_named_container(page: Page) -> None:
    assert page.all("table")
    assert {x.attributes.get("scope") for x in page.all("th")} == {"col", "row"}
    containers = [x for x in page.elements if x.attributes.get("class") == "scroll"]
    assert len(containers) == len(page.all("table")) + len(page.all("figure"))
    names = [x.attributes["aria-label"] for x in containers]
    assert all(names)
    assert len(names) == len(set(names))
    assert all(x.attributes["tabindex"] == "0" for x in containers)
    assert all("div" in x.around for x in page.all("table"))


def test_every_row_of_a_table_has_as_many_cells(text: str) -> None:
    tables = re.findall(r"<table>.*?</table>", text, flags=re.DOTALL)
    assert tables
    for table in tables:
        rows = re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)
        assert len({len(re.findall(r"<t[hd]\b", row)) for row in rows}) == 1


def test_figures_say_what_they_show(page: Page, full: Contrast) -> None:
    pictures = page.all("svg")
    assert len(pictures) == len(page.all("figcaption")) >= 2
    assert all(x.attributes["role"] == "img" for x in pictures)
    labels = [x.attributes["aria-label"] for x in pictures]
    assert headline(full) in labels[0]
    assert all(len(x) > 40 for x in labels)
    # Widths are those of the figure in print; a narrow page scrolls the figure, not itself.
    assert all(re.fullmatch(r"width: [\d.]+rem", x.attributes["style"]) for x in pictures)


# ---------------------------------------------------------------- complete


def test_it_opens_with_headline_and_disagreement(page: Page, full: Contrast) -> None:
    head = page.all("header")[0].text
    assert headline(full) in head
    assert disagreement(full) in head
    assert "in a share of 0.742" in head
    assert "in a share of 0.098" in head


def test_the_sections(page: Page) -> None:
    assert [x.text for x in page.all("h2")] == [
        "Contents",
        "Verdicts at a glance",
        "The model beside the source",
        "Critical discount factors",
        "Activities, one by one",
        "The collusion test, on both sides",
        "On what the negative verdicts rest",
        "Minimal sets of attributes that flip a verdict",
        "From one activity to the other, one change at a time",
        "Robustness to the numbers",
        "Another question: which arrangements are used",
        "How to read it",
        "What a referee will ask",
        "Assumptions",
        "Certificates, and how to check them",
    ]


def test_every_activity_has_a_section_with_all_that_was_found(page: Page, full: Contrast) -> None:
    sections = {
        x.attributes["id"]: x.text
        for x in page.all("section")
        if x.attributes.get("class") == "activity"
    }
    assert list(sections) == [f"activity-{x.name}" for x in full.case.activities]
    for activity in full.case.activities:
        content = sections[f"activity-{activity.name}"]
        assert activity.ground in content
        assert activity.source in content
        for cell in (x for x in full.cells if x.activity == activity):
            assert cell.arrangement.label in content
            assert all(ground.label in content for ground in cell.grounds)
    content = sections["activity-subcontracting"]
    assert "0.9964" in content
    assert "restore {concreteness} or {simplicity, simultaneity}" in content
    assert "0.7024" in content
    assert "noise of the valuation" in content
    assert "is sustained at no discount factor below 1, whatever the lag" in content
    assert "17, enough against single members (2 needed)" in sections["activity-faena"]


def test_only_what_disagrees_is_open(page: Page) -> None:
    opened = ["open" in x.attributes for x in page.all("details")]
    assert len(opened) == 13
    assert opened.index(True) == 11
    assert opened.count(True) == 1


def test_every_certificate_is_linked_with_the_digest_of_its_file(page: Page, written: Path) -> None:
    links = [x.attributes["href"] for x in page.all("a")]
    files = sorted((written / "certificates").iterdir())
    assert sorted(x for x in links if not x.startswith("#")) == [
        f"certificates/{file.name}" for file in files
    ]
    digests = {x.text.removeprefix("sha256 ") for x in page.all("code") if "sha256 " in x.text}
    assert digests >= {hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def section(page: Page, name: str) -> str:
    return next(x.text for x in page.all("section") if x.attributes["aria-labelledby"] == name)


def test_caveats(page: Page) -> None:
    content = section(page, "what-a-referee-will-ask")
    for word in (
        "Which strategies are refuted",
        "Multiplicity",
        "Renegotiation",
        "Coalitions",
        "Identical members",
        "stated, not estimated",
        "had read the whole book",
        "agrees with the source on 13 of 13 activities, the model on 12",
        "one common event",
    ):
        assert word in content


def test_table_9_is_presented_as_what_it_is(page: Page) -> None:
    content = section(page, "another-question-which-arrangements-are-used")
    assert "It is not evidence that the model explains the table." in content
    assert "does not do better than simple baselines" in content
    assert "sustainable, not used (12)" in content
    assert "used, not sustainable in the model (9)" in content


def test_shares_come_with_their_errors(page: Page) -> None:
    content = section(page, "robustness-to-the-numbers")
    assert "20,000 worlds are drawn (seed 2004)" in content
    assert "between 0.93 and 0.999 a week" in content
    assert re.search(r"In a share of 0\.\d{3} \(0\.00\d\d\) of the worlds", content)


# ---------------------------------------------------------------- escaped, and the same


def test_hostile_titles_are_text(hostile: Path) -> None:
    text = (hostile / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.errors == []
    assert not page.all("script") + page.all("img") + page.all("b")
    assert "49" not in page.all("h1")[0].text
    assert page.all("h1")[0].text == page.all("title")[0].text == HOSTILE
    assert page.all("cite")[0].text == HOSTILE_IMAGE
    assert any(x.text == HOSTILE for x in page.all("h3"))
    rows = [x.text for x in page.all("th") if x.attributes["scope"] == "row"]
    # Once from the Markdown of the shared sections, once from the template.
    assert rows.count(HOSTILE) >= 2
    assert "<i>&treasury" in rows
    assert not [x for x in page.elements if any(n.startswith("on") for n in x.attributes)]


def test_hostile_titles_do_not_change_the_page(hostile: Path, case: Case, tmp_path: Path) -> None:
    names = ("celebration", "collective_purchase")
    tame = replace(
        case,
        title="tame",
        activities=tuple(case.activity(x).replace(source="x") for x in names),
        table9=None,
    )
    write_contrast(contrast(tame), tmp_path)
    pages = [Page((x / "report.html").read_text("utf-8")) for x in (hostile, tmp_path)]
    # Outlines of letters and wrapped table cells aside, the same elements in the same places.
    shapes = [
        [shape(x)[::2] for x in page.elements if x.tag in ("section", "table", "h2", "details")]
        for page in pages
    ]
    assert shapes[0] == shapes[1]


def test_the_same_bytes_on_every_run(case: Case, tmp_path: Path) -> None:
    small = replace(case, activities=(case.activity("faena"), case.activity("subcontracting")))
    for name in ("one", "two"):
        write_contrast(contrast(small), tmp_path / name, Supplement())
    first, second = ((tmp_path / x / "report.html").read_bytes() for x in ("one", "two"))
    assert first == second


# ---------------------------------------------------------------- a case of one's own


def test_a_users_case_has_no_section_of_the_shipped_case(own: Contrast, tmp_path: Path) -> None:
    write_contrast(own, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.errors == []
    titles = [x.text for x in page.all("h2")]
    assert "Robustness to the numbers" in titles
    assert not [x for x in titles if "Another question" in x or "one change" in x]
    for word in ("week", "subcontract", "purchase"):
        assert word not in text
    # The scale of the one level that is a word is the book's, since the case gives none.
    assert text.count("Wanderley") == text.count("criterion: Wanderley") == 1
    assert "does not know whether those who coded" in text
    assert "cleaning | $digging$ *together*" in text
    assert "0.7302 and 0.9957 a month" in text


def test_no_column_applies_to_some_activity(case: Case, tmp_path: Path) -> None:
    from coopgames.institutions.case import Columns

    names = ("faena", "subcontracting")
    small = replace(
        case,
        activities=tuple(map(case.activity, names)),
        columns=Columns(("treasury",), members="treasury"),
        table9=None,
    )
    write_contrast(contrast(small), tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.errors == []
    assert "no column applies" in page.all("details")[1].text


def test_an_own_column_that_is_not_listed_is_shown(case: Case, tmp_path: Path) -> None:
    from coopgames.institutions.case import Columns

    columns = Columns(("reports",), members="treasury", partner="reports")
    small = replace(case, activities=case.activities[:1], columns=columns, table9=None)
    write_contrast(contrast(small), tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.errors == []
    assert "flat fine to the treasury" in page.all("details")[0].text

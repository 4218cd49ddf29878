"""What holds for every institution of the catalogue, whatever it is."""

from __future__ import annotations

import pickle
import re
from fractions import Fraction
from pathlib import Path

import pytest

import coopgames as cg
from coopgames.catalogue import Institution, institution, institutions
from coopgames.catalogue.institution import Source
from coopgames.errors import InvalidGameError
from coopgames.institutions.levels import ATTRIBUTES, LEVELS

ROOT = Path(__file__).parents[3]
ALL = institutions(variants=True)


def each(x: Institution) -> str:
    return x.key


pytestmark = pytest.mark.parametrize("given", ALL, ids=each)


def test_the_words_are_there(given: Institution) -> None:
    assert given.title
    assert given.claim
    assert given.leaves_out
    assert isinstance(given.source, Source)
    assert given.source.chapter
    assert given.source.section
    # At most one sentence is quoted: no full stop before a capital letter.
    assert not re.search(r"[.!?]\S* [A-Z]", given.source.quotation)
    for attribute, (level, why) in given.attributes.items():
        assert attribute in (*ATTRIBUTES, "sanction")
        assert level in (*LEVELS, "-")
        assert why


def test_the_notes_have_the_section(given: Institution) -> None:
    file, _, section = given.source.notes.partition(", ")
    text = (ROOT / file).read_text(encoding="utf-8")
    number = section.removeprefix("section ").split(" (")[0]
    assert re.search(rf"^#+ {re.escape(number)}\b|^\*\*{re.escape(number)}\b", text, re.MULTILINE)


def test_every_number_has_words_a_unit_and_a_symbol(given: Institution) -> None:
    assert given.quantities()
    for name, of in given.quantities().items():
        assert of.words, name
        assert of.unit, name
        assert of.symbol, name


def test_the_default_point_is_judged_with_certificates(given: Institution) -> None:
    found = given.verdict()
    assert found.certificates
    assert (found.sustained is None) is (found.equilibria is not None)
    words = ("sustained", "not sustained", "never", "one equilibrium")
    assert found.word in words
    for certificate in found.certificates.values():
        assert cg.verify(certificate)
    if found.thresholds is not None and "discount_factor" in given.quantities():
        delta = getattr(given, "discount_factor")  # noqa: B009
        assert found.sustained is any(delta in interval for interval in found.thresholds)


def test_the_table_explains_every_number(given: Institution) -> None:
    explanation = given.explain()
    names = [row.attribute for row in explanation.rows]
    assert names == [*given.attributes, *given.quantities()]
    assert str(explanation).startswith(given.heading)


def test_a_number_outside_its_domain_is_refused(given: Institution) -> None:
    for name, of in given.quantities().items():
        if of.options:
            with pytest.raises(InvalidGameError, match=name):
                given.at(**{name: "no such word"})
        elif of.least is not None:
            wrong = int(of.least) - 1 if of.integral else of.least - Fraction(1, 2)
            with pytest.raises(InvalidGameError, match=name):
                given.at(**{name: wrong})


@pytest.mark.parametrize("wrong", [True, float("nan"), None, "a lot", 1j])
def test_what_is_no_number_is_refused(given: Institution, wrong: object) -> None:
    for name in given.quantities():
        with pytest.raises(cg.CoopgamesError, match=name):
            given.at(**{name: wrong})


def test_it_is_a_value(given: Institution) -> None:
    copy = pickle.loads(pickle.dumps(given))
    assert copy == given
    assert hash(copy) == hash(given)
    assert given.at() == given


def test_it_is_found_by_name(given: Institution) -> None:
    name = f"{given.name}: {given.variant}" if given.variant else given.name
    assert institution(name) == given

from __future__ import annotations

import re

from coopgames import __version__
from coopgames.citing import citation


def test_it_is_bibtex_with_balanced_braces() -> None:
    text = citation()
    keys = re.findall(r"^@\w+\{([A-Za-z]\w*),$", text, flags=re.MULTILINE)
    assert keys == ["coopgames", "Wanderley2004", "Abreu1988", "Levin2003", "GoldlueckeKranz2012"]
    for entry in text.split("\n@"):
        assert entry.count("{") == entry.count("}")
    assert f"version = {{{__version__}}}" in text
    assert text.isascii()

from __future__ import annotations

import subprocess
import sys

import coopgames.arithmetic as arithmetic

HEAVY = ("sympy", "numpy", "scipy", "mpmath", "matplotlib", "hypothesis")


def test_import_is_light() -> None:
    code = f"import sys, coopgames.arithmetic; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    assert arithmetic.__all__ == sorted(arithmetic.__all__, key=lambda n: (not n.isupper(), n))
    for name in arithmetic.__all__:
        assert getattr(arithmetic, name) is not None

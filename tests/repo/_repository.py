"""What the tests of the repository share: its root and its files."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "coopgames"
CHECKER = PACKAGE / "certificates" / "checker.py"
CHECKERS = sorted(CHECKER.parent.glob("checker*.py"))  # with the companions that it loads


def tracked_files() -> list[Path]:
    """List the files that are, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = [ROOT / name for name in sorted(set(listing.split("\0"))) if name]
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str | None:
    """Read a text file; None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None

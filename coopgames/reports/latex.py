"""The little LaTeX that a table needs."""

from __future__ import annotations

import re

__all__ = ["escape_latex"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    '"': "''",  # the straight quote is not in every font encoding
    "“": "``",
    "”": "''",
    "–": "--",
    **{x: "\\" + x for x in "{}$&#%_"},
}
_ESCAPED = re.compile(
    "|".join(map(re.escape, _SPECIAL))
    # Two of these in a row are printed as one sign; an empty group keeps them apart.
    + r"|[-',](?=([-',]))"
)


def escape_latex(text: str) -> str:
    r"""Return text on one line in which nothing is a command.

    Examples
    --------
    >>> print(escape_latex("50 % of $a_1$ -- \\input{x}"))
    50 \% of \$a\_1\$ -{}- \textbackslash{}input\{x\}
    """

    def escaped(match: re.Match[str]) -> str:
        found = match[0]
        if found in _SPECIAL:
            return _SPECIAL[found]
        return found + "{}" if found == match[1] else found

    line = " ".join(text.split())
    return _ESCAPED.sub(escaped, "".join(x for x in line if x.isprintable()))

"""How to cite coopgames, and the sources that its answers rest on."""

from __future__ import annotations

from importlib.metadata import version

__all__ = ["citation"]

_SOFTWARE = """\
@software{{coopgames,
  author  = {{{{The coopgames authors}}}},
  title   = {{coopgames: cooperation in non-cooperative repeated games, with certificates}},
  version = {{{version}}},
  license = {{MIT}}
}}
"""

_SOURCES = """
@misc{Wanderley2004,
  author = {Wanderley, Fernanda},
  title  = {Reciprocity without cooperation: small producer networks and
            political identities in {B}olivia},
  year   = {2004}
}

@article{Abreu1988,
  author  = {Abreu, Dilip},
  title   = {On the theory of infinitely repeated games with discounting},
  journal = {Econometrica},
  volume  = {56},
  number  = {2},
  pages   = {383--396},
  year    = {1988}
}

@article{Levin2003,
  author  = {Levin, Jonathan},
  title   = {Relational incentive contracts},
  journal = {American Economic Review},
  volume  = {93},
  number  = {3},
  pages   = {835--857},
  year    = {2003}
}

@article{GoldlueckeKranz2012,
  author  = {Goldl{\\"u}cke, Susanne and Kranz, Sebastian},
  title   = {Infinitely repeated games with public monitoring and monetary transfers},
  journal = {Journal of Economic Theory},
  volume  = {147},
  number  = {3},
  pages   = {1191--1221},
  year    = {2012}
}
"""


def citation() -> str:
    """Return BibTeX entries for coopgames and for the sources of its case and methods.

    Wanderley (2004) is the source of the case; Abreu (1988) of simple penal codes; Levin (2003) of
    stationary contracts between two; Goldlücke and Kranz (2012) of transfers in repeated games.

    Examples
    --------
    >>> print(citation().splitlines()[0])
    @software{coopgames,
    >>> citation().count("@")
    5
    """
    return _SOFTWARE.format(version=version("coopgames")) + _SOURCES

"""The figures of the page, with a description and a caption each."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from coopgames.reports.contrast import Contrast
from coopgames.reports.headline import disagreement, headline
from coopgames.reports.html.inline_svg import figure_html
from coopgames.reports.path_section import PATH_FIGURE, path_sentence
from coopgames.reports.supplement import Supplement

__all__ = ["page_figures"]


def page_figures(
    contrast: Contrast, extra: Supplement, figures: Mapping[str, bytes]
) -> dict[str, Markup]:
    """Return the figures that are there, by the place at which the texts refer to them."""
    words = {
        "figures/verdict_grid.svg": (
            f"Grid of verdicts, activities by arrangements. {headline(contrast)} "
            f"{disagreement(contrast)}",
            "Rows are activities, columns arrangements; a frame marks the arrangement that "
            "applies. The number is the critical discount factor per "
            f"{contrast.case.period}; at the right what the source reports. The same is in the "
            "table of critical discount factors.",
        ),
        "figures/gain_and_loss.svg": (
            "Curves of the largest discounted loss from shirking over its gain, by discount "
            "factor; where a curve crosses 1 is the critical discount factor of the table.",
            "An activity is sustained where its curve is above 1: there the loss from shirking "
            "outweighs the gain. Each curve is labelled with where it crosses.",
        ),
    }
    if extra.paths is not None:
        words[PATH_FIGURE] = (
            f"Lattice of the games between the two activities. {path_sentence(extra.paths)}",
            "Every game between the two activities, by what has been changed; the counts are in "
            "the table.",
        )
    return {
        place: figure_html(
            figures[name], name.removesuffix(".svg").replace("_", "-"), label, caption
        )
        for place, (label, caption) in words.items()
        if (name := place.removeprefix("figures/")) in figures
    }

r"""A case file to begin with: it loads as it is, and its comments explain every key.

A line such as ``# key = value`` of the template is an optional key: without the mark it is read.

>>> text = template("irrigation")
>>> print(*text.splitlines()[:2], sep="\n")
# A case for coopgames: what people do together, and the rules under which they do it.
#
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from coopgames.errors import CoopgamesError, InvalidCaseError
from coopgames.institutions.case_file import brief
from coopgames.institutions.naming import check_name

__all__ = ["template", "write_template"]

_NAME = "my_case"

_TEMPLATE = """\
# A case for coopgames: what people do together, and the rules under which they do it.
#
# Replace everything that says "replace", then run: coopgames contrast FILE
#
# A line such as "# key = value" is an optional key: take the first mark away to use it.
# Numbers are integers, or texts such as "3/20" and "0.15". A number with a point that is not a
# text is refused, because it is not exact.
#
# How to quote. A level is only as good as the sentence that it rests on:
#   ground   one sentence of the source, copied as it is printed, in quotation marks of its own;
#            or your reason in your own words, without quotation marks
#   source   where it stands: chapter and section

name = "my_case"  # a letter, then letters, digits and underscores; it names the report's folder
title = "replace: the case in a few words"
source = "replace: author (year), title"

[time]
period = "week"        # what a period is; the lags of simultaneity are counted in it
periods_per_year = 52  # at most 366
baseline = "993/1000"  # the discount factor per period at which verdicts are given, in (0, 1)
largest = "999/1000"   # the end of the range that reports show, not below the baseline

# The equity standard: the number that each level of each attribute stands for. The numbers below
# are the ones that coopgames uses for Wanderley (2004), a choice and not an estimate; leave a table
# out to keep them (those of simultaneity are weeks). A lower level is never better than a higher.
#
# Fix the rule of coding before anything is solved. That of the case that comes with coopgames:
#   "met"     the source says so, of the activity or of the class that it belongs to
#   "partly"  the source is silent, and the activity needs some of it
#   "not"     the source says that it is missing

[scales.concreteness]  # noise in valuing one dimension of it, as a share of a full contribution
met = "1/4"            # it is counted or seen whole, as hours or sacks are
partly = "1/2"         # it is judged, and two judges differ
not = 1                # a matter of opinion: the error is as large as a contribution
ground = "replace: why these numbers"
source = "replace: chapter, section"

[scales.simplicity]  # dimensions that have to be valued and added up
met = 1              # one: being there, or a sum of money
partly = 3           # a few, such as time, quality and price
not = 6              # many
ground = "replace: why these numbers"
source = "replace: chapter, section"

[scales.simultaneity]  # periods between giving and the settling of accounts
met = 1                # all give at once, or in the same period
partly = 4             # accounts are open for some periods
not = 26               # the return comes much later
ground = "replace: why these numbers"
source = "replace: chapter, section"

[scales.proximity]  # probability that somebody entitled to sanction sees the act
met = "9/10"        # they are there
partly = "6/10"     # they are there more often than not
not = "3/10"        # each works apart
ground = "replace: why these numbers"
source = "replace: chapter, section"

[stakes]         # of all activities, in any one unit of money; an activity may have its own
members = 20     # from 2 to 100,000
benefit = "1/5"  # what one contribution gives to every member, the contributor included
cost = "7/5"     # what it costs; cost - benefit is what is gained by shirking once
surplus = 0      # what only members get in a round; 0 when left out

# One block for each set of rules.
[[arrangement]]
name = "assembly"
title = "replace: the rules in a few words"
observers = "members"  # "members": many see it, and flags are public
#                        "partner": only the partner can tell what it was worth, and reports it
sanction = { kind = "fine", recipient = "treasury" }
#   kind "fine"       recipient "treasury" (the common fund), "unflagged" (those without a flag) or
#                     "burnt" (nobody; the only one with a partner). With "members" also cap, as
#                     in cap = 50: the most that can be collected of one; without it no limit
#   kind "exclusion"  by public lottery after a flag or complaint; nothing else
#   kind "promises"   with a partner only; budget "burnt" or "burning"
# physical_penalty = 1  # with "members" only: a further loss, in money, of who refuses to pay

# [[arrangement]]
# name = "reports"
# title = "replace: the rules in a few words"
# observers = "partner"
# sanction = { kind = "fine", recipient = "burnt" }
# side_agreement_cost = 0  # what agreeing on a false report costs the two; left out: they cannot
# partner_sees = 1         # probability that the partner sees the delivery, instead of proximity

# Which arrangements are compared, and which one applies to what members, a partner can value. Left
# out: all in the order of the file, and the first of each kind of observers.
# [columns]
# order = ["assembly", "reports"]
# members = "assembly"
# partner = "reports"

# One block for each activity. An attribute is a level, or the number itself: simplicity = 2.
[[activity]]
name = "cleaning"
title = "replace: what is done together"
concreteness = "met"    # "met", "partly", "not"; or a number > 0
simplicity = "met"      # "met", "partly", "not"; or an integer from 1 to 1,000,000
simultaneity = "met"    # "met", "partly", "not"; or an integer from 1 to 1,000
proximity = "partly"    # "met", "partly", "not"; or a number in (0, 1]
valued_by = "members"   # "members": any of them can tell what it was worth; "partner": only one can
ground = 'replace: "One sentence of the source."'
source = "replace: chapter, section"
# observed = "cooperation"  # what the source reports: "cooperation", "occasional" or "none"
# members = 20              # stakes of its own; what is left out is that of [stakes]
# benefit = "1/5"
# cost = "7/5"
# surplus = 0
"""


def template(name: str = _NAME) -> str:
    """Return the text of a case file with one activity and one arrangement, every key explained.

    Parameters
    ----------
    name : str
        Name of the case: a letter, then at most 63 letters, digits and underscores.

    Raises
    ------
    InvalidGameError
        If it is no such name.

    Examples
    --------
    >>> 'name = "irrigation"' in template("irrigation")
    True
    """
    return _TEMPLATE.replace(f'name = "{_NAME}"', f'name = "{check_name(name, "name")}"', 1)


def write_template(path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write the template to a file, and return its path.

    Parameters
    ----------
    path : str or path
        Must end in ``.toml``, as the name of a shipped case does not. The case is named after it,
        as far as it is a name.
    force : bool
        Write over a file that is there.

    Raises
    ------
    InvalidCaseError
        If the path does not end in ``.toml``, or something is there already.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from coopgames.institutions import load_case
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     case = load_case(write_template(f"{folder}/irrigation-2004.toml"))
    >>> case.name, [x.name for x in case.activities]
    ('irrigation_2004', ['cleaning'])
    """
    place = Path(path)
    file = brief(str(place), quoted=False, limit=4096)
    if place.suffix != ".toml":
        raise InvalidCaseError(f"{file}: expected a path that ends in .toml")
    # A folder or a device cannot be replaced, and opening a pipe would wait for a reader.
    if force and place.exists() and not place.is_file():
        raise InvalidCaseError(f"{file}: not a regular file, expected one that can be replaced")
    try:
        # "x" makes the file or fails, so that nothing can come in between.
        with place.open("w" if force else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(template(_case_name(place.stem)))
    except FileExistsError as error:
        expected = "expected a new file; --force (force=True) writes over a file that is there"
        raise InvalidCaseError(f"{file}: is there already, {expected}") from error
    except ValueError as error:  # a null byte
        raise InvalidCaseError(f"{file}: cannot be written ({error})") from error
    return place


def _case_name(stem: str) -> str:
    """Return the name of a case in a file of this name."""
    try:
        return check_name(re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_"), "name")
    except CoopgamesError:
        return _NAME

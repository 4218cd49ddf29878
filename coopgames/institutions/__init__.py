"""Institutions: activities, arrangements, equity standards, and the cases that hold them."""

from __future__ import annotations

from coopgames.institutions.activity import Activity
from coopgames.institutions.arrangement import Arrangement
from coopgames.institutions.case import Case, Columns, cases, load_case
from coopgames.institutions.explanation import Explanation, ExplanationRow
from coopgames.institutions.levels import ATTRIBUTES, LEVELS
from coopgames.institutions.standard import EquityStandard, Scale

__all__ = [
    "ATTRIBUTES",
    "LEVELS",
    "Activity",
    "Arrangement",
    "Case",
    "Columns",
    "EquityStandard",
    "Explanation",
    "ExplanationRow",
    "Scale",
    "cases",
    "load_case",
]

"""Verdicts: an activity under an arrangement, solved, certified and explained."""

from coopgames.verdicts.collusion import WitnessTest, witness_test
from coopgames.verdicts.grounds import Ground
from coopgames.verdicts.paths import AttributePath, AttributePaths, Flip, attribute_paths
from coopgames.verdicts.verdict import Judgement, verdict

__all__ = [
    "AttributePath",
    "AttributePaths",
    "Flip",
    "Ground",
    "Judgement",
    "WitnessTest",
    "attribute_paths",
    "verdict",
    "witness_test",
]

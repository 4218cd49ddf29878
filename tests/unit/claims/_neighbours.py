"""Claims that differ from a true one in one thing."""

from __future__ import annotations

from dataclasses import replace

from coopgames.claims import Claim
from coopgames.claims.terms import Formula, Ratio, Variable
from coopgames.claims.theorem1_burnt import theorem1_burnt

alpha, eta, kappa, v, beta = (Variable(name) for name in ("alpha", "eta", "kappa", "v", "beta"))
detected = (eta - alpha) * v
CLAIM = theorem1_burnt()


def with_value(value: Ratio) -> Claim:
    return replace(CLAIM, threshold=replace(CLAIM.threshold, value=value))


def with_exists(exists: Formula) -> Claim:
    return replace(CLAIM, threshold=replace(CLAIM.threshold, exists=exists))


#: False alarms counted with the wrong sign: the threshold is too low.
TOO_LOW = with_value(Ratio(kappa, kappa * (1 + alpha) + detected))
#: False alarms counted twice: the threshold is too high.
TOO_HIGH = with_value(Ratio(kappa, kappa * (1 - alpha - alpha) + detected))
#: The threshold of a treasury, which gives fines back.
TREASURY = with_value(Ratio(kappa, kappa + detected))
#: Right thresholds, but said to exist more rarely, or more often, than they do.
TOO_RARE = with_exists(detected > kappa * (alpha + alpha))

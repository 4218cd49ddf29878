"""The kinds of corners that a payoff set of two players can have.

A corner ``v`` that profile ``a`` supports is ``(1-d) g(a) + d w`` with a promise ``w`` of the set
itself. Either nothing binds, and ``v = w = g(a)``, or an incentive constraint
``w_i >= IC_i(a) = u_i + (1-d)/d h_i(a)`` binds (Abreu and Sannikov 2014), and the promise is one of
five points (``u`` the threat point, ``h`` the gains from deviating).

Plain integers: they travel in tuples, through a compiled kernel and into certificates.

====  ==========================================  ==================================
kind  promise                                     known coordinate of the corner
====  ==========================================  ==================================
G     the corner itself, ``g(a)``                 both
VU    top of the set at abscissa ``IC_1``         the first, ``(1-d) b_1(a) + d u_1``
VL    bottom of the set at abscissa ``IC_1``      the first
HR    right end of the set at height ``IC_2``     the second, ``(1-d) b_2(a) + d u_2``
HL    left end of the set at height ``IC_2``      the second
CC    ``(IC_1, IC_2)``, inside the set            both
====  ==========================================  ==================================
"""

from __future__ import annotations

from typing import Final

__all__ = ["CC", "HL", "HR", "VL", "VU", "G"]

#: No constraint binds: the corner is the payoff of the profile.
G: Final = 0
#: Player 1's constraint binds; the promise lies at the top of the vertical line.
VU: Final = 1
#: Player 1's constraint binds; the promise lies at the bottom of the vertical line.
VL: Final = 2
#: Player 2's constraint binds; the promise lies at the right end of the horizontal line.
HR: Final = 3
#: Player 2's constraint binds; the promise lies at the left end of the horizontal line.
HL: Final = 4
#: Both constraints bind.
CC: Final = 5

"""Perfect monitoring with payments between the players, at every discount factor at once."""

from coopgames.solvers.transfers.equilibria import (
    TransferEquilibria,
    TransferStep,
    transfer_equilibria,
)
from coopgames.solvers.transfers.plans import check_payment_plan

__all__ = ["TransferEquilibria", "TransferStep", "check_payment_plan", "transfer_equilibria"]

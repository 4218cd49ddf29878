from __future__ import annotations

import subprocess
import sys

import pytest

import coopgames.claims as package
from coopgames.claims import Verdict, catalogue, claims, ledger
from coopgames.claims.proof import Proof
from coopgames.errors import MissingSolverError
from tests.unit.claims._neighbours import CLAIM, TOO_LOW


def test_names_of_claims_are_unique_identifiers() -> None:
    names = [claim.name for claim in claims()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_the_ledger_has_a_row_for_each_claim() -> None:
    rows = ledger()
    assert [row["claim"] for row in rows] == [claim.name for claim in claims()]
    (row,) = rows
    assert row["verdict"] == "PROVED"
    assert row["meaning"] == Verdict.PROVED.value
    assert "Wanderley (2004), ch. 7" in str(row["source"])


def test_without_solvers_the_ledger_says_that_it_only_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(claim: object) -> None:
        raise MissingSolverError("z3-solver: not installed")

    monkeypatch.setattr(catalogue, "prove", missing)
    (row,) = ledger()
    assert row["verdict"] == "NOT_FALSIFIED"
    assert "z3-solver: not installed" in str(row["evidence"])


def test_an_undecided_claim_is_searched_and_may_be_refuted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def undecided(claim: object) -> Proof:
        return Proof(CLAIM, Verdict.UNDECIDED, "time is up", (), ())

    monkeypatch.setattr(catalogue, "prove", undecided)
    monkeypatch.setattr(catalogue, "claims", lambda: (TOO_LOW,))
    (row,) = ledger()
    assert row["verdict"] == "REFUTED"
    assert "claimed to be sustained" in str(row["evidence"])


def test_functions_are_not_hidden_by_modules_of_the_same_name() -> None:
    for name in package.__all__:
        assert callable(getattr(package, name))
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(package, "no_such_" + "name")


def test_importing_claims_pulls_in_nothing_heavy() -> None:
    code = (
        "import sys, coopgames.claims as c; c.claims(); c.Claim; c.prove; c.falsify; c.smtlib;"
        "print([m for m in ('sympy', 'z3', 'cvc5', 'hypothesis') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout.strip() == "[]"

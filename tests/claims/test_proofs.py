"""Each claim has a committed proof, and all ways to its threshold lead to the same place."""

from __future__ import annotations

import importlib.util
import io
import runpy
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coopgames.claims import Claim, Proof, Verdict, claims, closed_form, falsify, prove, smtlib
from coopgames.claims.smt import queries
from coopgames.solvers import critical_discount_factor

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
each_claim = pytest.mark.parametrize("claim", claims(), ids=[claim.name for claim in claims()])
_PROOFS: dict[str, Proof] = {}


def proof_of(claim: Claim) -> Proof:
    if claim.name not in _PROOFS:
        _PROOFS[claim.name] = prove(claim)
    return _PROOFS[claim.name]


@pytest.fixture(scope="module")
def check() -> ModuleType:
    specification = importlib.util.spec_from_file_location("proofs_check", PROOFS / "check.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@each_claim
def test_it_is_proved_and_the_search_finds_nothing(claim: Claim) -> None:
    assert proof_of(claim).verdict is Verdict.PROVED
    assert falsify(claim, examples=40) is None


@each_claim
def test_what_is_committed_is_what_is_made_again(claim: Claim, check: ModuleType) -> None:
    assert list(check.differences(claim, proof_of(claim), PROOFS / claim.name)) == []
    assert list(check.derivation_differences(claim, PROOFS / claim.name)) == []


@each_claim
def test_both_solvers_answer_the_committed_script_as_its_status_says(claim: Claim) -> None:
    text = (PROOFS / claim.name / "claim.smt2").read_text(encoding="utf-8")
    expected = [query.expected for query in queries(claim)]
    assert _z3_answers(text) == expected
    mains = [k for k, answer in enumerate(expected) if answer == "unsat"]
    answers = _cvc5_answers(text)
    assert len(answers) == len(expected)
    assert [answers[k] for k in mains] == ["unsat"] * len(mains)


def _z3_answers(text: str) -> list[str]:
    import z3

    context = z3.Context()
    return z3.Z3_eval_smtlib2_string(context.ref(), text).split()


def _cvc5_answers(text: str) -> list[str]:
    import cvc5

    solver = cvc5.Solver()
    for name, value in (("incremental", "true"), ("nl-cov", "true"), ("tlimit-per", "3000")):
        solver.setOption(name, value)
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "claim.smt2")
    symbols, out = parser.getSymbolManager(), io.StringIO()
    command = parser.nextCommand()
    while not command.isNull():
        out.write(str(command.invoke(solver, symbols)))
        command = parser.nextCommand()
    return out.getvalue().split()


@pytest.mark.parametrize("name", ["theorem1_burnt"])
@given(data=st.data())
def test_the_derived_threshold_is_the_closed_form_and_the_solvers(
    name: str, data: st.DataObject
) -> None:
    (claim,) = (claim for claim in claims() if claim.name == name)
    share = st.fractions(0, 1, max_denominator=12)
    alpha, eta = data.draw(share, "alpha"), data.draw(share, "eta")
    kappa = data.draw(st.fractions(Fraction(1, 12), 4, max_denominator=12), "kappa")
    v = data.draw(st.fractions(-1, 8, max_denominator=12), "v")
    assume(alpha < eta)
    point = {"alpha": alpha, "eta": eta, "kappa": kappa, "v": v}
    solved = critical_discount_factor(claim.family.game(point)).value
    formula = closed_form(*claim.threshold.key).at(alpha=alpha, kappa=kappa, v=v, D=eta - alpha)
    derived = _derived(name)
    numbers = {s: _rational(point[str(s)]) for s in derived.threshold.free_symbols}
    exists = derived.below_one.subs(numbers) > 0
    assert exists == (solved is not None)
    assert formula == solved
    if exists:
        value = derived.threshold.subs(numbers)
        assert Fraction(int(value.p), int(value.q)) == solved


def _rational(value: Fraction):  # type: ignore[no-untyped-def]
    from sympy import Rational

    return Rational(value.numerator, value.denominator)


def _derived(name: str):  # type: ignore[no-untyped-def]
    if name not in _DERIVED:
        _DERIVED[name] = runpy.run_path(str(PROOFS / name / "derivation.py"))["derive"]()
    return _DERIVED[name]


_DERIVED: dict[str, object] = {}


def test_the_derivation_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(PROOFS / "theorem1_burnt" / "derivation.py"), run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[-1].startswith("which is below 1 iff   0 < -alpha*kappa")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('verdict = "PROVED"', 'verdict = "REFUTED"', "verdict is 'REFUTED'"),
        ('answers = { z3 = "unsat", cvc5', 'answers = { z3 = "sat", cvc5', "denominators: answers"),
        ('smt2_sha256 = "', 'smt2_sha256 = "0', "smt2_sha256"),
        ('model = { alpha = "0", eta = "1/2"', 'model = { alpha = "0", eta = "0"', "model is none"),
        ('expected = "unsat"', 'expected = "sat"', "denominators: expected"),
        ('name = "necessity"', 'name = "need"', "other questions"),
        ("cvc5 = ", "cvc6 = ", "solvers ['z3', 'cvc6']"),
    ],
)
def test_a_verdict_that_was_tampered_with_is_noticed(
    tmp_path: Path, check: ModuleType, old: str, new: str, message: str
) -> None:
    claim = claims()[0]
    check.write(claim, proof_of(claim), tmp_path)
    assert list(check.differences(claim, proof_of(claim), tmp_path)) == []
    path = tmp_path / "verdict.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(message in line for line in check.differences(claim, proof_of(claim), tmp_path))


def test_another_version_of_a_solver_is_no_difference(tmp_path: Path, check: ModuleType) -> None:
    claim = claims()[0]
    check.write(claim, proof_of(claim), tmp_path)
    path = tmp_path / "verdict.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = ['z3 = "0.0"' if line.startswith("z3 = ") else line for line in lines]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    assert list(check.differences(claim, proof_of(claim), tmp_path)) == []


def test_a_changed_or_missing_script_is_noticed(tmp_path: Path, check: ModuleType) -> None:
    claim = claims()[0]
    assert "missing: claim.smt2, verdict.toml" in set(
        check.differences(claim, proof_of(claim), tmp_path)
    )
    check.write(claim, proof_of(claim), tmp_path)
    (tmp_path / "claim.smt2").write_text(smtlib(claim) + "\n", encoding="utf-8")
    assert list(check.differences(claim, proof_of(claim), tmp_path)) == ["claim.smt2: other bytes"]


def test_a_wrong_derivation_is_noticed(tmp_path: Path, check: ModuleType) -> None:
    claim = claims()[0]
    source = (PROOFS / claim.name / "derivation.py").read_text(encoding="utf-8")
    right = "shirk = v + kappa + beta"
    assert right in source
    wrong = source.replace(right, "shirk = v + 2 * kappa + beta")
    wrong = wrong.replace("must(sp.expand(denominator - kappa - below_one)", "(lambda *_: 0)((0)")
    wrong = wrong.replace("must(sp.expand(margin + loss)", "(lambda *_: 0)((0)")
    (tmp_path / "derivation.py").write_text(wrong, encoding="utf-8")
    try:
        assert len(list(check.derivation_differences(claim, tmp_path))) == 2
    finally:
        sys.modules.pop("derivation", None)


def test_check_makes_everything_again(
    tmp_path: Path, check: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = claims()[0]
    folder = tmp_path / claim.name
    folder.mkdir()
    derivation = (PROOFS / claim.name / "derivation.py").read_text(encoding="utf-8")
    (folder / "derivation.py").write_text(derivation, encoding="utf-8")
    assert check.main([], tmp_path) == 1
    assert check.main(["--write"], tmp_path) == 0
    assert "theorem1_burnt: PROVED (z3 " in capsys.readouterr().out

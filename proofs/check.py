"""Make every proof again and compare it with what is committed.

``python proofs/check.py`` exits with 1 and says what differs, if anything does;
``python proofs/check.py --write`` writes the files instead.

For each claim: the bytes of ``claim.smt2``, the verdict, the names of the solvers, and their
answers to the questions that must be unsatisfiable are compared; their versions are printed. The
stored models are not compared, since another version may find others: they are evaluated again, in
exact arithmetic, in the formulas of the claim. The threshold of ``derivation.py`` must be the
claim's, and the closed form of ``coopgames.claims.closed_forms``.
"""

from __future__ import annotations

import argparse
import hashlib
import runpy
import sys
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from coopgames.claims import Claim, Proof, claims, closed_form, prove, smtlib
from coopgames.claims.proof import model_holds
from coopgames.claims.smt import queries
from coopgames.errors import CoopgamesError

FOLDER = Path(__file__).resolve().parent


def toml(claim: Claim, proof: Proof) -> str:
    """Return the text of ``verdict.toml``."""
    lines = [
        f"# Written by proofs/check.py --write. {proof.verdict.value}",
        f"claim = {_text(claim.name)}",
        f"verdict = {_text(proof.verdict.name)}",
        f"reason = {_text(proof.reason)}",
        f"source = {_text(claim.source)}",
        f"smt2_sha256 = {_text(_sha256(smtlib(claim)))}",
        "",
        "[solvers] # name = version; versions are information, not part of the comparison",
        *(f"{name} = {_text(version)}" for name, version in proof.solvers),
    ]
    for asked in proof.asked:
        lines += ["", "[[question]]", f"name = {_text(asked.query.name)}"]
        lines += [f"expected = {_text(asked.query.expected)}"]
        lines += [f"answers = {_table(dict(asked.answers))}"]
        if asked.model:
            lines += [f"model = {_table({name: str(value) for name, value in asked.model})}"]
            lines += [f"rechecked = {str(asked.rechecked).lower()}"]
    return "\n".join(lines) + "\n"


def differences(claim: Claim, proof: Proof, folder: Path) -> Iterator[str]:
    """Yield one line for each way in which a folder is not what is made again."""
    smt2, verdict = folder / "claim.smt2", folder / "verdict.toml"
    missing = [path.name for path in (smt2, verdict) if not path.is_file()]
    if missing:
        yield f"missing: {', '.join(missing)}"
        return
    if smt2.read_bytes() != smtlib(claim).encode():
        yield "claim.smt2: other bytes"
    stored = tomllib.loads(verdict.read_text(encoding="utf-8"))
    again = tomllib.loads(toml(claim, proof))
    for key in ("claim", "verdict", "source", "smt2_sha256"):
        if stored.get(key) != again[key]:
            yield f"verdict.toml: {key} is {stored.get(key)!r}, made again {again[key]!r}"
    if list(stored.get("solvers", {})) != list(again["solvers"]):
        yield f"verdict.toml: solvers {list(stored.get('solvers', {}))}"
    yield from _answers(stored.get("question", []), again["question"])
    yield from _models(claim, stored.get("question", []))


def _answers(stored: list[dict[str, Any]], again: list[dict[str, Any]]) -> Iterator[str]:
    if [q.get("name") for q in stored] != [q["name"] for q in again]:
        yield "verdict.toml: other questions"
        return
    for old, new in zip(stored, again, strict=True):
        # How many solvers it took to find a model of a guard is no part of the proof.
        for key in ("expected", "answers") if new["expected"] == "unsat" else ("expected",):
            if old.get(key) != new[key]:
                yield f"verdict.toml: {old['name']}: {key} {old.get(key)}, made again {new[key]}"


def _models(claim: Claim, stored: list[dict[str, Any]]) -> Iterator[str]:
    """Evaluate the stored models again; a guard without a model is a difference too."""
    entries = {question.get("name"): question for question in stored}
    for query in queries(claim):
        if query.expected != "sat":
            continue
        entry = entries.get(query.name, {})
        if not entry.get("model"):
            yield f"verdict.toml: {query.name}: no model"
        elif entry.get("rechecked"):
            try:
                point = {name: Fraction(text) for name, text in entry["model"].items()}
                true = model_holds(query, point)
            except (ValueError, KeyError, ZeroDivisionError):
                true = False
            if not true:
                yield f"verdict.toml: {query.name}: the model is none"


def derivation_differences(claim: Claim, folder: Path) -> Iterator[str]:
    """Compare the derived threshold with the claim and with the closed form, by cancellation."""
    import sympy as sp

    found = runpy.run_path(str(folder / "derivation.py"))["derive"]()
    names = {str(symbol): symbol for symbol in found.threshold.free_symbols}
    value = claim.threshold.value
    of_claim = value.numerator.at(names) / value.denominator.at(names)
    if sp.simplify(found.threshold - of_claim) != 0:
        yield f"derivation.py: {found.threshold}, the claim says {value}"
    formula = closed_form(*claim.threshold.key).expression
    by_name = {s: names.get(str(s), names["eta"] - names["alpha"]) for s in formula.free_symbols}
    if sp.simplify(found.threshold - formula.subs(by_name)) != 0:
        yield f"derivation.py: {found.threshold}, the closed form is {formula}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _table(entries: dict[str, str]) -> str:
    return f"{{ {', '.join(f'{name} = {_text(value)}' for name, value in entries.items())} }}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(claim: Claim, proof: Proof, folder: Path) -> None:
    """Write ``claim.smt2`` and ``verdict.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "claim.smt2").write_bytes(smtlib(claim).encode())
    (folder / "verdict.toml").write_text(toml(claim, proof), encoding="utf-8")


def main(arguments: list[str] | None = None, root: Path = FOLDER) -> int:
    parser = argparse.ArgumentParser(description="Make every proof again and compare.")
    parser.add_argument("--write", action="store_true", help="write the files instead")
    options = parser.parse_args(arguments)
    failed = False
    for claim in claims():
        folder = root / claim.name
        try:
            proof = prove(claim)
        except CoopgamesError as error:
            print(f"{claim.name}: {error}", file=sys.stderr)
            return 2
        if options.write:
            write(claim, proof, folder)
        found = [*differences(claim, proof, folder), *derivation_differences(claim, folder)]
        versions = ", ".join(f"{name} {version}" for name, version in proof.solvers)
        print(f"{claim.name}: {proof.verdict.name} ({versions})")
        for line in found:
            print(f"  {line}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

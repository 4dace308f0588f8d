"""Problems in the formats of other tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from copydesk.errors import Problem


def problem_row(problem: Problem) -> dict[str, Any]:
    """Give a problem as plain data."""
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hint": problem.hint,
    }


def github(problem: Problem) -> str:
    """Give a problem as a workflow command, which GitHub shows at its line.

    Source: GitHub Actions documentation, "Workflow commands", error.
    """
    place = problem.place
    where = f"file={place.file},line={place.line},col={place.column}," if place else ""
    text = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::error {where}title={problem.code}::{escaped}"


def sarif(problems: Iterable[Problem], version: str) -> dict[str, Any]:
    """Give problems as a SARIF log, for code scanning.

    Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
    """
    found = [*problems]
    rules = [{"id": code} for code in dict.fromkeys(problem.code for problem in found)]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "copydesk", "version": version, "rules": rules}},
                "results": [_sarif_result(problem) for problem in found],
            }
        ],
    }


def _sarif_result(problem: Problem) -> dict[str, Any]:
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    result: dict[str, Any] = {"ruleId": problem.code, "level": "error", "message": {"text": text}}
    place = problem.place
    if place:
        physical: dict[str, Any] = {"artifactLocation": {"uri": place.file}}
        if place.line:
            physical["region"] = {"startLine": place.line, "startColumn": max(1, place.column)}
        result["locations"] = [{"physicalLocation": physical}]
    return result

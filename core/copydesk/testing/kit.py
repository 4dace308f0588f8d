"""Holding a step to its contract: all checks at once, or each as a test of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from copydesk.document import Document
from copydesk.errors import nearest
from copydesk.steps import Chain, StepDefinition, StepFunction, options_model
from copydesk.testing import behaviour, declarations, processes, results
from copydesk.testing.calling import told
from copydesk.testing.rules import NotApplicableError, Rule
from copydesk.testing.subject import Subject
from copydesk.testing.texts import HUGE_CHARACTERS

RULES: tuple[Rule, ...] = (
    declarations.docstring,
    declarations.options_schema,
    declarations.option_descriptions,
    declarations.option_defaults,
    declarations.options_round_trip,
    declarations.pickles,
    behaviour.runs,
    behaviour.does_something,
    *results.RULES,
    behaviour.no_mutation,
    behaviour.same_result_twice,
    behaviour.one_by_one,
    behaviour.any_order,
    behaviour.current_text,
    behaviour.edits_compose,
    behaviour.empty_layers,
    *behaviour.TEXTS,
    behaviour.linear_time,
    *processes.RULES,
)
"""Every check of the kit, in the order in which it reports them."""

_BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
# Faults that are told of one check; the others are most likely the same again.
_MOST_TOLD = 3

Status = Literal["passed", "failed", "expected", "skipped"]
FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


@dataclass(frozen=True)
class Outcome:
    """What became of one check.

    Attributes:
        name: Name of the check, for example "no-mutation".
        status: "passed"; "failed"; "expected" for a failure that was announced; "skipped" when the
            check would tell nothing, because one that it builds on failed or it has no subject.
        detail: What was seen, a line each, after the reason of an announced failure; why it was
            skipped; empty when it passed.
        mend: How to mend a step that fails it.
    """

    name: str
    status: Status
    detail: str = ""
    mend: str = ""

    def __str__(self) -> str:
        lines = self.detail.splitlines()
        first = f"{self.name}: {lines[0]}" if lines else self.name
        hint = f"\n  hint: {self.mend}" if self.status == "failed" else ""
        return "\n  ".join([first, *lines[1:]]) + hint


@dataclass(frozen=True)
class Report:
    """What the kit found out about a step.

    Attributes:
        step: Full name of the step.
        outcomes: One for each check, in the order of the kit.
        characters_per_second: Speed on a text of 100,000 characters, by processor time; for a chain,
            of all its steps together. None when it could not be measured.
    """

    step: str
    outcomes: tuple[Outcome, ...]
    characters_per_second: float | None = None

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The checks that failed, without those that were expected to."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")

    def __str__(self) -> str:
        lines = [f"{outcome.status:<9} {outcome}" for outcome in self.outcomes]
        counts = [
            f"{count} {status}"
            for status in ("passed", "failed", "expected", "skipped")
            if (count := sum(outcome.status == status for outcome in self.outcomes))
        ]
        speed = self.characters_per_second
        rate = f", {speed:,.0f} characters a second" if speed else ""
        return "\n".join([*lines, f"{self.step}: {', '.join(counts)}{rate}"])


def check_step(
    definition: StepDefinition,
    *,
    options: Mapping[str, Any] | None = None,
    texts: Sequence[str | Document] = (),
    expected_failures: Mapping[str, str] | None = None,
) -> Report:
    """Hold a step to its contract.

    The step runs over documents of the kit and those of `texts`. Layers that it requires are put in
    as a plan would: by the step that the layer names, by the step of the layer's name, or by another
    step of the same plugin. A chain is held to the rules about help and options itself, and each of
    its steps, with the options that the chain gives it, to the others.

    Args:
        definition: The step as a plugin registers it.
        options: Its options, as YAML would give them.
        texts: Texts or documents on which the step has something to do; with the layers that it
            requires, if no installed step provides them.
        expected_failures: Reasons by the name of a check. Such a check must fail, and does not count.

    Returns:
        The outcome of every check and the speed of the step; `print` it to read it.

    Raises:
        AssertionError: With every check that failed, what was seen, and how to mend it.
        ValueError: An expected failure has no reason, or there is no check of its name.
        pydantic.ValidationError: An option is wrong.

    Example:
        >>> from copydesk.plugins import Plugins
        >>> _, whitespace = Plugins().step("clean.whitespace")
        >>> report = check_step(whitespace)
        >>> report.failed
        ()
    """
    reasons = dict(expected_failures or {})
    _refuse_unknown(reasons)
    examined = _Examined(_subject(definition, options, texts))
    outcomes = tuple(_judged(examined.outcome(rule.name), reasons.get(rule.name, "")) for rule in RULES)
    report = Report(definition.name, outcomes, examined.characters_per_second)
    if report.failed:
        count = f"{len(report.failed)} of {len(outcomes)} checks failed"
        details = "\n\n".join(map(str, report.failed))
        raise AssertionError(f"`{report.step}` does not keep the contract of a step: {count}\n\n{details}")
    return report


def conformance(
    *definitions: StepDefinition,
    options: Mapping[str, Any] | None = None,
    texts: Sequence[str | Document] = (),
    expected_failures: Mapping[str, str] | None = None,
) -> Callable[[FunctionT], FunctionT]:
    """Make a pytest test into one test for each step and check, named "shouts-no-mutation" and so on.

    Options, texts and expected failures hold for every step that is given; write a test of its own
    for a step that needs others. Expected failures become strict `xfail`s with their reason.

    Args:
        definitions: Steps as a plugin registers them.
        options: Their options, as YAML would give them.
        texts: See `check_step`.
        expected_failures: Reasons by the name of a check.

    Raises:
        ValueError: An expected failure has no reason, or there is no check of its name.
        pydantic.ValidationError: An option is wrong.

    Example:
        @conformance(shouts)
        def test_keeps_the_contract(check: Check) -> None:
            check()
    """
    import pytest

    reasons = dict(expected_failures or {})
    _refuse_unknown(reasons)
    checks: list[Any] = []
    for definition in definitions:
        examined = _Examined(_subject(definition, options, texts))
        for rule in RULES:
            reason = reasons.get(rule.name)
            marks = pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError) if reason else ()
            name = f"{definition.name}-{rule.name}"
            checks.append(pytest.param(Check(rule.name, examined), id=name, marks=marks))
    return pytest.mark.parametrize("check", checks)


class Check:
    """One check of one step, for a test that `conformance` made; call it.

    Attributes:
        name: Name of the check, for example "no-mutation".
        step: Full name of the step.
    """

    def __init__(self, name: str, examined: _Examined) -> None:
        self.name = name
        self.step = examined.subject.name
        self._examined = examined

    def __call__(self) -> None:
        """Look, and skip the test when the check would tell nothing.

        Raises:
            AssertionError: With what was seen, and how to mend it.
        """
        outcome = self._examined.outcome(self.name)
        if outcome.status == "skipped":
            import pytest

            pytest.skip(outcome.detail)
        if outcome.status == "failed":
            raise AssertionError(f"`{self.step}` {outcome}")

    def __repr__(self) -> str:
        return f"{self.step}-{self.name}"


@dataclass(frozen=True, eq=False)
class _Examined:
    """A step and the outcomes that are known so far; each check is made once."""

    subject: Subject
    outcomes: dict[str, Outcome] = field(default_factory=dict[str, Outcome])
    parts: list[_Examined] = field(default_factory=list["_Examined"])

    def outcome(self, name: str) -> Outcome:
        """Make a check, after those that it needs; without expected failures."""
        if name not in self.outcomes:
            self.outcomes[name] = self._made(_BY_NAME[name])
        return self.outcomes[name]

    @property
    def characters_per_second(self) -> float | None:
        if self.outcome("huge-text").status != "passed":
            return None
        try:
            seconds = sum(one.subject.seconds[1] for one in self.parts or [self])
        except NotApplicableError:
            return None
        return HUGE_CHARACTERS / seconds if seconds else None

    def _made(self, rule: Rule) -> Outcome:
        for need in rule.needs:
            if self.outcome(need).status != "passed":
                return Outcome(rule.name, "skipped", f"it builds on `{need}`, which did not pass", rule.mend)
        try:
            if not rule.of_chains and self._is_chain:
                return self._of_parts(rule)
            found = [*dict.fromkeys(rule.look(self.subject))]
        except NotApplicableError as reason:
            return Outcome(rule.name, "skipped", str(reason), rule.mend)
        except Exception as error:  # noqa: BLE001  a step may raise anything
            found = [told(error)]
        if len(found) > _MOST_TOLD:
            found[_MOST_TOLD:] = [f"and {len(found) - _MOST_TOLD} more"]
        return Outcome(rule.name, "failed" if found else "passed", "\n".join(found), rule.mend)

    @property
    def _is_chain(self) -> bool:
        definition = self.subject.definition
        return not isinstance(definition, StepFunction) and issubclass(definition, Chain)

    def _of_parts(self, rule: Rule) -> Outcome:
        """Make a check on each step that a chain stands for."""
        try:
            steps = self.subject.parts or ()
        except Exception as error:  # noqa: BLE001  a chain may raise anything
            status: Status = "failed" if rule.name == "runs" else "skipped"
            return Outcome(rule.name, status, f"its steps cannot be told: {told(error)}", rule.mend)
        if not self.parts:
            self.parts.extend(map(_Examined, steps))
        outcomes = [(part.subject.name, part.outcome(rule.name)) for part in self.parts]
        statuses = {outcome.status for _, outcome in outcomes}
        if rule.one_part_is_enough and "passed" in statuses:
            return Outcome(rule.name, "passed", "", rule.mend)
        status = "failed" if "failed" in statuses else "passed"
        if statuses == {"skipped"}:
            status = "skipped"
        found = [f"`{name}`: {outcome.detail}" for name, outcome in outcomes if outcome.status == status]
        return Outcome(rule.name, status, "\n".join(found) if status != "passed" else "", rule.mend)


def _subject(
    definition: StepDefinition, options: Mapping[str, Any] | None, texts: Sequence[str | Document]
) -> Subject:
    subject = Subject(definition, dict(options or {}), tuple(texts))
    if options or _has_model(definition):
        _ = subject.validated
    return subject


def _has_model(definition: StepDefinition) -> bool:
    # Options that pydantic cannot make a model of are for a check to tell.
    try:
        options_model(definition)
    except Exception:  # noqa: BLE001  pydantic raises errors of many kinds over a type
        return False
    return True


def _judged(outcome: Outcome, reason: str) -> Outcome:
    if not reason:
        return outcome
    if outcome.status == "passed":
        return Outcome(
            outcome.name,
            "failed",
            f"it passed, and was expected to fail: {reason}",
            "take it out of `expected_failures`",
        )
    if outcome.status == "failed":
        return Outcome(outcome.name, "expected", f"{reason}\n{outcome.detail}", outcome.mend)
    return outcome


def _refuse_unknown(reasons: Mapping[str, str]) -> None:
    for name, reason in reasons.items():
        if name not in _BY_NAME:
            near = nearest(name, _BY_NAME)
            hint = f"did you mean `{near}`?" if near else f"there are {', '.join(_BY_NAME)}"
            raise ValueError(f"no check is called `{name}`; {hint}")
        if not reason.strip():
            raise ValueError(f"the expected failure of `{name}` needs a reason")

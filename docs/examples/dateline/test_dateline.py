"""The step dateline."""

from copydesk_dateline import dateline

from copydesk.testing import Check, conformance


@conformance(dateline, texts=["NEW YORK (Wire) \u2014 Rain fell."])
def test_keeps_the_contract(check: Check) -> None:
    """Hold the step to what every step owes to the engine."""
    check()

"""The step sponsored."""

from copydesk_sponsored import sponsored

from copydesk.testing import Check, conformance


@conformance(sponsored, texts=["Sponsored by Alpha Bank\n\nRates are low."])
def test_keeps_the_contract(check: Check) -> None:
    """Hold the step to what every step owes to the engine."""
    check()

"""The step places."""

from copydesk_places import Places

from copydesk.testing import Check, conformance


@conformance(Places, options={"table": "places.csv"}, texts=["The ferry left Copenhagen at noon."])
def test_keeps_the_contract(check: Check) -> None:
    """Hold the step to what every step owes to the engine."""
    check()

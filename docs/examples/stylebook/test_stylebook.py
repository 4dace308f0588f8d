"""The step stylebook."""

from copydesk_stylebook import stylebook

from copydesk.testing import Check, conformance


@conformance(stylebook, options={"names": {"Kiev": "Kyiv"}}, texts=["They flew from Kiev to Warsaw."])
def test_keeps_the_contract(check: Check) -> None:
    """Hold the step to what every step owes to the engine."""
    check()

"""The step figures."""

from copydesk_figures import figures

from copydesk.testing import Check, conformance


@conformance(figures, texts=["A loan of €46m at 3.2 per cent."])
def test_keeps_the_contract(check: Check) -> None:
    """Hold the step to what every step owes to the engine."""
    check()

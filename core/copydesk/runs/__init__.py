"""Runs: a pipeline over inputs into outputs, with a ledger of every document."""

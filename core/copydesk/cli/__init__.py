"""What the person types: the typer app, one module a verb."""

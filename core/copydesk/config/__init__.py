"""From YAML with positions to a validated file, every problem at its place."""

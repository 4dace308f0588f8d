"""Readers and writers that need no extra dependency."""

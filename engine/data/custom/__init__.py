"""Batches that a person's own Python file makes."""

"""Batches that a custom Python file makes."""

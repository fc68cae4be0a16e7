"""Texts in folders and tables."""

"""Editors of one value, and which of them a declared setting gets."""

"""Targets: read, encoded for the loss, and weighted."""

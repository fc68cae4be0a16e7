"""Previews of data."""

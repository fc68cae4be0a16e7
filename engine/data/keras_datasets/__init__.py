"""Keras's own data sets."""

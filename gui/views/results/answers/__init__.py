"""Answers of a model to new inputs, and how sure it is of them."""

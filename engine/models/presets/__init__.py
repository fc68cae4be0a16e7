"""The kinds of model that are made of layers: one body a file."""

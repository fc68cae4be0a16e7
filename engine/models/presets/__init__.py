"""The kinds of model that are made of layers: one file for the body of each kind."""

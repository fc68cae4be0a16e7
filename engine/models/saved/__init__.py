"""Models and weights from files, and models from a person's own code."""

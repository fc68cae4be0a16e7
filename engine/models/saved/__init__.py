"""Models and weights from files, and models from custom code."""

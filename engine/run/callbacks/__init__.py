"""The callbacks of a run: Keras's own, made from the settings, and what Keras lacks."""

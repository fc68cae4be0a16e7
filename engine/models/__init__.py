"""From settings to a compiled Keras model: presets as layer calls, built and printed from one description."""

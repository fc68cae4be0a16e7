"""What a finished run is good for: its model, and answers for new examples.

- `finished_run`: a run folder opened for use: settings, outcome, data, the loaded model; `known_data`: what
  it has kept of its data.

It leaves training to `engine.run`, reading of files to `engine.data`, and measures to `engine.evaluate`.
"""

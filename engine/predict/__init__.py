"""What a finished run is good for: its model, and answers for new examples.

- `finished_run`: a run folder opened for use: settings, outcome, data; `known_data`: what it has kept of
  them; `loaded_model`: its model.
- `signature/`: what the model takes and gives.
- `new/`: new examples, read as those of the training data.

It leaves training to `engine.run`, reading of files to `engine.data`, and measures to `engine.evaluate`.
"""

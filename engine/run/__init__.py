"""One training run, from its settings to its outcome.

Who is responsible for what:

- `session`: carries out one run, turns every error into an outcome; tested without threads.
- `training`: has the parts below put together, trains and saves.
- `assembly/`: prepares (device, data, state), builds (model, callbacks, steps), wires them for the loop.
- `starting_point`: the first epoch, or the place of the newest state.
- `run_request`, `position`: what all modules of a run share; a place between two batches.
- `control`: what another thread may ask of a run: stop, pause, live changes.
- `reporter`, `best_so_far`, `data_notes`, `end_summary`: what a run reports, as events.
- `keras_text`: the lines that Keras prints for an epoch.
- `environment`, `saved_model`, `file_errors`: environment.json, the final model, errors of the disk.
- `feed/`: examples and batches, in memory or streamed, in the order of the index plan.
- `loop/`: Keras's `fit`, with any batch as its start: epochs, chunks, steps, validation.
- `pace/`: how many steps run in one compiled call, and whether XLA compiles them.
- `callbacks/`: Keras's callbacks from their settings, ours for what Keras lacks, custom ones.
- `live/`: changes while a run is under way, and their log for a resume.
- `state/`: what a resume needs, taken, written and restored.
- `exactness/`: whether the same seed gives the same numbers here, and whether a resume does.
- `outputs/`: forecasts, counts of predicted classes, a preserved model, the values of the saved one.

`engine.record` writes and reads the run folder, `engine.history` makes curves of events. Nothing here
imports Qt.
"""

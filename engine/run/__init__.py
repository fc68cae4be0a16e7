"""One training run: session, events, control, callbacks, resume state, run folder and history."""

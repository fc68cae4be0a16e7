"""What every reader gets: `context` (paths, progress, cancellation), `limits`, `memory`, `isolated_call`."""

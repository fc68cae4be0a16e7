"""What every reader gets: paths, progress, cancellation, limits, memory, an isolated process."""

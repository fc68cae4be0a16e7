"""From a project to batches on the device: read, split, encoded, in memory or streamed and prefetched."""

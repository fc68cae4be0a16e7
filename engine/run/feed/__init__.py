"""From a project to batches on the device."""

"""What data a run reads and how: one section for each kind of data. Reading it is left to `engine.data`."""

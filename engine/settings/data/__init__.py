"""What data a run reads and how: one section a kind of data."""

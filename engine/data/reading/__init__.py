"""What every reader is given: where paths begin, limits, memory, a process of its own."""

"""The parts of the data, as a script: what trains, what validates, and what tests."""

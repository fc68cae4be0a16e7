"""Live changes: what a person changes while a run is under way."""

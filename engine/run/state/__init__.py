"""The state for going on: what it holds, how it is written whole, and how it is restored."""

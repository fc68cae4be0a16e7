"""The resume state: what it holds, how it is written whole, and how it is restored."""

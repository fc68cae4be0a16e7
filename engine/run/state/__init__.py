"""The resume state: what it holds, how it is written atomically, and how it is restored."""

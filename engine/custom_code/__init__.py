"""Custom Python files: run only when they are trusted, and their errors told in one sentence."""

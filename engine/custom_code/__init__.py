"""Custom Python files: run only when trusted; their errors become one sentence with file and line.

What a file must contain is left to those who use it: data, models and callbacks.
"""

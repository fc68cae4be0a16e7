"""What the program remembers and reports of itself."""

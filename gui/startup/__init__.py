"""Opens the window and ends the program."""

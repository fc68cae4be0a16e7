"""What a model is worth: views of plain data, for after a run. They show, and ask for nothing."""

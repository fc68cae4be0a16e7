"""The examples behind a number, each with its truth and its answer."""

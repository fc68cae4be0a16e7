"""The run folder: what is written to it, how it is read back or followed, and who works in it."""

"""Help, script and reference beside the pages."""

"""How data is laid out in its files, as far as a script must know it: one file a kind of data."""

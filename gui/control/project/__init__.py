"""The project that is edited: its settings, its file, and what follows from them."""

"""The Results page: who is connected to whom, a file a card."""

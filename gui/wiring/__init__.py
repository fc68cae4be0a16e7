"""Who is connected to whom: the composition root."""

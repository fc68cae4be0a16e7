"""Values of callbacks as JSON and arrays (`pack`), and back (`restore`), without pickle."""

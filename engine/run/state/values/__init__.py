"""Values of callbacks as JSON and arrays, and back, without pickle."""

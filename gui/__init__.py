"""The window. It knows Qt and reads the engine; the engine never reads it."""

"""Random changes of whole batches."""

"""The layers of a model, as a table and as a drawing."""

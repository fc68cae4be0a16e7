"""What is shown of a model: its drawing, its layers as rows, its outline."""

"""What people are shown of a model: its drawing, its layers as rows, its outline."""

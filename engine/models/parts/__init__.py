"""What several presets share: first and last layers, random layers, pretrained networks."""

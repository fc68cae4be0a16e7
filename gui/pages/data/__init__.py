"""What the Data page is made of: samples, what is dropped on it, the parts, and the card of augmentation."""

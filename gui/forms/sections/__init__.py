"""Forms of whole sections, and of lists of them."""

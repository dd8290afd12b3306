"""The platforms' own files, written as the platforms write them."""

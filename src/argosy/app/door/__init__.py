"""The door: who comes in, as what, what they may see and do, and the book of what they did."""

"""Demonstration data: fictional people, structures and calls, made through the same deeds as real ones."""

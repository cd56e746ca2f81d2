"""Reference data of knowledge: a file and the deed that loads it (see `calls.reference` for the rule)."""

"""Reference data of regions: files and the deed that loads them (see `calls.reference` for the rule)."""

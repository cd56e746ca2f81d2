"""Reference data: files of the repository (CSV, TOML) and the deeds that load them.

The rule, for every room: a missing row is created at each run; an existing row is rewritten only when its file changed
since it was last loaded, so that a label corrected by an administrator lasts until the repository itself says something
new. Nothing is ever deleted. What a call froze never changes: the next revision is made instead.
"""

"""Background work of calls."""

from calls.telling import tell_openings
from records.sweeping import also

also(tell_openings)

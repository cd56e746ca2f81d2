"""What the portal does by itself about answers to regional calls, at each sweep."""

from records.sweeping import also
from regional_calls.forgetting import forget_drafts

also(forget_drafts)

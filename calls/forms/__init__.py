"""What is typed about calls."""

from calls.forms.attachments import CallMilestoneForm, ContactForm, DocumentForm
from calls.forms.beginning import BeginCallForm
from calls.forms.draft import CallForm
from calls.forms.postponement import PostponementForm
from calls.forms.revision import RevisionForm

__all__ = [
    "BeginCallForm",
    "CallForm",
    "CallMilestoneForm",
    "ContactForm",
    "DocumentForm",
    "PostponementForm",
    "RevisionForm",
]

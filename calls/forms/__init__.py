"""What is typed about calls."""

from calls.forms.attachments import ContactForm, DocumentForm, MilestoneForm
from calls.forms.draft import CallForm
from calls.forms.postponement import PostponementForm

__all__ = ["CallForm", "ContactForm", "DocumentForm", "MilestoneForm", "PostponementForm"]

"""Mails that the tests write or look for; `TRIAL` is a moment of theirs alone, in no table."""

from records.models import Message
from records.moments import MailClass, Moment

TRIAL = Moment("tests.trial", "Essai", "les tests", MailClass.ACT)


def told(code: str) -> set[str]:
    """To whom the mails of a moment were written."""
    return set(Message.objects.filter(moment=code).values_list("to", flat=True))

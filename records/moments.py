"""The moments at which the portal writes to somebody: one table, which each room completes in its `moments.py`."""

from dataclasses import dataclass

from django.db import models


class MailClass(models.TextChoices):
    """Whether a person may receive it later, or not at all: an act of an authority always leaves at once."""

    ACT = "act", "acte"
    WORK = "work", "travail à faire"
    NEWS = "news", "nouvelle"


@dataclass(frozen=True)
class Moment:
    """`when` and `to` are the words of the table that administrators read."""

    code: str
    when: str
    to: str
    mail_class: MailClass

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]


MOMENTS: dict[str, Moment] = {}


def moment(code: str, when: str, to: str, mail_class: MailClass) -> Moment:
    """Add a line to the table; a code («commission.assigned») names one moment."""
    if code in MOMENTS:
        raise ValueError(code)
    MOMENTS[code] = Moment(code, when, to, mail_class)
    return MOMENTS[code]

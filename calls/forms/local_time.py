"""An instant typed as a clock of the call's zone shows it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from calls.calendar import instant_of
from core.inputs import check_within
from core.verdicts import Refused
from core.wording import PARIS


class LocalInstantField(forms.DateTimeField):
    """A local date and time, kept in UTC; the hour that happens twice and the one that never does are refused (case 9).

    Django's DateTimeField refuses both with one sentence that explains neither.
    """

    SHAPES = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S")

    def __init__(self, *, zone: ZoneInfo = PARIS, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for shape in self.SHAPES:
            try:
                local = self.strptime(str(value).strip(), shape)
                check_within(local.date())
                return instant_of(local, self.zone)
            except Refused as refusal:
                raise ValidationError(refusal.reason, code="no_such_hour") from refusal
            except (ValueError, OverflowError):
                continue
        raise ValidationError("Saisissez une date et une heure, par exemple 04/10/2027 23:59.", code="invalid")

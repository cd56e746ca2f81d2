"""Fields that meetings alone need."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from core.inputs import check_plain


class LinkField(forms.URLField):
    """An address of the web; nothing else opens from a mail."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        self.validators = [validator for validator in self.validators if not isinstance(validator, URLValidator)] + [
            URLValidator(schemes=["http", "https"])
        ]

    def to_python(self, value: Any) -> str:
        check_plain(str(value or ""))
        return super().to_python(value) or ""


class AddressField(forms.EmailField):
    """An electronic address, short enough for every mail server."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=150, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        check_plain(text)
        return text.strip()

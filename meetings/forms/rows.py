"""Several lines of one form, blank ones at the end: how many is bounded, whatever the request says (case 34)."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.forms import PortalForm

COUNT = "lignes"
MORE = "plus"
BLANK = 3


class Rows:
    """Forms `ligne-0`, `ligne-1`, …; a blank line is ignored. `data` is what was posted, `initial` what is saved."""

    def __init__(
        self,
        form: type[PortalForm],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Iterable[dict[str, Any]] = (),
        most: int,
        **kwargs: Any,
    ) -> None:
        saved = list(initial)
        wanted = count_in(data) if data is not None else len(saved) + BLANK
        if data is not None and MORE in data:
            wanted += BLANK
        self.count = min(wanted, most)
        self.forms = [
            form(
                data,
                prefix=f"ligne-{number}",
                initial=saved[number] if data is None and number < len(saved) else None,
                empty_permitted=True,
                use_required_attribute=False,
                **kwargs,
            )
            for number in range(self.count)
        ]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def filled(self) -> list[dict[str, Any]]:
        """The cleaned lines in order, blank ones left out."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    @property
    def faulty(self) -> list[PortalForm]:
        return [form for form in self.forms if form.is_bound and form.errors]


def count_in(data: Mapping[str, Any]) -> int:
    typed = str(data.get(COUNT, ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else BLANK  # noqa: PLR2004

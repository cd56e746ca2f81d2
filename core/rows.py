"""Forms with a table of rows: as many as one adds, never more than a limit, never written over another's unseen.

A page that edits a table carries a mark of the rows that its reader saw. When it comes back, rows left alone take what
is saved now; rows that only this person changed are saved; rows that both changed are a clash, as for a field
(`core.editing`): both tables are shown, and a button chooses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.editing import THEIRS, Clash, mark_of, words_of
from core.forms import PortalForm

ADD, SEEN, PREFIX = "ajouter", "vu", "ligne"
CLASH = "lignes"
BLANK = 3


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at runtime
    """The rows of a form; one left blank is ignored. How many come back is bounded by `max_num` (case 34)."""

    default_error_messages = {
        "missing_management_form": "Il manque une partie de la page : rechargez-la.",
        "too_many_forms": "Le tableau a plus de lignes que permis.",
    }
    label = ""
    html_name = CLASH
    adding = False
    clash: Clash | None = None
    # The mark of the rows that the page's reader saw, as a hidden input.
    seen: SafeString

    def total_form_count(self) -> int:
        return min(super().total_form_count() + self.adding, self.max_num)

    def _construct_form(self, i: int, **kwargs: Any) -> forms.BaseForm:
        """A row asked for is drawn under the others, which are not judged while one still types."""
        form: forms.BaseForm = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # not in the stubs
        if self.adding:
            form._errors = ErrorDict()  # type: ignore[attr-defined]  # noqa: SLF001 - as Django's own `full_clean` begins
            if i == self.total_form_count() - 1:
                next(iter(form.fields.values())).widget.attrs["autofocus"] = True
        return form

    @property
    def full(self) -> bool:
        return self.total_form_count() == self.max_num


class RowsForm(PortalForm):
    """A form whose rows are forms of class `row`, at most `most`, beside fields of its own if it has any."""

    row: type[PortalForm]
    label: str
    most: int

    def __init__(
        self,
        data: Any = None,
        *,
        saved: Iterable[Mapping[str, Any]],
        of: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """`saved` are the rows as they are now; `of` is what each row's form is made with besides."""
        super().__init__(data, **kwargs)
        self.saved = [dict(row) for row in saved]
        self.taken = False
        rows = forms.formset_factory(self.row, formset=Rows, extra=BLANK, max_num=self.most, absolute_max=self.most)
        self.rows = rows(
            data,
            prefix=PREFIX,
            initial=self.saved if data is None else None,
            form_kwargs={"empty_permitted": True, **(of or {})},
        )
        self.rows.label = self.label
        self.adding = self.rows.adding = data is not None and ADD in data
        if self.adding:
            self._errors = ErrorDict()

    def is_valid(self) -> bool:
        return not self.adding and super().is_valid() and (self.taken or self.rows.is_valid())

    def part(self, name: str) -> Any:
        if name != CLASH:
            return super().part(name)
        self.rows.seen = format_html('<input type="hidden" name="{}" value="{}">', SEEN, self.seen)
        return self.rows

    @property
    def sent(self) -> list[str]:
        return [*super().sent, *([CLASH] if SEEN in self.data else [])]

    @property
    def faults(self) -> list[str]:
        rows = [] if self.taken else self.rows.errors
        in_rows = [str(fault) for row in rows for faults in row.values() for fault in faults]
        return [*super().faults, *in_rows, *map(str, self.rows.non_form_errors())]

    @property
    def changes(self) -> dict[str, Any]:
        rows = self.filled()
        return super().changes | ({CLASH: rows} if self.words(rows) != self.words(self.saved) else {})

    def settle(self, saved: Mapping[str, Any]) -> None:
        texts = dict(saved)
        if CLASH in texts:
            self.saved, self.taken = texts.pop(CLASH), True
        super().settle(texts)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.editing:
            self.merge_rows()

    def merge_rows(self) -> None:
        """Rows left alone take what is saved now; those that two people changed wait for a choice."""
        seen, saved = self.data.get(SEEN, ""), self.words(self.saved)
        self.taken = self.sent_only and not seen
        if not seen or seen == mark_of(saved):
            return
        typed = self.words(self.filled()) if self.rows.is_valid() else None
        if typed == saved:
            return
        if typed is not None and mark_of(typed) == seen:
            self.taken = True
            return
        by = self.last_edit()
        self.rows.clash = self.note_clash(CLASH, self.label, (saved, typed or ""), by)
        self.taken = self.rows.clash.chosen == THEIRS
        if not self.rows.clash.chosen:
            self.add_error(None, f"{self.label} : un autre texte a été enregistré {by}, choisissez lequel garder.")

    def words(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """Rows as people read them, one on each line."""
        fields = self.rows.empty_form.fields
        cells = ([words_of(field, row.get(name)) for name, field in fields.items()] for row in rows)
        return "\n".join(" – ".join(filter(None, row)) for row in cells)

    @property
    def seen(self) -> str:
        """The mark of the rows that the reader of this page saw first."""
        return self.data.get(SEEN, "") if self.is_bound and not self.taken else mark_of(self.words(self.saved))

    def filled(self) -> list[dict[str, Any]]:
        """The rows in order, blank ones left out; those saved now when they are to keep, or these wait or are wrong."""
        waiting = self.rows.clash is not None and not self.rows.clash.chosen
        if self.taken or waiting or not self.rows.is_valid():
            return self.saved
        return [row.cleaned_data for row in self.rows if row.has_changed()]

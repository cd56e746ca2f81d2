"""What every form of the portal inherits: the DSFR look, one field template, native date pickers."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from dsfr.forms import DsfrBaseForm, DsfrBoundField

from core.editing import Clash, Merging

# Native pickers exchange ISO dates, whatever the page's language.
PICKERS = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


class PortalBoundField(DsfrBoundField):
    """A field drawn by `dsfr/field.html`, whatever its widget."""

    form: "PortalForm"

    @property
    def template_name(self) -> str:
        return self.field.template_name or "dsfr/field.html"  # type: ignore[attr-defined]  # not in the stubs

    @property
    def optional(self) -> bool:
        """Whether it may be left empty, which filters never say: none of theirs must be filled."""
        return self.form.marks_optional and not self.field.required

    def value(self) -> Any:
        """A settled field shows what is saved, whatever came back of it; a blank page, what is suggested."""
        if self.name in self.form.settled:
            return self.saved
        if not self.form.is_bound and self.name in self.form.suggested:
            return self.field.prepare_value(self.form.suggested[self.name])
        return super().value()

    @property
    def saved(self) -> Any:
        return self.field.prepare_value(self.form.get_initial_for_field(self.field, self.name))

    @property
    def seen(self) -> SafeString:
        """What its reader sees, sent back beside what is typed (`core.editing`); a list without a row says so."""
        if self.name in self.form.settled or (self.name in self.form.suggested and not self.form.is_bound):
            hidden = self.field.hidden_widget().render(self.html_initial_name, self.saved, {}, self.form.renderer)
        else:
            hidden = self.as_hidden({"id": False}, only_initial=True)
        none = format_html('<input type="hidden" name="{}_0" value="">', self.html_initial_name)
        return hidden if hidden.strip() else none

    @property
    def control(self) -> SafeString:
        """The control alone, without what was seen."""
        return self.as_widget()

    @property
    def required_when(self) -> str:
        """In which case, or before what, the field must be filled: the words beside its label, «facultatif» if none."""
        return self.form.required_when.get(self.name, "")

    @property
    def clash(self) -> Clash | None:
        return self.form.clashes.get(self.name)


class PortalForm(Merging, DsfrBaseForm):
    """A form of the portal. One that changes what is saved says so by `edit()`: nobody overwrites another unseen.

    `parts` cuts a long form into (legend, hint, names of fields).
    """

    # By name of field: the words that follow «obligatoire» beside a label, for what the form may leave blank and a case
    # or a later deed may not: «si la fiche est retenue», «avant la publication».
    required_when: Mapping[str, str] = {}
    # What a form with a table of rows has besides its fields (`core.rows`).
    rows: Any = None
    # By name of field: what a page that nobody has typed in proposes, which is not what is saved.
    suggested: Mapping[str, Any] = {}
    adding = False
    # The key of this sending, for a form that adds or acts (`core.once`).
    sending = ""
    template_name = "dsfr/uni_form.html"
    marks_optional = True
    parts: Sequence[tuple[str, str, Sequence[str]]] = ()
    bound_field_class = PortalBoundField
    base_fields: dict[str, forms.Field]  # type: ignore[misc]  # some make their own, for one page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # of the DSFR
        self.clashes: dict[str, Clash] = {}
        self.settled: set[str] = set()
        for field in self.fields.values():
            picker = PICKERS.get(type(field.widget))
            if picker is not None:
                field.widget.input_type, field.widget.format = picker
        # DsfrBaseForm has drawn every field once; a form that relabels one afterwards would show its first label.
        self._bound_fields_cache.clear()  # type: ignore[attr-defined]  # not in the stubs

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Its parts, without the fields that it does not ask here."""
        there = [(legend, hint, [name for name in names if name in self.fields]) for legend, hint, names in self.parts]
        return [(legend, hint, [self[name] for name in names]) for legend, hint, names in there if names]

    def full_clean(self) -> None:
        """What was left alone takes what is saved now; clashes are errors."""
        if self.is_bound:
            self.settled = set(self.merge())
        super().full_clean()
        for clash in self.clashes.values():
            if not clash.chosen:
                self.add_error(clash.name, f"Un autre texte a été enregistré {clash.by} : choisissez lequel garder.")

    def _clean_form(self) -> None:
        """A settled field is not judged, but what is judged with it sees its value."""
        for name in self.settled:
            value = self.get_initial_for_field(self.fields[name], name)
            with suppress(forms.ValidationError):
                value = self.fields[name].clean(value)
            self.errors.pop(name, None)
            self.cleaned_data[name] = value
        super()._clean_form()  # type: ignore[misc]  # not in the stubs

    def get_context(self) -> dict[str, Any]:
        """Django's own context: the one of DsfrBaseForm warns about a setting that our template does not read."""
        return forms.Form.get_context(self)


class DraftForm(PortalForm):
    """A draft may leave anything blank: what is required is said by the labels, and asked when it is handed in."""

    use_required_attribute = False

    def is_silent_about(self, bound: forms.BoundField) -> bool:
        return super().is_silent_about(bound) or bound.html_name not in self.data

    def full_clean(self) -> None:
        required = [field for field in self.fields.values() if field.required]
        for field in required:
            field.required = False
        super().full_clean()
        for field in required:
            field.required = True

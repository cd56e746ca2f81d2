"""What every form of the portal inherits: the DSFR look, one field template, native date pickers."""

from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm, DsfrBoundField

# Native pickers exchange ISO dates, whatever the page's language.
PICKERS = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


class PortalBoundField(DsfrBoundField):
    """A field drawn by `dsfr/field.html`, whatever its widget."""

    @property
    def template_name(self) -> str:
        return self.field.template_name or "dsfr/field.html"


class PortalForm(DsfrBaseForm):
    """A plain form."""

    template_name = "dsfr/uni_form.html"
    bound_field_class: type[forms.BoundField] | None = PortalBoundField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            picker = PICKERS.get(type(field.widget))
            if picker is not None:
                field.widget.input_type, field.widget.format = picker
        # DsfrBaseForm has drawn every field once; a form that relabels one afterwards would show its first label.
        self._bound_fields_cache.clear()

    def get_context(self) -> dict[str, Any]:
        """Django's own context: the one of DsfrBaseForm warns about a setting that our template does not read."""
        return forms.Form.get_context(self)

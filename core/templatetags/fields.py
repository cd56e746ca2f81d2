"""The control of a form field, with the classes and descriptions that DSFR and screen readers expect."""

from django import forms, template
from django.utils.safestring import SafeString

register = template.Library()


def descriptions(field: forms.BoundField) -> str:
    """Ids of what describes the control: help and error both, since an error does not make the help useless."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if "data-maxlength" in bounded(field):
        ids.append(f"{field.auto_id}_remaining")
    return " ".join(ids)


def bounded(field: forms.BoundField) -> dict[str, str | bool]:
    """A long text is counted, never cut: `maxlength` would drop the end of what is pasted without a word."""
    limit = field.field.widget.attrs.get("maxlength")
    if limit and isinstance(field.field.widget, forms.Textarea):
        return {"maxlength": False, "data-maxlength": str(limit)}
    return {}


def dsfr_class(widget: forms.Widget) -> str:
    match widget:
        case forms.CheckboxInput() | forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return ""
        case forms.Select():
            return "fr-select"
        case forms.FileInput():
            return "fr-upload"
        case _:
            return "fr-input"


@register.filter
def group_class(field: forms.BoundField) -> str:
    """The class of the block around the control."""
    return {"fr-select": "fr-select-group", "fr-upload": "fr-upload-group"}.get(
        dsfr_class(field.field.widget), "fr-input-group"
    )


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice(field: forms.BoundField) -> bool:
    """Radios or several checkboxes."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_optional(field: forms.BoundField) -> bool:
    """Whether «facultatif» stands beside its label; a library's own form says so of what is not required."""
    return getattr(field, "optional", not field.field.required)


@register.filter
def remaining_of(field: forms.BoundField) -> object:
    """The number of characters allowed in a long text, if bounded."""
    return bounded(field).get("data-maxlength", "")


@register.simple_tag
def control(field: forms.BoundField) -> SafeString:
    """The `<input>`, `<select>` or `<textarea>` of a field."""
    widget = field.field.widget
    classes = [name for name in widget.attrs.get("class", "").split() if name != dsfr_class(widget)]
    attrs: dict[str, str | bool] = {"class": " ".join([dsfr_class(widget), *classes]).strip(), **bounded(field)}
    described = [*widget.attrs.get("aria-describedby", "").split(), *descriptions(field).split()]
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value != ""})

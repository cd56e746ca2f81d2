"""What the rows of a table or a block are made of: columns, and the names of rows that everybody fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from calls.kinds.base import Kind, SettingsError
from calls.kinds.choosing import check_code
from core.inputs import check_plain

# What a row has beside its cells: its place, and the box that removes it.
RANK, REMOVE = "rang", "retirer"
RESERVED = {RANK, REMOVE}
MOST_COLUMNS = 8
IDENTITY = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Column:
    """A cell of each row: its code, its heading, its kind; `summed` when a total stands under it."""

    code: str
    label: str
    kind: Kind
    required: bool = True
    summed: bool = False


class ColumnsField(forms.JSONField):
    """[{"code", "label", "kind", "required"?, "sum"?, and the settings of its kind}], of these kinds."""

    default_error_messages = {
        "invalid": "Écrivez une liste de colonnes, chacune avec son code, son libellé et sa nature."
    }

    def __init__(self, *, kinds: Mapping[str, type[Kind]], **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        said = super().clean(value) if isinstance(value, str) else value
        if not isinstance(said, list) or not said or not all(isinstance(one, dict) for one in said):
            raise ValidationError(self.error_messages["invalid"])
        if len(said) > MOST_COLUMNS:
            raise ValidationError(f"{MOST_COLUMNS} colonnes au plus.")
        columns = tuple(self.column(dict(one)) for one in said)
        for what, values in (("code", [c.code for c in columns]), ("libellé", [c.label for c in columns])):
            if len(set(values)) < len(values):
                raise ValidationError(f"Deux colonnes ont le même {what}.")
        return columns

    def column(self, said: dict[str, Any]) -> Column:
        code, label = said.pop("code", ""), str(said.pop("label", "")).strip()
        required, summed, name = said.pop("required", True), said.pop("sum", False), said.pop("kind", None)
        if not isinstance(code, str) or not code or not label or not isinstance(required, bool):
            raise ValidationError(self.error_messages["invalid"])
        check_code(code)
        check_line(label)
        if code in RESERVED or not IDENTITY.fullmatch(code.lower()):
            raise ValidationError(f"Le code « {code} » est réservé par le portail.")
        kind = self.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            allowed = ", ".join(f"« {one.code.label} »" for one in self.kinds.values())
            raise ValidationError(f"La colonne « {label} » ne peut être que d'une de ces natures : {allowed}.")
        try:
            made = kind.of(said)
        except SettingsError as error:
            raise ValidationError([f"Colonne « {label} » : {fault}" for fault in error.messages]) from None
        if made.drawn_by:
            raise ValidationError(f"La colonne « {label} » ne peut pas proposer « Autre ».")
        if summed and not made.compares:
            raise ValidationError(f"La colonne « {label} » n'a pas de total : ce n'est ni un nombre ni un montant.")
        return Column(code, label, made, required, bool(summed))


class NamesField(forms.JSONField):
    """[{"code", "label"}] of rows that everybody fills in."""

    default_error_messages = {"invalid": "Écrivez une liste de lignes, chacune avec son code et son libellé."}

    def clean(self, value: Any) -> Any:
        said = super().clean(value) if isinstance(value, str) else value
        if not isinstance(said, list) or not all(
            isinstance(one, dict) and one.keys() == {"code", "label"} for one in said
        ):
            raise ValidationError(self.error_messages["invalid"])
        names = tuple((str(one["code"]), str(one["label"]).strip()) for one in said)
        for code, label in names:
            check_code(code)
            check_line(label)
            if not label or not IDENTITY.fullmatch(code):
                raise ValidationError(f"La ligne « {code} » attend un libellé et un code en minuscules.")
        if len({code for code, _ in names}) < len(names):
            raise ValidationError("Deux lignes ont le même code.")
        return names


def check_line(label: str) -> None:
    check_plain(label)
    if "\n" in label or "\r" in label:
        raise ValidationError("Écrivez chaque libellé sur une seule ligne.")

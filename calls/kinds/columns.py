"""What the rows of a table or a block are made of: columns, and the names of rows that everybody fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from calls.kinds.base import Kind, SettingsError
from calls.kinds.choosing import check_code
from calls.kinds.lists import ListField
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


class ColumnsField(ListField):
    """[{"code", "label", "kind", "required"?, "sum"?, and the settings of its kind}], of these kinds."""

    thing = "colonne"
    most = MOST_COLUMNS
    at_once = False
    reserved = frozenset(RESERVED)
    longest = 120
    # What a column says beside the settings of its kind.
    OWN = frozenset({"code", "label", "kind", "required", "sum"})
    default_error_messages = {
        "invalid": "Écrivez une liste de colonnes, chacune avec son code, son libellé et sa nature."
    }

    def __init__(self, *, kinds: Mapping[str, type[Kind]], **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def more_fields(self) -> dict[str, forms.Field]:
        kinds = [(code, kind.code.label.capitalize()) for code, kind in self.kinds.items()]
        return {
            "kind": forms.ChoiceField(label="Nature", choices=[("", "Choisir"), *kinds], required=False),
            "optional": forms.BooleanField(label="Peut rester vide", required=False),
            "sum": forms.BooleanField(label="Total", required=False),
        }

    def more_of(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        required = kept.get("required", True)
        return {"kind": kept["kind"], "optional": not required, "sum": bool(kept.get("sum", False))}

    def more_kept(self, row: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
        """With the settings that it had, unless it becomes of another kind."""
        name = row.get("kind") or was.get("kind") or next(iter(self.kinds))
        own = self.kinds[name].settings_fields()
        kept = {setting: value for setting, value in was.items() if setting in own and was.get("kind") == name}
        return {
            **kept,
            "kind": name,
            **({"required": False} if row.get("optional") else {}),
            **({"sum": True} if row.get("sum") else {}),
        }

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


class NamesField(ListField):
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

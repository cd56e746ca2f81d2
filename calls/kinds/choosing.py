"""Choices: yes or no, one value of a list, several of them; the list is the question's own or a vocabulary."""

# ruff: noqa: ARG002 - every kind is asked in the same words

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from calls.enums import QuestionKind, Vocabulary
from calls.kinds.base import DOT, Kind, ReadAnswer, TermLists, is_empty, vocabulary_label
from calls.kinds.lists import ListField
from core.inputs import PlainCharField, check_plain

YES, NO = "oui", "non"
# «Autre», with its text: the word that conditions know, and what the text is called in a form.
OTHER, OTHER_LABEL = "autre", "Autre"
LONGEST_OTHER = 300
MOST_OPTIONS = 60
MOST_RADIOS = 7  # beyond, a list to unfold


class InlineRadios(forms.RadioSelect):
    inline = True  # read by the field template


class YesNoField(forms.TypedChoiceField):
    """Oui ou non; nothing chosen is no answer."""

    widget = InlineRadios

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [(YES, "Oui"), (NO, "Non")])
        super().__init__(coerce=lambda value: value in {YES, True}, empty_value=None, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.prepare_value(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value)


@dataclass(frozen=True)
class YesNo(Kind):
    """Stored as a boolean."""

    code: ClassVar = QuestionKind.YES_NO
    names: ClassVar = True

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return YesNoField(**said)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer("" if canonical in (None, "") else "Oui" if canonical else "Non")

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return cls.read(canonical).text or None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        return self.field(terms, required=False).clean("" if cell is None else str(cell).strip().lower())

    def said(self, stored: Any) -> Collection[str]:
        return {YES if stored else NO} if isinstance(stored, bool) else ()

    def sayable(self, terms: TermLists) -> Mapping[str, str]:
        return {YES: "Oui", NO: "Non"}


def check_code(code: str) -> None:
    try:
        validate_slug(code)
    except ValidationError:
        raise ValidationError(f"Le code « {code} » ne doit avoir que des lettres, chiffres et tirets.") from None


class OptionsField(ListField):
    """The question's own list: [{"code": …, "label": …}], in order."""

    thing = "choix"
    several = "plusieurs choix à la fois"
    most = MOST_OPTIONS
    reserved = frozenset({OTHER})
    default_error_messages = {"invalid": "Écrivez une liste de choix, chacun avec son code et son libellé."}

    def clean(self, value: Any) -> Any:
        options = super().clean(value) if isinstance(value, str) else value
        if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
            raise ValidationError(self.error_messages["invalid"])
        found = []
        for option in options:
            code, label = str(option.get("code", "")), str(option.get("label", "")).strip()
            if option.keys() - {"code", "label"} or not code or not label:
                raise ValidationError(self.error_messages["invalid"])
            check_code(code)
            check_plain(label)
            if "\n" in label or "\r" in label:
                raise ValidationError(f"Écrivez « {code} » sur une seule ligne.")
            found.append((code, label))
        if len(found) > MOST_OPTIONS:
            raise ValidationError(f"{MOST_OPTIONS} choix au plus.")
        for what, values in (("code", [c for c, _ in found]), ("libellé", [label for _, label in found])):
            if len(set(values)) < len(values):
                raise ValidationError(f"Deux choix ont le même {what}.")
        return tuple(found)


@dataclass(frozen=True)
class Listed(Kind):
    """What the two kinds that choose in a list share.

    With `other`, an answer is stored with its text, {"chosen": …, "text": …}, so that a text written before «autre» is
    ticked, or kept when it is no longer, is not lost; without, it is what is chosen alone.
    """

    names: ClassVar = True
    options: tuple[tuple[str, str], ...] = ()
    vocabulary: str = ""
    other: bool = False

    @classmethod
    def settings_fields(cls) -> dict[str, forms.Field]:
        return {
            "options": OptionsField(label="Choix proposés", required=False),
            "vocabulary": forms.ChoiceField(
                label="Ou une liste du portail",
                choices=[("", "Aucune : les choix de la question"), *Vocabulary.choices],
                required=False,
                error_messages={"invalid_choice": "Cette liste de valeurs n'existe pas."},
            ),
            "other": forms.BooleanField(label="Proposer « Autre » avec un texte", required=False),
        }

    def contradictions(self) -> Iterator[str]:
        if self.options and self.vocabulary:
            yield "Choisissez entre une liste de valeurs et des choix propres à la question."
        if self.other and any(code == OTHER or label.startswith(OTHER_LABEL) for code, label in self.options):
            yield "Le portail ajoute lui-même le choix « Autre » : retirez-le de la liste."

    @property
    def drawn_by(self) -> str:  # type: ignore[override]  # according to its settings
        return "calls/_other.html" if self.other else ""

    def vocabularies(self) -> Collection[str]:
        return {self.vocabulary} if self.vocabulary else ()

    def faults(self, terms: TermLists) -> Iterator[str]:
        if not self.options and not self.vocabulary:
            yield "attend un choix, mais aucune liste de valeurs ne lui est donnée."
        elif not self.offered(terms):
            yield f"attend un choix dans la liste « {vocabulary_label(self.vocabulary)} », qui est vide."

    def offered(self, terms: TermLists) -> list[tuple[str, str]]:
        """(code, label) of what may be chosen, «autre» left out."""
        return list(self.options) or list(terms.offered.get(self.vocabulary, []))

    def choices(self, terms: TermLists) -> list[tuple[str, str]]:
        return [*self.offered(terms), *([(OTHER, OTHER_LABEL)] if self.other else [])]

    def sayable(self, terms: TermLists) -> Mapping[str, str]:
        return dict(self.choices(terms))

    def fields(
        self, name: str, terms: TermLists, stored: Any, sent: Collection[str], **said: Any
    ) -> dict[str, forms.Field]:
        made = super().fields(name, terms, stored, sent, **said)
        if self.other:
            made[name + DOT + OTHER] = PlainCharField(
                label=f"{OTHER_LABEL} : précisez", max_length=LONGEST_OTHER, required=False
            )
        return made

    def initial(self, name: str, stored: Any) -> dict[str, Any]:
        chosen, text = self.parted(stored)
        return {name: chosen, **({name + DOT + OTHER: text} if self.other else {})}

    def written(self, name: str, stored: Any, changes: Mapping[str, Any]) -> Any:
        chosen, text = self.parted(stored)
        chosen = changes.get(name, chosen)
        if not self.other:
            return chosen
        return {"chosen": chosen, "text": changes.get(name + DOT + OTHER, text)}

    def parted(self, stored: Any) -> tuple[Any, str]:
        """What is chosen, and the text of «autre»."""
        if isinstance(stored, dict):
            return stored.get("chosen") or self.nothing, stored.get("text") or ""
        return stored or self.nothing, ""

    @property
    def nothing(self) -> Any:
        """What is chosen when nothing is; each of the two kinds says its own."""
        raise NotImplementedError

    def listed(self, chosen: Any) -> list[str]:
        """The codes of what is chosen; each of the two kinds says how it keeps them."""
        raise NotImplementedError

    def in_words(self, stored: Any, terms: TermLists) -> list[dict[str, str]]:
        """What is chosen, each as {"code", "label"}, and the "text" of «autre»."""
        chosen, text = self.parted(stored)
        labels = dict(self.options)
        found = []
        for code in self.listed(chosen):
            if self.other and code == OTHER:
                found.append({"code": code, "label": OTHER_LABEL, "text": text})
            else:
                label = labels.get(code) or terms.labels.get((self.vocabulary, code), code)
                found.append({"code": code, "label": label})
        return found

    def lacks(self, stored: Any) -> list[str]:
        chosen, text = self.parted(stored)
        return ["« Autre » est à préciser."] if self.other and OTHER in self.listed(chosen) and not text.strip() else []

    def said(self, stored: Any) -> Collection[str]:
        return set(self.listed(self.parted(stored)[0]))

    def understood(self, lines: list[str], terms: TermLists) -> tuple[list[str], str]:
        """The codes of labels, and the text of «autre»."""
        codes = {label: code for code, label in self.offered(terms)}
        codes |= {label: code for (vocabulary, code), label in terms.labels.items() if vocabulary == self.vocabulary}
        found, text = [], ""
        for line in lines:
            if line in codes:
                found.append(codes[line])
            elif self.other and line.startswith(OTHER_LABEL):
                found.append(OTHER)
                text = line.removeprefix(OTHER_LABEL).removeprefix(" : ")
            else:
                raise ValidationError(f"« {line} » n'est pas un des choix proposés.", code="invalid_choice")
        return found, text


def label_of(chosen: Mapping[str, str]) -> str:
    return f"{chosen['label']} : {chosen['text']}" if chosen.get("text") else chosen["label"]


@dataclass(frozen=True)
class Choice(Listed):
    """One value; stored as its code."""

    code: ClassVar = QuestionKind.CHOICE

    @property
    def nothing(self) -> Any:
        return ""

    def listed(self, chosen: Any) -> list[str]:
        return [chosen] if chosen else []

    def explained(self, terms: TermLists) -> str:
        return "Un choix parmi :"

    def field(self, terms: TermLists, *, compact: bool = False, **said: Any) -> forms.Field:
        """`compact` for the cell of a table, which has no room for a button a choice."""
        choices = self.choices(terms)
        if compact or len(choices) > MOST_RADIOS:
            return forms.ChoiceField(choices=[("", "Choisir"), *choices], **said)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)

    def canonical(self, stored: Any, terms: TermLists) -> Any:
        return next(iter(self.in_words(stored, terms)), None)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(label_of(canonical) if canonical else "")

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return label_of(canonical) if canonical else None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        codes, text = self.understood([] if is_empty(cell) else [str(cell)], terms)
        chosen = codes[0] if codes else ""
        return {"chosen": chosen, "text": text} if self.other else chosen


@dataclass(frozen=True)
class ChoicesKind(Listed):
    """Several values; stored as the list of their codes."""

    code: ClassVar = QuestionKind.CHOICES
    several: ClassVar = True

    @property
    def nothing(self) -> Any:
        return []

    def listed(self, chosen: Any) -> list[str]:
        return list(chosen)

    def explained(self, terms: TermLists) -> str:
        return "Un ou plusieurs choix parmi :"

    def field(self, terms: TermLists, **said: Any) -> forms.Field:
        return forms.MultipleChoiceField(choices=self.choices(terms), widget=forms.CheckboxSelectMultiple, **said)

    def canonical(self, stored: Any, terms: TermLists) -> Any:
        return self.in_words(stored, terms)

    @classmethod
    def read(cls, canonical: Any) -> ReadAnswer:
        return ReadAnswer(labels=[label_of(chosen) for chosen in canonical or []])

    @classmethod
    def cell(cls, canonical: Any) -> Any:
        return "\n".join(label_of(chosen) for chosen in canonical or []) or None

    def from_cell(self, cell: Any, terms: TermLists) -> Any:
        codes, text = self.understood([] if is_empty(cell) else str(cell).split("\n"), terms)
        return {"chosen": codes, "text": text} if self.other else codes

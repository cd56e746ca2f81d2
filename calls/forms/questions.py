"""The form that a questionnaire's questions become: each kind says its fields and how it is drawn."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from calls.conditions import wordings
from calls.kinds import ReadAnswer, TermLists, read
from calls.kinds.base import DOT
from calls.kinds.choosing import OTHER
from calls.kinds.columns import RANK, REMOVE, RESERVED
from calls.kinds.rows import REMOVED, RowsKind
from calls.models import Question
from calls.terms import terms_of
from core.forms import DraftForm
from core.rows import ADD

PERSONAL = "Donnée personnelle : seules les personnes qui doivent s'en servir la retrouvent dans les tableaux exportés."


@dataclass(frozen=True)
class Drawn:
    """What a page draws of a question that is more than one field, or none: as a bound field where pages ask it.

    `parts` are its bound fields by name, without the question's code.
    """

    drawn_by: str
    name: str
    label: str
    field: Any
    help_text: str = ""
    parts: dict[str, Any] = dataclasses.field(default_factory=dict)
    reading: ReadAnswer | None = None
    owner: str = ""
    kind: Any = None
    held: Any = None
    auto_id: str = ""
    required: bool = True
    is_hidden: bool = False

    @property
    def html_name(self) -> str:
        return self.name

    @property
    def optional(self) -> bool:
        return not self.required

    @property
    def rows(self) -> list["DrawnRow"]:
        """Its parts by row, for a table or a block."""
        found: dict[str, dict[str, Any]] = {}
        for name, part in self.parts.items():
            row, _, cell = name.partition(DOT)
            found.setdefault(row, {})[cell] = part
        return [DrawnRow(row, cells) for row, cells in found.items()]

    @property
    def totals(self) -> list[tuple[str, str]]:
        """(heading, total in words if it has one) of each column; empty when none has."""
        return list(self.kind.totals_in_words(self.held)) if self.kind is not None else []

    @property
    def choice(self) -> Any:
        """The part that bears the question's own name."""
        return self.parts[""]

    @property
    def errors(self) -> list[str]:
        return [
            f"{fault}" if part.name == self.name else f"{part.label} : {fault}"
            for part in self.parts.values()
            for fault in part.errors
        ]


@dataclass(frozen=True)
class DrawnRow:
    """A row of a table or of a block: its identity, and its bound fields by column."""

    identity: str
    parts: dict[str, Any]

    @property
    def cells(self) -> list[Any]:
        return [part for name, part in self.parts.items() if name not in RESERVED]

    @property
    def called(self) -> str:
        return str(self.cells[0].field.called)

    @property
    def rank(self) -> Any:
        return self.parts.get(RANK)

    @property
    def remove(self) -> Any:
        return self.parts.get(REMOVE)

    @property
    def removed(self) -> bool:
        return self.remove is not None and REMOVED in (self.remove.value() or [])


class QuestionsForm(DraftForm):
    """Answers to questions over what is saved of them; what is required is asked at the signature or the handing in.

    Made by `questions_form`. `held` are the stored answers by code of question.
    """

    questions: list[Question]
    read_only: Mapping[str, str]
    held: Mapping[str, Any]
    terms: TermLists
    when: Mapping[str, str]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.adding = data is not None and ADD in data

    def full_clean(self) -> None:
        """While one asks for one more row, nothing is judged."""
        super().full_clean()
        if self.adding:
            self._errors = forms.utils.ErrorDict()

    def __iter__(self) -> Iterator[Any]:
        """A bound field for each question that is one, `Drawn` for the others."""
        for question in self.questions:
            yield self.drawn(question)

    def visible_fields(self) -> list[Any]:
        """The fields themselves, for who prepares their controls."""
        return [self[name] for name in self.fields if not self[name].is_hidden]

    def drawn(self, question: Question) -> Any:
        code, kind = question.code, question.asks
        if code in self.read_only:
            words = read(question.kind, kind.canonical(self.held.get(code), self.terms))
            return Drawn(
                "calls/_read_only.html", code, question.label, None, question.help_text,
                reading=words, owner=self.read_only[code], auto_id=self.id_of(code),
            )  # fmt: skip
        if not kind.drawn_by:
            return self[code]
        parts = {name.removeprefix(code).removeprefix(DOT): self[name] for name in self.fields if is_part(name, code)}
        first = next(iter(parts.values()))
        return Drawn(
            kind.drawn_by,
            code,
            question.label,
            first.field,
            help_of(question, self.when.get(code, "")),
            parts,
            kind=kind if isinstance(kind, RowsKind) else None,
            held=self.held.get(code),
            required=question.required,
            auto_id=self.id_of(code),
        )

    def id_of(self, code: str) -> str:
        return str(self.auto_id) % code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for code, value in self.answers().items():
            question = next(one for one in self.questions if one.code == code)
            refused = question.asks.overfull(value)
            if refused:
                first = next(name for name in self.changes if is_part(name, code))
                self.add_error(first, f"« {question.label} » : {refused}")
        return values

    def answers(self) -> dict[str, Any]:
        """{code of question: stored value} of what changed and is typed well."""
        changes, found = self.changes, {}
        for question in self.questions:
            own = {name: value for name, value in changes.items() if is_part(name, question.code)}
            if own:
                found[question.code] = question.asks.written(question.code, self.held.get(question.code), own)
        return found


def help_of(question: Question, when: str) -> str:
    """What stands under its label: when it is asked, what becomes of a personal answer, and its own help."""
    return " ".join(filter(None, [when, PERSONAL if question.personal else "", question.help_text]))


def is_part(name: str, code: str) -> bool:
    """Whether a name of the form is a question's, or a part of it."""
    return name == code or name.startswith(code + DOT)


def more_of(data: Any) -> str:
    """The question that one asks one more row of."""
    return str(data.get(ADD, "")) if data else ""


def code_of(name: str) -> str:
    """The question that a name of the form belongs to."""
    return name.partition(DOT)[0]


def questions_form(
    base: type[QuestionsForm],
    questions: Iterable[Question],
    held: Mapping[str, Any],
    data: Any = None,
    *,
    read_only: Mapping[str, str] | None = None,
    call: int | None = None,
    **kwargs: Any,
) -> Any:
    """A form of class `base` for these questions, in one query at most.

    `read_only` {code: who answers, in words} are shown, and what is sent for them is not read at all.
    `call` is the key of the one whose lists they choose in.
    """
    questions, read_only = list(questions), read_only or {}
    terms = terms_of(questions, call=call)
    writable = [question for question in questions if question.code not in read_only]
    initial = {
        name: value
        for question in writable
        for name, value in question.asks.initial(question.code, held.get(question.code)).items()
    }
    asked_for = [q.asks.one_more(q.code) for q in writable if isinstance(q.asks, RowsKind) and more_of(data) == q.code]
    made = {
        **question_fields(questions, terms, held, [*(data or ()), *asked_for], skipped=read_only),
        "questions": questions,
        "read_only": read_only,
        "held": held,
        "terms": terms,
        "when": wordings(questions, terms),
        "required_when": {name: "si « Autre » est choisi" for name in initial if name.endswith(DOT + OTHER)},
    }
    return type(base.__name__, (base,), made)(data, initial=initial, **kwargs)


def question_fields(
    questions: Iterable[Question],
    terms: TermLists,
    held: Mapping[str, Any] | None = None,
    sent: Iterable[str] = (),
    *,
    skipped: Iterable[str] = (),
) -> dict[str, forms.Field]:
    """{name in the form: field}; those of a question that depends on others say when it is asked."""
    questions, held, names = list(questions), held or {}, list(sent)
    when = wordings(questions, terms)
    fields: dict[str, forms.Field] = {}
    for question in questions:
        if question.code in skipped:
            continue
        made = question.asks.fields(
            question.code,
            terms,
            held.get(question.code),
            names,
            label=question.label,
            help_text=help_of(question, when.get(question.code, "")),
            required=question.required,
        )
        clause = question.clause if question.left is None else question.left
        for typed in made.values() if question.code in when else ():
            # Read by the page, whose script hides the question meanwhile; without it, the sentence says when to answer.
            typed.shown_if = clause.as_json()  # type: ignore[attr-defined]
        fields |= made
    return fields

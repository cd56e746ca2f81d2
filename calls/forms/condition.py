"""A condition as rows of a form: questions asked before, what is expected of their answers, in their own words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from calls.clauses import COMPARING, MOST_TESTS, NAMING, Clause, Operator, Test
from calls.kinds import Kind, TermLists
from calls.models import Question
from core.forms import PortalForm
from core.inputs import PlainCharField
from core.rows import RowsForm

SEPARATOR = " ; "
SHOWN_WORDS = 12
TESTS = (
    (Operator.ONE_OF, "est"),
    (Operator.NONE_OF, "est autre chose que"),
    (Operator.AT_LEAST, "est au moins"),
    (Operator.AT_MOST, "est au plus"),
    (Operator.ANSWERED, "est donnée"),
)
GROUPS = ("A", "B", "C", "D")
LOST = "Question retirée, ou posée après"


def tests_for(kind: Kind) -> list[Operator]:
    """What may be asked of an answer of this kind."""
    return [
        *([Operator.ONE_OF, Operator.NONE_OF] if kind.names else []),
        *([Operator.AT_LEAST, Operator.AT_MOST] if kind.compares else []),
        Operator.ANSWERED,
    ]


class TestRow(PortalForm):
    """One test: the answer to a question, what is asked of it, and which answers or which bound."""

    __test__ = False
    marks_optional = False
    question = forms.ChoiceField(label="La réponse à", required=False)
    test = forms.ChoiceField(label="Test", choices=[("", "Choisir"), *TESTS], required=False)
    value = PlainCharField(label="Réponses, ou nombre", max_length=2000, required=False)
    group = forms.ChoiceField(label="Groupe", choices=[("", "–"), *((g, g) for g in GROUPS)], required=False)

    def __init__(
        self, *args: Any, before: Mapping[str, Question], offered: list[Any], terms: TermLists, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.terms = before, terms
        self.fields["question"].choices = offered

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        code, test = values.get("question", ""), values.get("test", "")
        if not code:
            return values
        question = self.before.get(code)
        if question is None:
            self.add_error("question", f"{LOST} : choisissez-en une autre, ou effacez la ligne.")
        elif not test:
            self.add_error("test", "Dites ce qui est attendu de la réponse.")
        elif Operator(test) not in tests_for(question.asks):
            self.add_error("test", f"La réponse à « {question.label} » ne se compare pas ainsi.")
        else:
            try:
                said = read(Operator(test), values["value"], question, self.terms)
                values["value"] = in_text(Operator(test), said, question, self.terms)
            except forms.ValidationError as error:
                self.add_error("value", error)
        return values


def read(operator: Operator, text: str, on: Question, terms: TermLists) -> tuple[str, ...]:
    """The words, or the bound, that a person typed; ValidationError for what the question cannot answer."""
    if operator == Operator.ANSWERED:
        return ()
    if operator in COMPARING:
        bound = on.asks.field(terms, required=False).clean(text)
        if bound is None:
            raise forms.ValidationError("Donnez le nombre auquel comparer la réponse.")
        return (format(Decimal(bound).normalize(), "f"),)
    sayable = on.asks.sayable(terms)
    codes = {label.casefold().strip(): code for code, label in sayable.items()}
    wanted = labels_in(text, codes)
    unknown = [one for one in wanted if one.casefold() not in codes]
    if unknown or not wanted:
        shown = [f"« {label} »" for label in sayable.values()][:SHOWN_WORDS]
        more = "…" if len(sayable) > SHOWN_WORDS else ""
        raise forms.ValidationError(
            (f"« {unknown[0]} » n'est pas une réponse possible. " if unknown else "")
            + f"Écrivez une ou plusieurs réponses, séparées par des points-virgules, parmi : {', '.join(shown)}{more}"
        )
    return tuple(dict.fromkeys(codes[one.casefold()] for one in wanted))


def labels_in(text: str, known: Mapping[str, str]) -> list[str]:
    """What stands between semicolons, those that a known label holds left in it."""
    pieces, found = text.split(";"), []
    while pieces:
        ends = (end for end in range(len(pieces), 1, -1) if ";".join(pieces[:end]).strip().casefold() in known)
        end = next(ends, 1)
        found.append(";".join(pieces[:end]).strip())
        pieces = pieces[end:]
    return [one for one in found if one]


def in_text(operator: Operator, values: Iterable[str], on: Question | None, terms: TermLists) -> str:
    """The same in the words of a form."""
    values = list(values)
    if on is None or operator not in NAMING | COMPARING:
        return SEPARATOR.join(values)
    if operator in COMPARING:
        field, bound = on.asks.field(terms, required=False), Decimal(values[0])
        return str(field.prepare_value(int(bound) if bound == int(bound) and field.places == 0 else bound))  # type: ignore[attr-defined]
    sayable = on.asks.sayable(terms)
    return SEPARATOR.join(sayable.get(code, code) for code in values)


class ConditionForm(RowsForm):
    """All of these tests or any of them; those of one group are read together, the other way.

    Made by `condition_form`.
    """

    row = TestRow
    label = "Tests"
    most = MOST_TESTS
    together = forms.ChoiceField(
        label="Posée si",
        choices=[("all", "tous les tests sont remplis"), ("any", "un des tests au moins est rempli")],
        widget=forms.RadioSelect,
    )
    before: Mapping[str, Question]
    terms: TermLists

    def filled(self) -> list[dict[str, Any]]:
        return [row for row in super().filled() if row.get("question")]

    def condition(self) -> dict[str, Any]:
        """As `calls.clauses` reads it; empty when nothing is asked."""
        every = self.cleaned_data["together"] == "all"
        parts: dict[str, list[Test | Clause]] = {"": []}
        for row in self.filled():
            on = self.before[row["question"]]
            operator = Operator(row["test"])
            test = Test(on.code, operator, read(operator, row.get("value") or "", on, self.terms))
            group = row.get("group") or ""
            if group and group not in parts:
                parts[group] = []
            parts[group].append(test)
        groups = [
            Clause(not every, tuple(tests)) if len(tests) > 1 else tests[0] for name, tests in parts.items() if name
        ]
        return Clause(every, (*parts[""], *groups)).as_json()


def rows_of(clause: Clause, before: Mapping[str, Question], terms: TermLists) -> list[dict[str, str]]:
    """The rows that say a condition."""
    found, groups = [], iter(GROUPS)
    for part in clause.parts:
        own_group = isinstance(part, Clause) and part.every != clause.every
        group = next(groups, "") if own_group else ""
        for test in part.tests() if isinstance(part, Clause) else [part]:
            text = in_text(test.operator, test.values, before.get(test.question), terms)
            found.append({"question": test.question, "test": str(test.operator), "value": text, "group": group})
    return found


def offered_questions(before: Iterable[Question], clause: Clause) -> list[Any]:
    """The questions that a test may name, by section, and those that it names and no longer may."""
    sections: dict[str, list[tuple[str, str]]] = {}
    codes = set()
    for question in before:
        sections.setdefault(str(question.section), []).append((question.code, question.label))
        codes.add(question.code)
    lost = [(code, f"{LOST} : {code}") for code in sorted(clause.codes - codes)]
    return [("", "Choisir"), *((title, questions) for title, questions in sections.items()), *lost]


def condition_form(clause: Clause, before: list[Question], terms: TermLists, data: Any = None) -> ConditionForm:
    """`before` are the questions asked before what the condition is of, each with its section read."""
    by_code = {question.code: question for question in before}
    form = ConditionForm(
        data,
        saved=rows_of(clause, by_code, terms),
        of={"before": by_code, "offered": offered_questions(before, clause), "terms": terms},
        initial={"together": "all" if clause.every else "any"},
    )
    form.before, form.terms = by_code, terms
    return form

"""The studio's forms: settings of every kind, rows, conditions without JSON, two secretaries, hostile input."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from calls import studio
from calls.clauses import parse
from calls.enums import QuestionKind, Vocabulary
from calls.forms.condition import condition_form
from calls.forms.studio import settings_form
from calls.kinds import KINDS, NO_TERMS, named
from calls.models import Question, Questionnaire, Section
from tests.calls.test_studio import of_question, of_section
from tests.factories import QuestionnaireFactory, TermFactory, secretary
from tests.two_people import (
    Form,
    check_a_removal_is_asked_told_and_undone,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    choice_of,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db
OPTIONS = [{"code": "a", "label": "Premier"}, {"code": "b", "label": "Second ; ou autre"}]
COLUMNS = [
    {"code": "quoi", "label": "Quoi", "kind": "short_text", "max_length": 80},
    {"code": "ou", "label": "Où", "kind": "choice", "required": False, "options": OPTIONS},
    {"code": "cout", "label": "Coût", "kind": "amount", "sum": True},
]
# Of each kind that has settings, some that say everything; a new kind wants its line here.
JEAN = "Chargé d'appel, Anact"
SETTINGS: dict[str, dict] = {
    "short_text": {"max_length": 100},
    "long_text": {"max_length": 2000, "min_length": 50},
    "number": {"least": 2, "most": 40},
    "amount": {"least": "10.50", "most": "23000.00"},
    "date": {"earliest": "2027-01-11", "latest": "2027-03-12"},
    "choice": {"options": OPTIONS, "other": True},
    "choices": {"vocabulary": Vocabulary.ISSUE.value, "other": True},
    "table": {"columns": COLUMNS, "most": 6, "rows": [{"code": "un", "label": "Première ligne"}]},
    "block": {"columns": COLUMNS[:1], "least": 1, "most": 3},
    "file": {"types": ["image"], "max_mb": 5, "most": 3},
}


@pytest.fixture
def by():
    return secretary(user__full_name="Claire Martin")


@pytest.fixture
def client(by, as_hat):
    return as_hat(by)


@pytest.fixture
def section(by) -> Section:
    return QuestionnaireFactory().sections.first()


def question_of(section: Section, by, kind: str, **settings) -> Question:
    question = studio.add_question(section, of_question(label="Une question", kind=kind), by=by)
    return studio.edit_settings(question, settings, by=by) if settings else question


def page(name: str, row: Question | Section, *more) -> str:
    return reverse(f"calls:{name}", args=[studio.questionnaire_of(row).pk, row.pk, *more])


def settings_of(question: Question) -> dict:
    return Question.objects.get(pk=question.pk).settings


def test_every_kind_with_settings_is_told_to_these_tests():
    assert {code for code, kind in KINDS.items() if kind.settings_fields()} == SETTINGS.keys()


@pytest.mark.one_engine
@pytest.mark.parametrize("code", sorted(SETTINGS))
def test_settings_shown_and_sent_back_are_the_same(code, section, by, client):
    TermFactory(vocabulary=Vocabulary.ISSUE, code="UN")
    question = question_of(section, by, code, **SETTINGS[code])
    address = page("edit_answer", question)
    assert client.post(address, typed_on(client.get(address))).status_code == 302
    assert settings_of(question) == SETTINGS[code]
    assert named(code).of(settings_of(question)) == named(code).of(SETTINGS[code])


def rows(*said: dict, first: int = 0, **more) -> dict:
    """The rows of a form, as a browser sends them."""
    fields = {f"ligne-{n}-{name}": value for n, row in enumerate(said, start=first) for name, value in row.items()}
    return {"ligne-TOTAL_FORMS": len(said), "ligne-INITIAL_FORMS": 0, **fields, **more}


def test_choices_are_named_ordered_renamed_and_taken_away(section, by, client):
    question = question_of(section, by, QuestionKind.CHOICE)
    address = page("edit_answer", question)
    typed = rows({"label": "Oui, déjà"}, {"label": "Non"}, several="Peut-être\r\nNon, jamais\r\n\r\n")
    assert client.post(address, {**typed_on(client.get(address)), **typed}).status_code == 302
    codes = [option["code"] for option in settings_of(question)["options"]]
    assert codes == ["oui-deja", "non", "peut-etre", "non-jamais"]
    again = typed_on(client.get(address))
    changes = {"ligne-0-label": "Oui", "ligne-1-label": "", "ligne-3-place": "1"}
    assert client.post(address, again | changes).status_code == 302
    assert settings_of(question)["options"] == [
        {"code": "non-jamais", "label": "Non, jamais"},
        {"code": "oui-deja", "label": "Oui"},
        {"code": "peut-etre", "label": "Peut-être"},
    ]
    shown = client.post(address, typed_on(client.get(address)) | {"reglage_vocabulary": "enjeu"})
    assert shown.status_code == 422
    assert "Choisissez entre une liste de valeurs" in shown.content.decode()
    assert "reglage_vocabulary" in typed_on(shown)


def test_a_row_is_added_without_script(section, by, client):
    question = question_of(section, by, QuestionKind.CHOICE, options=OPTIONS)
    address = page("edit_answer", question)
    asked = client.post(address, typed_on(client.get(address)) | {"ajouter": "1", "ligne-2-label": "Tiers"})
    assert asked.status_code == 200
    sent = typed_on(asked)
    assert sent["ligne-2-label"] == ["Tiers"]
    assert client.post(address, sent).status_code == 302
    assert [option["label"] for option in settings_of(question)["options"]][2:] == ["Tiers"]


def test_a_table_has_columns_of_their_own_kind_and_settings(section, by, client):
    question = question_of(section, by, QuestionKind.TABLE)
    address = page("edit_answer", question)
    typed = rows(
        {"code": "intitule", "label": "Dépense"},
        {"label": "Coût", "kind": "amount", "sum": "on"},
        {"label": "Source", "kind": "choice", "optional": "on"},
        {"label": "Rang", "kind": "number"},
    )
    assert client.post(address, {**typed_on(client.get(address)), **typed}).status_code == 302
    column = page("edit_column", question, "source")
    assert column in client.get(address).content.decode()
    assert client.post(column, {**typed_on(client.get(column)), "several": "État\r\nRégion"}).status_code == 302
    fixed = page("edit_list", question, "rows")
    assert client.post(fixed, {**typed_on(client.get(fixed)), "several": "Année 1\nAnnée 2"}).status_code == 302
    assert settings_of(question) == {
        "columns": [
            {"code": "intitule", "label": "Dépense", "kind": "short_text"},
            {"code": "cout", "label": "Coût", "kind": "amount", "sum": True},
            {
                "code": "source", "label": "Source", "kind": "choice", "required": False,
                "options": [{"code": "etat", "label": "État"}, {"code": "region", "label": "Région"}],
            },
            {"code": "rang-2", "label": "Rang", "kind": "number"},
        ],
        "rows": [{"code": "annee-1", "label": "Année 1"}, {"code": "annee-2", "label": "Année 2"}],
    }  # fmt: skip
    wrong = client.post(address, typed_on(client.get(address)) | {"ligne-0-sum": "on"})
    assert wrong.status_code == 422
    assert "n&#x27;a pas de total" in wrong.content.decode()
    none = client.post(address, typed_on(client.get(address)) | {f"ligne-{n}-label": "" for n in range(4)})
    assert none.status_code == 422
    assert client.get(page("edit_column", question, "inconnue")).status_code == 404
    assert client.get(page("edit_list", question, "columns-2")).status_code == 404


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"question": "choix", "one_of": ["b"]},
        {"any": [{"question": "oui", "none_of": ["oui", "non"]}, {"question": "prix", "at_least": "1500.5"}]},
        {"all": [{"question": "nombre", "at_most": "12"}, {"question": "contexte", "answered": True}]},
        {
            "any": [
                {"question": "prix", "at_least": "10000"},
                {"all": [{"question": "oui", "one_of": ["non"]}, {"question": "prix", "at_least": "1"}]},
            ]
        },
    ],
)
def test_a_condition_is_built_shown_and_sent_back(condition, section, by, client):
    kinds = {"choix": "choice", "oui": "yes_no", "prix": "amount", "nombre": "number"}
    for code, kind in kinds.items():
        studio.add_question(section, of_question(label=code, kind=kind), by=by)
    studio.edit_settings(section.questions.get(code="choix"), {"options": OPTIONS}, by=by)
    last = studio.add_question(section, of_question(label="Suite"), by=by)
    address = page("question_condition", last)
    before = [question for question in section.questions.all() if question != last]
    form = condition_form(parse(condition), before, NO_TERMS)
    typed = rows(*form.saved, together=form.initial["together"])
    answer = client.post(address, {**typed_on(client.get(address)), **typed})
    assert answer.status_code == 302, answer.content.decode()
    last.refresh_from_db()
    assert last.condition == condition
    assert client.post(address, typed_on(client.get(address))).status_code == 302
    last.refresh_from_db()
    assert last.condition == condition


def test_what_no_answer_can_be_is_said_where_it_is_typed(section, by, client):
    question = studio.add_question(section, of_question(label="Oui ou non", kind="yes_no"), by=by)
    last = studio.add_question(section, of_question(label="Suite"), by=by)
    address = page("question_condition", last)
    named = {"question": question.code, "test": "one_of", "value": "Peut-être"}
    for row, said in (
        (named, "« Oui », « Non »"),
        (named | {"test": ""}, "Dites ce qui est attendu"),
        (named | {"test": "at_least", "value": "12"}, "ne se compare pas ainsi"),
        (named | {"value": '{"question": "contexte"}'}, "« Oui », « Non »"),
        (named | {"question": last.code}, "Sélectionnez un choix valide"),
        (named | {"test": "'; DROP TABLE"}, "Sélectionnez un choix valide"),
    ):
        answer = client.post(address, {**typed_on(client.get(address)), **rows(row, together="all")})
        assert answer.status_code == 422
        words = answer.content.decode().replace("&#x27;", "'").replace("'", "’")
        assert said in words
        assert typed_on(answer)["ligne-0-value"] == [row["value"]]
    last.refresh_from_db()
    assert last.condition == {}
    # One that was asked of a question gone since is shown, and refused until it is chosen again.
    studio.edit_condition(last, {"question": question.code, "one_of": ["oui"]}, by=by)
    studio.remove_question(question, by=by)
    answer = client.post(address, typed_on(client.get(address)))
    assert answer.status_code == 422
    assert "Question retirée, ou posée après" in answer.content.decode()


HOSTILE = '<script>alert(1)</script>"} {"code": "x"}'


def test_hostile_words_stay_words(section, by, client):
    questionnaire = section.questionnaire
    add = reverse("calls:add_question", args=[questionnaire.pk, section.pk])
    typed = typed_on(client.get(add)) | {"label": HOSTILE, "help_text": HOSTILE, "kind": "choice"}
    answer = client.post(add, typed)
    question = Question.objects.latest("pk")
    assert answer["Location"] == page("edit_answer", question)
    client.post(answer["Location"], typed_on(client.get(answer["Location"])) | {"several": HOSTILE})
    (option,) = settings_of(question)["options"]
    assert option == {"code": "scriptalert1script-code-x", "label": HOSTILE}
    after = studio.add_question(section, of_question(label="Suite"), by=by)
    for address in (
        reverse("calls:studio", args=[questionnaire.pk]),
        page("edit_question", question),
        page("question_condition", after),
        reverse("calls:try_section", args=[questionnaire.pk, "ars", section.pk]),
        reverse("calls:preview", args=[questionnaire.pk, "public"]),
        reverse("calls:preview", args=[questionnaire.pk, "rapporteur"]),
    ):
        assert "<script>alert" not in client.get(address).content.decode()


def test_ten_thousand_choices_are_refused(section, by, client):
    """Case 34."""
    question = question_of(section, by, QuestionKind.CHOICES, options=OPTIONS)
    address = page("edit_answer", question)
    shown = typed_on(client.get(address))
    many = "\n".join(f"Choix {n}" for n in range(100))
    for more in ({"several": many}, {"several": "x\n" * 10_000}, {"ligne-TOTAL_FORMS": "10000"}, {"several": "a\x00b"}):
        answer = client.post(address, {**shown, **more})
        assert answer.status_code == 422, more
    assert settings_of(question) == {"options": OPTIONS}


# — two secretaries (case 49) —


def forms(section: Section, by) -> list[tuple[str, Form]]:
    question = question_of(section, by, QuestionKind.LONG_TEXT)
    shut = Questionnaire.objects.filter(pk=section.questionnaire_id).update
    frozen = {"shut": lambda: shut(frozen_at="2026-11-01T08:00Z")}
    return [
        Form(page("edit_section", section), ("title", "Un", "Deux"), ("guidance", "Conseil"), **frozen),
        Form(page("edit_question", question), ("label", "Un", "Deux"), ("help_text", "Aide"), **frozen),
        Form(
            page("edit_answer", question), ("reglage_max_length", "150", "250"), ("reglage_min_length", "5"), **frozen
        ),
    ]


@pytest.mark.parametrize("which", range(3))
def test_two_secretaries_write_one_thing(which, section, by, client, as_hat):
    other = as_hat(secretary(OrganisationKind.ANACT, user__full_name="Jean Petit", job_title="Chargé d'appel"))
    form = forms(section, by)[which]
    check_two_fields_are_both_kept(form, client, other)
    form = Form(form.address, (form.first[0], "300", "400"), shut=form.shut)
    check_the_same_field_shows_both(form, client, other, side=("mine", "theirs", "mine")[which], by=JEAN)
    check_a_turn_that_passed_keeps_the_text(form, client)
    Questionnaire.objects.update(frozen_at=None)
    shown, (name, text, _) = client.get(form.address), form.first
    Membership.objects.filter(pk=by.pk).update(role=Role.PRESIDENT)
    answer = form.save(client, shown, **{name: text})
    assert answer.status_code == 403
    assert typed_on(answer)[name] == [text]
    assert "studio-page" not in answer.content.decode()


def test_two_secretaries_write_one_list(section, by, client, as_hat):
    other = as_hat(secretary(OrganisationKind.ANACT, user__full_name="Jean Petit", job_title="Chargé d'appel"))
    question = question_of(section, by, QuestionKind.CHOICE, options=OPTIONS)
    address = page("edit_answer", question)
    mine, theirs = client.get(address), other.get(address)
    assert other.post(address, typed_on(theirs) | {"several": "Tiers"}).status_code == 302
    kept = client.post(address, typed_on(mine) | {"reglage_other": "on"})
    assert kept.status_code == 302
    assert len(settings_of(question)["options"]) == 3
    assert settings_of(question)["other"]
    mine, theirs = client.get(address), other.get(address)
    assert other.post(address, typed_on(theirs) | {"ligne-0-label": "Le leur"}).status_code == 302
    clash = client.post(address, typed_on(mine) | {"ligne-0-label": "Le mien"})
    assert clash.status_code == 409
    assert client.post(address, {**typed_on(clash), **choice_of(clash, "mine")}).status_code == 302
    assert settings_of(question)["options"][0] == {"code": "a", "label": "Le mien"}


def test_settings_of_a_kind_that_changed_meanwhile_are_not_said_saved(section, by, client):
    question = question_of(section, by, QuestionKind.CHOICE, options=OPTIONS)
    address = page("edit_answer", question)
    mine = typed_on(client.get(address)) | {"several": "Tiers"}
    studio.edit_question(question, of_question(kind=QuestionKind.AMOUNT, section=section), by=by)
    refused = client.post(address, mine)
    assert refused.status_code == 409
    assert typed_on(refused)["several"] == ["Tiers"]
    assert "changer la nature" in refused.content.decode()
    assert settings_of(question) == {}


@locks_rows
def test_locks_follow_one_order(section, by, client):
    for _, form in enumerate(forms(section, by)):
        check_locks_follow(["calls_questionnaire", "calls_section", "calls_question"], form, client)


def test_what_is_removed_is_told_and_comes_back(section, by, client, as_hat):
    other = as_hat(secretary(OrganisationKind.ANACT, user__full_name="Jean Petit", job_title="Chargé d'appel"))
    question = section.questions.first()
    studio.edit_condition(section.questions.last(), {"question": question.code, "answered": True}, by=by)
    address = page("remove_question", question)
    assert "Une condition en dépend : « Précision »" in client.get(address).content.decode()
    check_a_removal_is_asked_told_and_undone(address, client, other, by=JEAN)
    check_a_removal_is_asked_told_and_undone(page("remove_section", section), client, other, by=JEAN)
    assert section.questions.count() == 2


def test_a_form_sent_twice_adds_once(section, client):
    for address, typed in (
        (reverse("calls:add_section", args=[section.questionnaire_id]), of_section()),
        (reverse("calls:add_question", args=[section.questionnaire_id, section.pk]), {"label": "Une"}),
    ):
        sent = typed_on(client.get(address)) | typed
        assert {client.post(address, sent).status_code for _ in range(2)} == {302}
    assert (section.questionnaire.sections.count(), section.questions.count()) == (3, 3)


def test_settings_form_leaves_what_it_does_not_ask():
    kept = SETTINGS["table"]
    form = settings_form(named("table"), kept, only="rows")
    sent = settings_form(named("table"), kept, {**rows(*form.saved), "several": "", "vu": form.seen}, only="rows")
    assert sent.is_valid()
    assert sent.settings() == kept

"""Composing a questionnaire: codes that stay, an order that holds, rights, what a published revision forbids."""

import pytest
from django.urls import reverse
from django.utils import timezone

from calls import studio
from calls.comparing import compare
from calls.enums import QuestionKind, SectionKind
from calls.forms.questions import QuestionsForm, questions_form
from calls.models import Question, Questionnaire, Section
from calls.opening import gaps
from calls.outline import fault_url, outline
from calls.reference import loading
from calls.revising import next_questionnaire
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry
from records.removing import restore
from tests.calls.drafting import outsiders, ready_call
from tests.factories import CallFactory, QuestionnaireFactory, secretary

pytestmark = pytest.mark.django_db


def of_section(**changes) -> dict:
    return {"title": "Moyens", "kind": SectionKind.QUESTIONS, "guidance": "", **changes}


def of_question(**changes) -> dict:
    plain = {"help_text": "", "required": True, "owner": "both", "for_reviewers": True, "personal": False}
    return {"label": "Une question", "kind": QuestionKind.LONG_TEXT, **plain, **changes}


@pytest.fixture
def by():
    return secretary()


@pytest.fixture
def questionnaire() -> Questionnaire:
    """«Contexte», with two questions, then «Structures»."""
    return QuestionnaireFactory()


def order(questionnaire) -> list[tuple[str, list[str]]]:
    sections = questionnaire.sections.order_by("number")
    assert [section.number for section in sections] == list(range(1, len(sections) + 1))
    return [(section.code, [question.code for question in section.questions.all()]) for section in sections]


def deeds(questionnaire, hat) -> list:
    """Every deed of the studio on one questionnaire."""
    section = questionnaire.sections.first()
    question = section.questions.first()
    return [
        lambda: studio.add_section(questionnaire, of_section(), by=hat),
        lambda: studio.edit_section(section, of_section(), by=hat),
        lambda: studio.move_section(section, before=None, by=hat),
        lambda: studio.remove_section(section, by=hat),
        lambda: studio.add_question(section, of_question(), by=hat),
        lambda: studio.edit_question(question, of_question(section=section), by=hat),
        lambda: studio.edit_settings(question, {"max_length": 10}, by=hat),
        lambda: studio.edit_condition(question, {}, by=hat),
        lambda: studio.move_question(question, to=section, before=None, by=hat),
        lambda: studio.remove_question(question, by=hat),
    ]


def test_only_secretaries_compose(questionnaire, by, as_hat):
    section = questionnaire.sections.first()
    pages = [
        reverse(f"calls:{name}", args=[questionnaire.pk, *more])
        for name, *more in (
            ("studio",), ("add_section",), ("edit_section", section.pk), ("section_condition", section.pk),
            ("remove_section", section.pk), ("add_question", section.pk), ("preview", "public"),
            ("edit_question", section.questions.first().pk), ("try_section", "ars", section.pk),
        )
    ]  # fmt: skip
    for hat in outsiders():
        for deed in deeds(questionnaire, hat):
            with pytest.raises(NotAllowed):
                deed()
    for hat in outsiders()[:-1]:
        assert {as_hat(hat).get(page).status_code for page in pages} == {403}
    assert {as_hat(None).get(page).status_code for page in pages} == {302}
    assert {as_hat(by).get(page).status_code for page in pages} == {200}
    assert order(questionnaire) == [("contexte", ["contexte", "lien"]), ("structures", [])]


def test_what_a_call_froze_refuses_every_edit(questionnaire, by, as_hat):
    Questionnaire.objects.filter(pk=questionnaire.pk).update(frozen_at=timezone.now())
    before = list(Question.objects.values())
    for deed in deeds(questionnaire, by):
        with pytest.raises(OutOfTurn, match="figé"):
            deed()
    question = Question.objects.first()
    client = as_hat(by)
    assert client.get(reverse("calls:edit_question", args=[questionnaire.pk, question.pk])).status_code == 409
    shown = client.get(reverse("calls:studio", args=[questionnaire.pk])).content.decode()
    assert "Ce questionnaire est figé" in shown
    assert "formaction" not in shown
    assert list(Question.objects.values()) == before


def test_sections_keep_their_numbers_in_order(questionnaire, by):
    added = studio.add_section(questionnaire, of_section(title="Contexte"), by=by)
    assert added.code == "contexte-2"
    first, second = questionnaire.sections.filter(number__lt=3)
    studio.move_section(added, before=first, by=by)
    studio.move_section(added, before=first, by=by)
    assert [code for code, _ in order(questionnaire)] == ["contexte-2", "contexte", "structures"]
    studio.edit_section(added, of_section(title="Tout autre"), by=by)
    entry = studio.remove_section(first, by=by)
    assert order(questionnaire) == [("contexte-2", []), ("structures", [])]
    with pytest.raises(OutOfTurn, match="L'ordre vient d'être changé"):
        studio.move_section(second, before=Section(pk=first.pk), by=by)
    _, address = restore(entry, by=by)
    assert order(questionnaire)[1] == ("contexte", ["contexte", "lien"])
    assert address.endswith(f"#section-{first.pk}")


def test_a_code_is_made_once_and_never_given_twice(questionnaire, by):
    section = questionnaire.sections.first()
    names = ("Contexte", "Questionnaire", "initial-contexte", "???", "Une très longue question " * 9)
    codes = [studio.add_question(section, of_question(label=label), by=by).code for label in names]
    assert codes[:4] == ["contexte-2", "questionnaire-2", "question-initial-contexte", "question"]
    assert len(codes[4]) <= 60
    question = Question.objects.get(code="contexte-2")
    studio.edit_question(question, of_question(label="Tout autre chose", section=section), by=by)
    assert question.code == "contexte-2"
    drawn = questions_form(QuestionsForm, section.questions.all(), {}).fields
    assert {*codes} <= drawn.keys()
    # What a published revision asked keeps its code for ever.
    Questionnaire.objects.filter(pk=questionnaire.pk).update(frozen_at=timezone.now())
    after = next_questionnaire(questionnaire, by=by)
    again = after.sections.get(code="contexte")
    studio.remove_question(again.questions.get(code="lien"), by=by)
    assert studio.add_question(again, of_question(label="Lien"), by=by).code == "lien-2"


def test_questions_move_within_and_between_sections(questionnaire, by):
    one, two = questionnaire.sections.order_by("number")
    first, second = one.questions.all()
    studio.move_question(second, to=one, before=first, by=by)
    studio.move_question(second, to=one, before=first, by=by)
    assert order(questionnaire)[0] == ("contexte", ["lien", "contexte"])
    studio.move_question(second, to=two, before=None, by=by)
    assert order(questionnaire) == [("contexte", ["contexte"]), ("structures", ["lien"])]
    with pytest.raises(OutOfTurn, match="L'ordre vient d'être changé"):
        studio.move_question(first, to=one, before=second, by=by)
    with pytest.raises(OutOfTurn):
        studio.move_question(first, to=QuestionnaireFactory().sections.first(), before=None, by=by)
    studio.edit_question(first, of_question(label="Contexte", section=two), by=by)
    assert order(questionnaire) == [("contexte", []), ("structures", ["lien", "contexte"])]


def test_buttons_go_one_step_and_through_sections(questionnaire, by, as_hat):
    client = as_hat(by)
    one, two = questionnaire.sections.order_by("number")
    second = one.questions.last()
    (drawn, _) = outline(questionnaire).sections
    assert (drawn.questions[0].up, drawn.questions[1].down) == ("", f"{two.pk}:")
    address = reverse("calls:move_question", args=[questionnaire.pk, second.pk])
    for place in (drawn.questions[1].up, drawn.questions[1].up):
        answer = client.post(address, {"vers": place})
        assert answer["Location"].endswith(f"#question-{second.pk}")
    assert order(questionnaire)[0] == ("contexte", ["lien", "contexte"])
    client.post(reverse("calls:move_section", args=[questionnaire.pk, one.pk]), {"vers": drawn.down})
    assert [code for code, _ in order(questionnaire)] == ["structures", "contexte"]
    for place in ("99999999999999999999:", f"{one.pk}:x", f"{one.pk}:{'9' * 30}"):
        shown = client.post(address, {"vers": place}, follow=True).content.decode()
        assert "est déplacé. Le voici" in shown
    assert order(questionnaire)[1] == ("contexte", ["lien", "contexte"])


def test_what_is_removed_keeps_its_code_for_its_return(questionnaire, by):
    section, other = questionnaire.sections.order_by("number")
    question = studio.remove_question(section.questions.get(code="lien"), by=by)
    assert studio.add_question(other, of_question(label="Lien"), by=by).code == "lien-2"
    restore(question, by=by)
    whole = studio.remove_section(section, by=by)
    assert studio.add_section(questionnaire, of_section(title="Contexte"), by=by).code == "contexte-2"
    assert studio.add_question(other, of_question(label="Contexte"), by=by).code == "contexte-2"
    with pytest.raises(OutOfTurn, match="ne peut plus revenir"):
        restore(question, by=by)
    restore(whole, by=by)
    assert order(questionnaire) == [
        ("contexte", ["contexte", "lien"]), ("structures", ["lien-2", "contexte-2"]), ("contexte-2", [])
    ]  # fmt: skip


def test_a_question_of_another_kind_keeps_what_suits_it(questionnaire, by):
    section = questionnaire.sections.first()
    question = studio.add_question(section, of_question(kind=QuestionKind.TABLE), by=by)
    assert [column.code for column in question.asks.columns] == ["intitule"]
    options = [{"code": "a", "label": "Premier"}, {"code": "b", "label": "Second"}]
    edited = {"kind": QuestionKind.CHOICE, "section": section}
    studio.edit_question(question, of_question(**edited), by=by)
    studio.edit_settings(question, {"options": options}, by=by)
    studio.edit_question(question, of_question(**edited | {"kind": QuestionKind.CHOICES}), by=by)
    question.refresh_from_db()
    assert question.settings == {"options": options}
    with pytest.raises(Refused, match="même libellé"):
        studio.edit_settings(question, {"options": [options[0], {"code": "c", "label": "Premier"}]}, by=by)
    for kind in QuestionKind:
        studio.edit_question(question, of_question(**edited | {"kind": kind}), by=by)
        assert Question.objects.get(pk=question.pk).asks.code == kind


def test_what_regions_may_have_answered_keeps_its_meaning(by):
    call = CallFactory()
    Questionnaire.objects.filter(pk=call.questionnaire_id).update(frozen_at=timezone.now())
    call.questionnaire.refresh_from_db()
    after = next_questionnaire(call.questionnaire, by=by)
    section = after.sections.get(code="contexte")
    question = section.questions.get(code="lien")
    with pytest.raises(Refused, match="déjà cette question"):
        studio.edit_question(question, of_question(kind=QuestionKind.AMOUNT, section=section), by=by)
    new = studio.add_question(section, of_question(label="Lien", kind=QuestionKind.AMOUNT), by=by)
    studio.edit_question(new, of_question(kind=QuestionKind.DATE, section=section), by=by)
    studio.edit_condition(after.sections.last(), {"question": "contexte", "answered": True}, by=by)
    (change,) = [one for one in compare(call.questionnaire, after) if one.title == "Structures"]
    assert [(one.aspect, one.before) for one in change.changes] == [("Demandée", "toujours")]
    studio.remove_question(new, by=by)
    studio.move_question(question, to=section, before=section.questions.first(), by=by)
    (change,) = [one for one in compare(call.questionnaire, after) if one.title == "Contexte"]
    assert [(one.before, one.after) for one in change.changes] == [
        ("« Contexte régional », « Précision »", "« Précision », « Contexte régional »")
    ]
    question.refresh_from_db()
    studio.edit_question(question, of_question(label="Mieux dit", kind=question.kind, section=section), by=by)


def test_a_call_gets_a_questionnaire_of_its_own(by, as_hat):
    call = ready_call(by)
    former = call.questionnaire
    address = reverse("calls:begin_questionnaire", args=[call.slug])
    client = as_hat(by)
    client.post(address, {"title": "Fiche de l'appel", "source": former.pk})
    call.refresh_from_db()
    assert (call.questionnaire.title, call.questionnaire.code) == ("Fiche de l'appel", call.slug[:40].strip("-"))
    assert order(call.questionnaire) == order(former)
    assert gaps(call, timezone.now())[-1:] != [former]
    studio.edit_section(call.questionnaire.sections.first(), of_section(), by=by)
    assert former.sections.first().title == "Contexte"
    client.post(address, {"title": "Une page blanche", "source": ""})
    call.refresh_from_db()
    assert call.questionnaire.code.endswith("-2")
    (gap,) = [gap for gap in gaps(call, call.opens_at) if gap.place == "studio"]
    assert "aucune section" in gap.text
    page = client.get(reverse("calls:prepare", args=[call.slug])).content.decode()
    assert reverse("calls:studio", args=[call.questionnaire_id]) in page
    with pytest.raises(OutOfTurn):
        studio.begin_questionnaire(CallFactory(), title="Trop tard", source=None, by=by)
    for hat in outsiders():
        with pytest.raises(NotAllowed):
            studio.begin_questionnaire(call, title="Intrus", source=None, by=hat)


def test_each_fault_leads_to_the_page_that_puts_it_right(questionnaire, by, as_hat):
    one, two = questionnaire.sections.order_by("number")
    first = one.questions.first()
    choice = studio.add_question(one, of_question(label="Un choix", kind=QuestionKind.CHOICE), by=by)
    studio.edit_condition(first, {"question": "lien", "answered": True}, by=by)
    never = {"all": [{"question": "lien", "answered": True}, {"question": "un-choix", "one_of": ["rien"]}]}
    studio.edit_condition(two, never, by=by)
    client = as_hat(by)
    shown = client.get(reverse("calls:studio", args=[questionnaire.pk])).content.decode()
    faults = outline(questionnaire).faults
    found = {fault_url(questionnaire, fault) for fault in faults}
    assert {
        reverse("calls:question_condition", args=[questionnaire.pk, first.pk]),
        reverse("calls:edit_answer", args=[questionnaire.pk, choice.pk]),
        reverse("calls:section_condition", args=[questionnaire.pk, two.pk]),
    } <= found
    assert all(url in shown and client.get(url).status_code == 200 for url in found)


def test_the_outline_asks_the_same_number_of_queries(questionnaire, by, as_hat, django_assert_num_queries):
    client, address = as_hat(by), reverse("calls:studio", args=[questionnaire.pk])
    client.get(address)
    with django_assert_num_queries(12) as few:
        client.get(address)
    section = questionnaire.sections.first()
    asked = {"question": "contexte", "answered": True}
    Question.objects.bulk_create(
        Question(section=section, code=f"q{n}", label=f"Question {n}", position=n, condition=asked, kind="yes_no")
        for n in range(5, 123)
    )
    with django_assert_num_queries(len(few)):
        page = client.get(address).content.decode()
    assert page.count("studio-question__number") == 120


def test_no_file_takes_away_what_secretaries_write(questionnaire, by):
    asked = {"code": questionnaire.code, "title": "Tout autre"}
    studio.add_section(questionnaire, of_section(), by=by)
    for rewrite in (True, False):
        given = loading.revision_to_write(Questionnaire, asked, rewrite=rewrite, report=loading.LoadReport())
        assert given is None
    assert questionnaire.sections.count() == 3


def test_every_deed_is_told_once_of_the_questionnaire(questionnaire, by):
    for deed in deeds(questionnaire, by)[:3]:
        deed()
    told = JournalEntry.objects.about(questionnaire).values_list("deed", flat=True)
    assert sorted(told) == ["calls.add_section", "calls.edit_section", "calls.move_section"]

"""An open call goes to the next revision of its questionnaire: drafts follow, no answer is lost, deposits stay."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.content import fiche_content
from applications.models import SectionAnswers
from applications.moving import follow
from applications.remarks import write_remark
from applications.versions import versions
from applications.warnings import warnings
from calls.enums import QuestionKind, Vocabulary
from calls.models import CallRevision, Question, Questionnaire, Section
from calls.revising import candidate, next_questionnaire, obstacles, revise_call
from core.verdicts import NotAllowed, OutOfTurn, Refused
from records.models import JournalEntry, Message
from tests.applications.fiches import CONTEXT, complete, deposited
from tests.calls.drafting import outsiders
from tests.factories import CallFactory, TermFactory, secretary
from tests.mails import told
from tests.together import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
REASON = "Une question était posée deux fois."


@pytest.fixture
def call():
    for vocabulary in (Vocabulary.NATURE, Vocabulary.MATURITY):
        TermFactory(vocabulary=vocabulary, code="UN")
    now = timezone.now()
    found = CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    Questionnaire.objects.filter(pk=found.questionnaire_id).update(frozen_at=now)
    found.questionnaire.refresh_from_db()
    return found


def revised(call) -> Questionnaire:
    """The next revision: «lien» goes to a new section, «contexte» is reworded, a question is added before them all."""
    copy = next_questionnaire(call.questionnaire, by=secretary())
    copy.sections.filter(code="structures").update(number=3)
    section = Section.objects.create(questionnaire=copy, code="liens", number=2, title="Liens")
    Question.objects.filter(section__questionnaire=copy, code="lien").update(section=section)
    first = copy.sections.get(code="contexte")
    first.questions.filter(code="contexte").update(label="Contexte et besoins")
    Question.objects.create(section=first, code="besoins", label="Besoins", position=0)
    return copy


def publish(call, copy, **changes) -> CallRevision:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return revise_call(call, **({"to": copy, "reason": REASON, "by": secretary()} | changes))


def answers(fiche) -> dict[str, dict]:
    return dict(fiche.application.sections.values_list("section__code", "answers"))


def written(call):
    fiche = complete(project__call=call)
    first = call.questionnaire.sections.get(code="contexte")
    save_answers(fiche.application, first, {"lien": "Au schéma régional"}, by=fiche.ars_writer, now=timezone.now())
    return fiche


def test_each_answer_stays_with_its_question(call):
    fiche = written(call)
    fiche.sign_both()
    publish(call, copy := revised(call))
    fiche.reload()
    assert fiche.application.questionnaire == copy
    assert answers(fiche) == {
        "contexte": {"contexte": CONTEXT},
        "liens": {"lien": "Au schéma régional"},
        "structures": {},
    }
    said = {section["title"]: section["answers"] for section in fiche_content(fiche.application)["sections"]}
    assert [(answer["label"], answer["value"]) for answer in said["Contexte"]] == [
        ("Besoins", None),
        ("Contexte et besoins", CONTEXT),
    ]
    assert said["Liens"][0]["value"] == "Au schéma régional"
    assert (
        "«\N{NO-BREAK SPACE}Besoins\N{NO-BREAK SPACE}» n'est pas rempli."
        in fiche.application.sections.get(section__code="contexte").missing
    )
    assert not fiche.application.signatures.live().exists()
    assert "révisé" in fiche.application.signatures.first().void_reason
    assert versions(fiche.application)[0].summary.startswith("Questionnaire de l'appel révisé")


def test_people_are_told_once_and_signatories_too(call):
    fiche = written(call)
    fiche.sign(fiche.ars_signatory)
    revision = publish(call, revised(call))
    pair = (fiche.ars_writer, fiche.ars_signatory, fiche.aract_writer, fiche.aract_signatory)
    assert told("applications.revised") == {hat.user.email for hat in pair}
    assert Message.objects.filter(moment="applications.signature_voided").count() == 1
    before = Message.objects.count()
    assert follow(fiche.application, revision) is False
    assert Message.objects.count() == before


def test_a_section_withdrawn_keeps_its_answers_and_gives_them_back(call):
    fiche = written(call)
    second = revised(call)
    publish(call, second)
    third = next_questionnaire(second, by=secretary())
    third.sections.get(code="liens").delete()
    publish(call, third)
    assert "liens" not in answers(fiche)
    assert SectionAnswers.with_former.get(application=fiche.application, section__code="liens").answers == {
        "lien": "Au schéma régional"
    }
    fourth = next_questionnaire(third, by=secretary())
    first = fourth.sections.get(code="contexte")
    Question.objects.create(
        section=first, code="lien", label="Lien", kind=QuestionKind.SHORT_TEXT, required=False, position=9
    )
    publish(call, fourth)
    assert answers(fiche)["contexte"] == {"contexte": CONTEXT, "lien": "Au schéma régional"}


def test_a_remark_stays_beside_its_question(call):
    fiche = written(call)
    first = call.questionnaire.sections.get(code="contexte")
    for code in ("lien", "contexte"):
        question = first.questions.get(code=code)
        write_remark(fiche.application, first, question, text=f"Sur {code}", by=fiche.ars_writer)
    copy = revised(call)
    Question.objects.filter(section__questionnaire=copy, code="contexte").delete()
    publish(call, copy)
    places = {
        row.text: (row.section.code, row.question and row.question.code) for row in fiche.application.remarks.all()
    }
    assert places == {"Sur lien": ("liens", "lien"), "Sur contexte": ("contexte", None)}
    assert {row.section.questionnaire for row in fiche.application.remarks.all()} == {copy}


def test_a_deposited_fiche_keeps_the_questionnaire_that_it_answered(call):
    fiche = deposited(project__call=call)
    before, content = call.questionnaire, fiche.application.deposit.content
    publish(call, revised(call))
    fiche.reload()
    assert fiche.application.questionnaire == before
    assert fiche.application.deposit.content == content


def test_warnings_lead_to_the_page_of_the_revision_that_the_fiche_answers(call):
    """The structures go from page 2 to page 3 of the next revision."""
    kept, draft = deposited(project__call=call), complete(project__call=call)
    publish(call, revised(call))
    for fiche, number in ((kept, 2), (draft, 3)):
        page = reverse("applications:section", args=[fiche.application.pk, number])
        found = warnings(fiche.reload(), writes=True)
        assert f"{page}#tableau-participants" in {one.url for one in found}


def test_a_code_that_changes_meaning_is_refused_by_name(call):
    copy = next_questionnaire(call.questionnaire, by=secretary())
    assert [str(fault) for fault in obstacles(call, copy)] == ["Cette révision dit la même chose que la précédente."]
    Question.objects.filter(section__questionnaire=copy, code="lien").update(kind=QuestionKind.NUMBER)
    with pytest.raises(Refused, match="« Précision »"):
        publish(call, copy)
    call.refresh_from_db()
    assert call.questionnaire != copy


def test_what_cannot_be_answered_is_refused_by_name(call):
    copy = next_questionnaire(call.questionnaire, by=secretary())
    Question.objects.filter(section__questionnaire=copy, code="lien").update(
        condition={"question": "jamais", "answered": True}
    )
    with pytest.raises(Refused, match="« Précision »"):
        publish(call, copy)


def test_nobody_else_revises_a_call(call, client):
    copy = revised(call)
    for hat in outsiders()[:-1]:
        with pytest.raises(NotAllowed):
            publish(call, copy, by=hat)
        client.force_login(hat.user)
        assert client.get(reverse("calls:revise", args=[call.slug])).status_code == 403
        assert client.post(reverse("calls:prepare_revision", args=[call.slug])).status_code == 403
    assert candidate(call) == copy


def test_a_closed_call_is_not_revised_and_a_draft_call_neither(call):
    copy = revised(call)
    with pytest.raises(OutOfTurn):
        publish(call, copy, now=call.closes_at)
    call.published_at = None
    call.save()
    with pytest.raises(OutOfTurn):
        publish(call, copy)


def test_the_secretary_prepares_reads_and_publishes(call, client):
    fiche = written(call)
    client.force_login(secretary().user)
    page = reverse("calls:revise", args=[call.slug])
    assert "Préparer la révision suivante" in client.get(page).content.decode()
    client.post(reverse("calls:prepare_revision", args=[call.slug]))
    copy = candidate(call)
    assert "Cette révision dit la même chose" in client.get(page).content.decode()
    copy.sections.get(code="contexte").questions.filter(code="contexte").update(label="Contexte et besoins")
    shown = client.get(page).content.decode()
    assert "Contexte régional" in shown
    assert "Contexte et besoins" in shown
    form = client.get(page).context["form"]
    assert client.post(page, {"reason": "", "envoi": form.sending}).status_code == 422
    for _ in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert client.post(page, {"reason": REASON, "envoi": form.sending}).status_code == 302
    fiche.reload()
    assert fiche.application.questionnaire == copy
    client.logout()
    public = client.get(call.get_absolute_url()).content.decode()
    assert REASON in public
    revision = CallRevision.objects.get()
    assert "Contexte et besoins" in client.get(revision.get_absolute_url()).content.decode()
    assert JournalEntry.objects.filter(deed="calls.revise_call").exists()


def test_a_page_drawn_before_the_revision_saves_nothing_elsewhere(call, client):
    fiche = written(call)
    former = call.questionnaire
    publish(call, revised(call))
    client.force_login(fiche.ars_writer.user)
    page = reverse("applications:section", args=[fiche.application.pk, 1])
    typed = {"lien": "Un autre lien", "questionnaire": former.pk}
    live = client.post(page, typed, headers={"X-Autosave": str(fiche.ars_writer.user.pk)})
    assert live.status_code == 409
    assert "révisé" in live.json()["errors"][0]
    whole = client.post(page, typed)
    assert whole.status_code == 409
    assert "Un autre lien" in whole.content.decode()
    assert answers(fiche)["liens"] == {"lien": "Au schéma régional"}


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_publish_one_revision(call):
    written(call)
    copy = revised(call)
    by = [secretary(), secretary()]
    revise = {"to": copy, "reason": REASON}
    refusals = at_once(*(lambda hat=hat: revise_call(call, by=hat, **revise) for hat in by))
    assert len(refusals) == 1
    assert CallRevision.objects.count() == 1

"""Two people on one page of a regional call: nothing is written over unseen, nothing is lost (cases 49 and 54)."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from core.verdicts import OutOfTurn
from records.models import JournalEntry
from regional_calls.enums import ExpressionState, JointOutcome, Leaning
from regional_calls.models import Expression, JointChoice, PartyView, RegionalCall, RegionalQuestion
from regional_calls.preparing import add_document, write_theme
from regional_calls.public_questions import answer, ask
from regional_calls.selection import confirm_choice, give_view, propose_choice
from tests.factories import NOW, member_of
from tests.regional_calls.answering import AFTER, Pair
from tests.two_people import (
    Form,
    check_a_right_lost_keeps_the_text,
    check_a_turn_that_passed_keeps_the_text,
    check_locks_follow,
    check_the_same_field_shows_both,
    check_two_fields_are_both_kept,
    check_what_one_leaves_alone_takes_what_the_other_saved,
    choice_of,
    fields_of,
    locks_rows,
    typed_on,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def url(name: str, where: Pair, *args) -> str:
    return reverse(f"regional_calls:{name}", args=[where.project.pk, where.call.pk, *args])


def published(where: Pair):
    return lambda: RegionalCall.objects.filter(pk=where.call.pk).update(published_at=NOW)


def announced(where: Pair):
    return lambda: RegionalCall.objects.filter(pk=where.call.pk).update(announced_at=NOW)


def edit(where: Pair) -> Form:
    where.draft()
    first = ("title", "Titre A", "Titre B")
    return Form(url("edit", where), first, ("contact_email", "b@exemple.test"), shut=published(where))


def theme(where: Pair) -> Form:
    where.draft().themes.update(definition="Mots")
    first, second = ("definition", "Mots A", "Mots B"), ("label", "Télémédecine B")
    return Form(url("edit_theme", where, where.call.themes.get().pk), first, second, shut=published(where))


def question(where: Pair) -> Form:
    where.published()
    asked = ask(where.call, email="a@exemple.test", text="Peut-on ?", now=NOW)
    answer(asked, wording="Peut-on ?", answer="Oui.", by=where.aract, now=NOW)
    first, second = ("answer", "Oui A", "Oui B"), ("wording", "Peut-on B ?")
    return Form(url("answer_question", where, asked.pk), first, second, shut=announced(where))


FORMS = (edit, theme, question)
LOCKS = ["regional_calls_regionalcall", "regional_calls_regionaltheme", "regional_calls_regionalquestion",
         "regional_calls_expression"]  # fmt: skip


@pytest.fixture
def where():
    return Pair()


@pytest.fixture
def pair(as_hat, where):
    return as_hat(where.ars), as_hat(where.aract)


@pytest.mark.parametrize("form", FORMS)
def test_two_fields_are_both_kept(where, pair, form):
    check_two_fields_are_both_kept(form(where), *pair)


@pytest.mark.parametrize("form", FORMS)
def test_what_one_leaves_alone_takes_what_the_other_saved(where, pair, form):
    check_what_one_leaves_alone_takes_what_the_other_saved(form(where), *pair)


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("form", FORMS)
def test_the_same_field_shows_both_and_a_button_chooses(where, pair, form, side):
    check_the_same_field_shows_both(form(where), *pair, side=side, by=str(where.aract))


@pytest.mark.parametrize("form", FORMS)
def test_a_right_lost_while_typing_refuses_and_keeps_the_text(where, as_hat, form):
    """Case 54: another region's project does not exist; its page says what was typed."""
    made, writer = form(where), member_of(where.project.ars, Role.WRITER)
    page, (name, text, _) = as_hat(writer).get(made.address), made.first
    type(writer).objects.filter(pk=writer.pk).update(organisation=Pair().project.ars)
    refused = made.save(as_hat(writer), page, **{name: text})
    assert refused.status_code == 404
    assert text in refused.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_turn_that_passed_while_typing_refuses_and_keeps_the_text(where, pair, form):
    """Case 35."""
    check_a_turn_that_passed_keeps_the_text(form(where), pair[0])


@locks_rows
@pytest.mark.parametrize("form", FORMS)
def test_a_form_locks_in_the_order_of_the_deeds(where, pair, form):
    check_locks_follow(LOCKS, form(where), pair[0])


def test_a_secretary_of_today_reads_back_what_they_typed_as_a_writer(where, as_hat):
    form = edit(where)
    check_a_right_lost_keeps_the_text(form, as_hat(where.ars), where.ars)


def test_two_postponements_at_once_are_shown_both(where, pair):
    where.published()
    address = url("postpone", where)
    mine, theirs = pair[0].get(address), pair[1].get(address)
    assert typed_on(mine)["closes_at"] == [f"{where.call.closes_at.astimezone(where.call.zone):%Y-%m-%dT%H:%M}"]
    later = {"closes_at": "2026-12-01T12:00", "reason": "Grève."}
    retained = {"closes_at": "2026-11-29T12:00", "reason": "Neige."}
    RegionalCall.objects.filter(pk=where.call.pk).update(closes_at=NOW + timedelta(days=1))
    mine, theirs = pair[0].get(address), pair[1].get(address)
    type(where.project.call).objects.update(closes_at=NOW + timedelta(days=90))
    assert pair[1].post(address, {**typed_on(theirs), **retained}).status_code == 302
    clash = pair[0].post(address, {**typed_on(mine), **later})
    assert clash.status_code == 409
    assert typed_on(clash)["reason"] == ["Grève."]
    assert RegionalCall.objects.get().postponement_reason == "Neige."
    assert pair[0].post(address, {**typed_on(clash), **choice_of(clash, "mine")}).status_code == 302


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_two_of_one_party_give_its_view_and_the_second_chooses(where, as_hat, side):
    where.published()
    expression = where.handed_in()
    colleague = member_of(where.project.ars, Role.WRITER, job_title="Directrice")
    one, other = as_hat(where.ars), as_hat(colleague)
    read, give = url("read_expression", where, expression.pk), url("give_view", where, expression.pk)
    mine, theirs = one.get(read), other.get(read)
    assert other.post(give, {**typed_on(theirs), "leaning": "favourable", "comment": "Solide"}).status_code == 302
    clash = one.post(give, {**typed_on(mine), "leaning": "reserved", "comment": "À voir"})
    assert clash.status_code == 409
    assert str(colleague) in unescape(clash.content.decode())
    buttons = [value for name, value in fields_of(clash).buttons if name == "trancher" and f":{side}:" in value]
    assert len(buttons) == 2
    assert one.post(give, {**typed_on(clash), "trancher": buttons}).status_code == 302
    assert PartyView.objects.get().leaning == (Leaning.RESERVED if side == "mine" else Leaning.FAVOURABLE)


def test_two_parties_propose_a_choice_and_the_second_is_shown_both(where, pair):
    where.published()
    expression = where.handed_in()
    RegionalCall.objects.update(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    where.both_view(expression)
    propose = url("propose_choice", where, expression.pk)
    seen = {"initial-outcome": "", "initial-rank": "", "initial-reason": ""}
    theirs = {**seen, "outcome": "not_retained", "rank": "", "reason": "Hors thème."}
    assert pair[1].post(propose, theirs).status_code == 302
    clash = pair[0].post(propose, {**seen, "outcome": "retained", "rank": "", "reason": "Un autre motif."})
    assert clash.status_code == 409
    page = unescape(clash.content.decode())
    assert "Hors thème." in page
    assert "Un autre motif." in page
    assert JointChoice.objects.get().outcome == JointOutcome.NOT_RETAINED


def test_a_view_on_an_answer_taken_back_meanwhile_is_told_with_what_was_typed(where, pair):
    where.published()
    expression = where.handed_in()
    page = pair[0].get(url("read_expression", where, expression.pk))
    Expression.objects.update(state=ExpressionState.WITHDRAWN)
    typed = {**typed_on(page), "leaning": "favourable", "comment": "Un beau projet."}
    refused = pair[0].post(url("give_view", where, expression.pk), typed)
    assert refused.status_code == 409
    assert "retirée par la structure" in refused.content.decode()
    assert "Un beau projet." in refused.content.decode()


def test_a_choice_typed_once_choices_are_announced_comes_back(where, pair):
    where.published()
    expression = where.handed_in()
    where.choose(expression)
    RegionalCall.objects.update(announced_at=NOW)
    typed = {"outcome": "not_retained", "rank": "", "reason": "Trop tard, hélas."}
    refused = pair[0].post(url("propose_choice", where, expression.pk), typed)
    assert refused.status_code == 409
    assert "Trop tard, hélas." in refused.content.decode()


def undo_of(page) -> str:
    return reverse("records:restore", args=[JournalEntry.objects.order_by("-pk").first().pk])


@pytest.mark.parametrize("what", ["theme", "document", "question"])
def test_what_is_removed_is_asked_once_told_and_comes_back(where, as_hat, what):
    """Cases 49 and 54."""
    if what == "question":
        where.published()
        row = ask(where.call, email="a@exemple.test", text="Hors sujet ?", now=NOW)
        address, rows = url("set_question_aside", where, row.pk), RegionalQuestion.objects
    elif what == "theme":
        row = where.draft().themes.get()
        address, rows = url("remove_theme", where, row.pk), where.call.themes
    else:
        upload = SimpleUploadedFile("cahier.pdf", PDF, "application/pdf")
        row = add_document(where.draft(), title="Cahier", upload=upload, by=where.ars, now=NOW)
        address, rows = url("remove_document", where, row.pk), where.call.documents
    ars, aract = as_hat(where.ars), as_hat(where.aract)
    assert "annuler ce retrait pendant 24 heures" in aract.get(address).content.decode()
    assert rows.exists()
    assert as_hat(Pair().ars).post(address).status_code == 404
    assert aract.post(address).status_code == 302
    assert not rows.exists()
    late = ars.post(address)
    assert late.status_code == 409
    assert str(where.aract) in unescape(late.content.decode())
    assert as_hat(Pair().ars).post(undo_of(late)).status_code == 404
    assert ars.post(undo_of(late)).status_code == 302
    assert rows.get() == row


def test_a_theme_does_not_come_back_once_the_call_is_published(where, as_hat):
    where.draft()
    extra = {"label": "Autre", "definition": "Mots", "term": where.theme_term}
    theme = write_theme(where.call, **extra, by=where.ars, now=NOW)
    client = as_hat(where.ars)
    client.post(url("remove_theme", where, theme.pk))
    published(where)()
    assert client.post(undo_of(None)).status_code == 409
    assert where.call.themes.count() == 1


def test_an_answer_typed_to_a_question_set_aside_meanwhile_comes_back(where, pair):
    where.published()
    asked = ask(where.call, email="a@exemple.test", text="Hors sujet ?", now=NOW)
    address = url("answer_question", where, asked.pk)
    page = pair[0].get(address)
    pair[1].post(url("set_question_aside", where, asked.pk))
    refused = pair[0].post(address, {**typed_on(page), "answer": "Une longue réponse."})
    assert refused.status_code == 409
    assert "Une longue réponse." in refused.content.decode()
    assert str(where.aract) in unescape(refused.content.decode())
    with pytest.raises(OutOfTurn, match="écartée"):
        answer(asked, wording="Q", answer="R", by=where.ars, now=NOW)


def test_an_answered_question_is_not_set_aside(where, pair):
    where.published()
    asked = ask(where.call, email="a@exemple.test", text="Peut-on ?", now=NOW)
    answer(asked, wording="Q", answer="R", by=where.ars, now=NOW)
    assert pair[0].post(url("set_question_aside", where, asked.pk)).status_code == 409
    assert RegionalQuestion.objects.exists()


def test_a_choice_read_before_the_others_changed_it_is_not_confirmed(where):
    where.published()
    expression = where.handed_in()
    where.both_view(expression)
    for reason in ("Hors thème.", "Hors région."):
        choice = propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason=reason, by=where.aract, now=AFTER)
    with pytest.raises(OutOfTurn, match="a changé"):
        confirm_choice(expression, revision=choice.revision - 1, by=where.ars, now=AFTER)


def test_the_public_reads_back_a_question_refused_for_its_hour_or_its_rate(where, as_hat, settings):
    """Cases 3 and 44: nobody who types without account loses a line."""
    where.published()
    client, address = as_hat(None), reverse("regional_calls:ask_question", args=[where.call.slug])
    typed = {"email": "a@exemple.test", "text": "Une longue question."}
    settings.ACCOUNT_RATE_LIMITS = {"regional_calls.question": "1/h/key"}
    assert client.post(address, typed).status_code == 302
    for status in (429, 409):
        refused = client.post(address, typed)
        assert refused.status_code == status
        assert typed_on(refused)["text"] == ["Une longue question."]
        settings.ACCOUNT_RATE_LIMITS = {}
        RegionalCall.objects.update(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    assert client.get(address).status_code == 409
    assert where.call.contact_email in client.get(address).content.decode()


def test_a_view_is_of_its_party_alone(where):
    where.published()
    expression = where.handed_in()
    for by in (where.ars, where.aract):
        give_view(expression, leaning=Leaning.FAVOURABLE, by=by, now=NOW)
    assert PartyView.objects.count() == 2

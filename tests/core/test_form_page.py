"""How a page with one form answers: what precedes it, what is gone, what keeps what was typed."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Organisation
from core.form_page import FormPage, answer_form
from core.forms import PortalForm
from core.inputs import PlainCharField
from core.verdicts import NotAllowed, OutOfTurn, Refused, no
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PAGE = FormPage("Essai", "Enregistrer", "/", template="_form.html")


class NameForm(PortalForm):
    name = PlainCharField(label="Nom")


def answer(method="post", *, name="Typed", make_form=lambda data, _: NameForm(data), **kwargs):
    request = getattr(RequestFactory(), method)("/", {"name": name} if method == "post" else None)
    request.session = {}
    request._messages = FallbackStorage(request)
    given = {"page": PAGE, "deed": lambda form: form.cleaned_data["name"], "done": HttpResponse, **kwargs}
    return answer_form(request, make_form, **given)


def refuse(kind):
    raise kind("Pas ainsi.")


@pytest.mark.parametrize("kind", [Refused, NotAllowed, OutOfTurn])
def test_a_refusal_answers_with_its_status_and_what_was_typed(kind):
    answered = answer(deed=lambda _: refuse(kind))
    assert answered.status_code == kind.status
    assert "Pas ainsi." in answered.content.decode()
    assert 'value="Typed"' in answered.content.decode()


def test_what_is_typed_wrongly_is_422_and_a_right_refused_403_with_the_text():
    assert answer(name="").status_code == 422
    refused = answer(right=no("Pas vous."))
    assert (refused.status_code, 'value="Typed"' in refused.content.decode()) == (403, True)


def test_a_turn_that_is_over_hides_the_form_and_leaves_what_is_sent_to_the_deed():
    with pytest.raises(OutOfTurn):
        answer("get", turn=lambda: refuse(OutOfTurn))
    with pytest.raises(NotAllowed):
        answer("get", turn=lambda: refuse(OutOfTurn), right=no("Pas vous."))
    assert answer(turn=lambda: refuse(OutOfTurn)).content == b"Typed"


def test_a_row_gone_meanwhile_is_said_with_what_was_typed():
    row = OrganisationFactory()
    Organisation.objects.all().delete()
    answered = answer(edits=row)
    assert answered.status_code == 409
    assert "vient de retirer" in answered.content.decode()
    assert 'value="Typed"' in answered.content.decode()


def test_the_row_is_read_again_before_the_form_is_made():
    row = OrganisationFactory(name="Avant")
    Organisation.objects.update(name="Après")
    kept = answer(edits=row, make_form=lambda data, _: NameForm(data, initial={"name": row.name}))
    assert (kept.content, row.name) == (b"Typed", "Après")


def test_other_methods_are_refused():
    assert answer("put").status_code == 405

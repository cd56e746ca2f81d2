"""Before declaring whether something ties them to a project, a rapporteur reads its summary, by whatever address."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from acts.enums import ActKind
from acts.models import Act
from applications.models import Application, SectionAnswers
from calls.enums import SectionKind
from commission.declaring import declare_no_conflict
from commission.enums import Outcome
from commission.models import Decision, Notice
from records import documents
from tests.applications.fiches import sealed_content
from tests.commission.examined import entrusted, fiche, rapporteur
from tests.factories import NOW, CallFactory, secretary

pytestmark = pytest.mark.django_db

SECRET = "Ce que seule la fiche dit."
REFUSALS = {403, 404, 405}


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


# Every address that names a fiche, its project, a review, a decision or a letter of it; the check page is public.
ABOUT_A_FICHE = {
    name: entry
    for name, entry in routes(get_resolver())
    if "project_pk" in entry.pattern.converters
    or (
        name.startswith(("applications:", "commission:")) and {"pk", "application_pk"} & entry.pattern.converters.keys()
    )
}


@pytest.fixture
def given():
    """A fiche with an answer, a decision and a letter, entrusted to a rapporteur who has declared nothing."""
    application = fiche(CallFactory())
    section = application.project.call.questionnaire.sections.get(kind=SectionKind.QUESTIONS)
    SectionAnswers.objects.filter(application=application, section=section).update(answers={"contexte": SECRET})
    application.deposit.content = sealed_content(application)
    application.deposit.fiche_pdf = documents.store("fiche.pdf", b"%PDF-1.7 fiche", media_type=documents.PDF)
    application.deposit.receipt = Act.objects.create(
        kind=ActKind.RECEIPT,
        number=application.deposit.number,
        document=documents.store("accuse.pdf", b"%PDF-1.7 recu", media_type=documents.PDF),
    )
    application.deposit.save()
    return entrusted(application, rapporteur())


def paths(assignment) -> dict[str, str]:
    """The address of each route, leading to this fiche."""
    application = assignment.application
    decision = Decision.objects.create(
        application=application, outcome=Outcome.NOT_RETAINED, reason=SECRET, proposed_by=secretary()
    )
    letter = documents.store("lettre.pdf", b"%PDF-1.7 lettre", media_type=documents.PDF)
    notice = Notice.objects.create(
        decision=decision, revision=1, act=Act.objects.create(number="N-1", check_code="un-code", document=letter)
    )
    rows = {"fiches/": application, "evaluations/": assignment, "decisions/": decision, "notifications/": notice}
    by_type = {"int": 1, "slug": application.project.call.slug, "str": "x", "uuid": uuid4()}
    by_type |= {"path": "x", "group": "collectif"}
    found = {}
    for name, entry in ABOUT_A_FICHE.items():
        known = {"application_pk": application.pk, "project_pk": application.project_id}
        for start, row in rows.items():
            if str(entry.pattern).startswith(start):
                known["pk"] = row.pk
        given = {key: known.get(key, of_type(kind, by_type)) for key, kind in entry.pattern.converters.items()}
        found[name] = reverse(name, kwargs=given)
    return found


def of_type(converter, by_type):
    return by_type[type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")]


def test_only_the_summary_answers_a_rapporteur_who_has_not_declared(given, as_hat):
    """Case 36: every address about the fiche, in both directions."""
    client = as_hat(given.rapporteur)
    assert len(ABOUT_A_FICHE) > 60
    answered = {}
    for name, path in paths(given).items():
        for method in (client.get, client.post):
            answer = method(path)
            assert SECRET not in answer.getvalue().decode(), name
            if answer.status_code not in REFUSALS:
                answered.setdefault(name, []).append(answer.headers.get("Location", answer.status_code))
    declare = reverse("commission:declare", args=[given.pk])
    assert answered == {"commission:declare": [200, 422], "commission:review": [declare, declare]}


def test_lists_and_downloads_of_the_call_say_nothing_of_it(given, as_hat):
    client = as_hat(given.rapporteur)
    call = given.application.project.call
    for name, entry in routes(get_resolver()):
        if name.startswith(("applications:", "commission:")) and list(entry.pattern.converters) == ["slug"]:
            assert client.get(reverse(name, args=[call.slug])).status_code in REFUSALS, name
    for path in (reverse("commission:reviews"), reverse("todos"), reverse("home"), call.get_absolute_url()):
        shown = client.get(path).content.decode()
        assert SECRET not in shown
        assert reverse("applications:read", args=[given.application_id]) not in shown


def test_the_summary_says_what_a_tie_may_be_with(given, as_hat):
    project = given.application.project
    shown = as_hat(given.rapporteur).get(reverse("commission:declare", args=[given.pk])).content.decode()
    assert project.title in shown
    assert project.ars.name in shown
    assert project.aract.name in shown
    for row in project.participations.all():
        assert row.establishment.name in shown
        assert row.digital_project.title in shown


def test_declaring_opens_the_fiche(given, as_hat):
    client = as_hat(given.rapporteur)
    read = reverse("applications:read", args=[given.application_id])
    assert client.get(read).status_code == 404
    declare_no_conflict(given, by=given.rapporteur, now=NOW)
    assert SECRET in client.get(read).content.decode()
    assert Application.objects.visible_to(given.rapporteur).get() == given.application

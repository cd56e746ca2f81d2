"""The pair's pages: who opens them, what they cost, what they hide."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import OrganisationKind, Role
from regional_calls import todos as desk
from regional_calls.alerts import alerts, facts
from regional_calls.announcing import announce
from regional_calls.enums import JointOutcome, Leaning, PieceKind
from regional_calls.figures import figures
from regional_calls.models import JointChoice, PartyView, RegionalCall
from regional_calls.selection import give_view, propose_choice
from regional_calls.submitting import submit
from regional_calls.todos import todos
from regional_calls.writing import attach
from regions.models import RegionalProject
from tests.factories import NOW, RegionalProjectFactory, national, secretary
from tests.news import news
from tests.regional_calls.answering import AFTER, Pair

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def url(name: str, pair: Pair, *args) -> str:
    return reverse(f"regional_calls:{name}", args=[pair.project.pk, pair.call.pk, *args])


def close() -> None:
    RegionalCall.objects.update(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))


def test_the_list_costs_the_same_for_one_answer_and_three(pair, as_hat):
    client = as_hat(pair.ars)
    assert "Aucune réponse reçue" in client.get(url("expressions", pair)).content.decode()
    pair.handed_in(1)
    counts = []
    for number in (2, 3):
        with CaptureQueriesContext(connection) as counted:
            client.get(url("expressions", pair))
        counts.append(len(counted))
        pair.handed_in(number)
    with CaptureQueriesContext(connection) as counted:
        page = client.get(url("expressions", pair)).content.decode()
    assert counts[0] == counts[1] == len(counted)
    assert page.count("Comparer Centre fictif") == 3


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"choix": "sans"}, 2), ({"choix": "commun"}, 1), ({"choix": "retained"}, 1), ({"choix": "proposee"}, 0),
        ({"avis": "manquant"}, 2), ({"secteur": "sanitaire"}, 3), ({"secteur": "social"}, 0),
        ({"secteur": "%' OR 1=1"}, 3), ({"theme": "9" * 40}, 3), ({"avancement": "\x00"}, 3), ({"page": "9" * 30}, 3),
    ],
)  # fmt: skip
def test_filters_of_the_list(pair, as_hat, asked, shown):
    """Case 41."""
    for number in (1, 2, 3):
        expression = pair.handed_in(number)
    pair.choose(expression)
    page = as_hat(pair.ars).get(url("expressions", pair), asked).content.decode()
    assert page.count("Comparer Centre fictif") == shown


def test_strangers_find_nothing_and_the_nation_reads_once_announced(pair, as_hat):
    """Case 32."""
    expression = pair.handed_in()
    paths = [url("expressions", pair), url("read_expression", pair, expression.pk), url("export", pair)]
    stranger, president = Pair(), national(OrganisationKind.ANACT, Role.PRESIDENT)
    rapporteur = national(OrganisationKind.DGOS, Role.RAPPORTEUR)
    for hat in (stranger.ars, stranger.aract, rapporteur):
        assert {as_hat(hat).get(path).status_code for path in [*paths, url("call", pair)]} == {404}
    assert {as_hat(president).get(path).status_code for path in paths} == {403}
    assert as_hat(president).get(url("call", pair)).status_code == 200
    pair.choose(expression)
    announce(pair.call, by=pair.signatory, now=AFTER)
    assert {as_hat(president).get(path).status_code for path in paths} == {200}
    assert as_hat(secretary()).post(url("give_view", pair, expression.pk), {"leaning": "favourable"}).status_code == 403


def test_another_calls_row_does_not_exist_through_this_one(pair, as_hat):
    """Case 32."""
    other = Pair(RegionalProjectFactory())
    other.published()
    theirs = other.handed_in()
    question = other.call.questions.create(email="a@exemple.test", text="Q", asked_at=NOW)
    client = as_hat(pair.ars)
    assert client.get(url("read_expression", pair, theirs.pk)).status_code == 404
    assert client.post(url("confirm_choice", pair, theirs.pk), {"revision": "1"}).status_code == 404
    assert client.get(url("answer_question", pair, question.pk)).status_code == 404
    through = reverse("regional_calls:call", args=[pair.project.pk, other.call.pk])
    assert client.get(through).status_code == 404


def test_a_draft_and_a_withdrawn_answer_are_not_read(pair, as_hat):
    draft = pair.written("brouillon@exemple.test")
    assert as_hat(pair.ars).get(url("read_expression", pair, draft.pk)).status_code == 404
    assert draft.email not in as_hat(pair.ars).get(url("expressions", pair)).content.decode()


def test_the_others_view_and_proposal_are_hidden_until_ones_own(pair, as_hat):
    expression = pair.handed_in()
    give_view(expression, leaning=Leaning.RESERVED, comment="Secret pour l'instant", by=pair.ars, now=NOW)
    page = as_hat(pair.aract).get(url("read_expression", pair, expression.pk)).content.decode()
    assert "Secret pour" not in page
    assert "vous le lirez après avoir donné le vôtre" in page
    propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="Motif caché", by=pair.ars, now=AFTER)
    for path in (url("read_expression", pair, expression.pk), url("expressions", pair)):
        page = as_hat(pair.aract).get(path).content.decode()
        assert "Motif caché" not in page
        assert "proposé par" not in page
    filtered = as_hat(pair.aract).get(url("expressions", pair), {"choix": "not_retained"}).content.decode()
    assert "Comparer Centre fictif" not in filtered
    as_hat(pair.aract).post(url("give_view", pair, expression.pk), {"leaning": "favourable", "comment": ""})
    assert "Secret pour" in as_hat(pair.aract).get(url("read_expression", pair, expression.pk)).content.decode()


def test_view_proposal_and_confirmation_by_their_forms(pair, as_hat):
    expression = pair.handed_in()
    close()
    ars, aract = as_hat(pair.ars), as_hat(pair.aract)
    for client in (ars, aract):
        assert client.post(url("give_view", pair, expression.pk), {"leaning": "favourable"}).status_code == 302
    refused = ars.post(
        url("propose_choice", pair, expression.pk), {"outcome": "waiting", "rank": "0", "reason": "Texte"}
    )
    assert refused.status_code == 422
    assert "Texte" in refused.content.decode()
    ars.post(url("propose_choice", pair, expression.pk), {"outcome": "waiting", "rank": "1", "reason": "Plus tard."})
    assert JointChoice.objects.get().rank == 1
    for revision in ("", "0", "٣", "9" * 30):
        aract.post(url("confirm_choice", pair, expression.pk), {"revision": revision})
    assert JointChoice.objects.get().confirmed_at is None
    aract.post(url("confirm_choice", pair, expression.pk), {"revision": "1"})
    assert JointChoice.objects.get().confirmed_by == pair.aract
    assert ars.get(url("announce", pair)).status_code == 403
    director = as_hat(pair.signatory)
    assert "reçoit par courriel une décision numérotée" in director.get(url("announce", pair)).content.decode()
    director.post(url("announce", pair))
    assert RegionalCall.objects.get().announced_by == pair.signatory


def test_comparing_two_to_four(pair, as_hat):
    keys = [pair.handed_in(number).pk for number in range(1, 6)]
    client = as_hat(pair.ars)
    page = client.get(url("compare", pair), {"reponse": keys[:3]}).content.decode()
    assert all(f"Projet {number}" in page for number in (1, 2, 3))
    for chosen in (keys[:1], keys, ["abc", "9" * 30], []):
        assert client.get(url("compare", pair), {"reponse": chosen}).status_code == 302


def test_the_export_says_exactly_what_was_typed(pair, as_hat):
    """Case 31."""
    pair.handed_in(1, title="=1+1", tool="@SUM(A1)", work_question="+33\n\tsuite")
    answer = as_hat(pair.ars).get(url("export", pair))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    assert rows[0][0] == "Numéro"
    assert {"=1+1", "@SUM(A1)", "+33\n\tsuite"} <= set(rows[1])


def test_the_export_hides_the_others_view_too(pair, as_hat):
    expression = pair.handed_in()
    give_view(expression, leaning=Leaning.UNFAVOURABLE, by=pair.ars, now=NOW)
    propose_choice(expression, outcome=JointOutcome.NOT_RETAINED, reason="Motif caché", by=pair.ars, now=AFTER)
    content = as_hat(pair.aract).get(url("export", pair)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(1).to_python()
    assert not {"défavorable", "non retenue", "Motif caché"} & set(rows[1])
    assert figures(pair.call).retained == 0


def test_pieces_are_read_through_their_expression(pair, as_hat):
    """Case 33."""
    first, second = pair.handed_in(1), pair.handed_in(2)
    upload = SimpleUploadedFile("lettre.pdf", PDF, "application/pdf")
    piece = attach(first, kind=PieceKind.ENGAGEMENT, upload=upload, now=NOW + timedelta(hours=1))
    client = as_hat(pair.ars)
    assert client.get(url("attachment", pair, first.pk, piece.pk)).status_code == 404
    submit(first, now=NOW + timedelta(hours=2))
    assert client.get(url("attachment", pair, first.pk, piece.pk)).status_code == 200
    assert client.get(url("attachment", pair, second.pk, piece.pk)).status_code == 404


def test_the_tab_costs_the_same_for_one_call_and_three(pair, as_hat):
    client = as_hat(pair.aract)
    tab = reverse("regional_calls:calls", args=[pair.project.pk])
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as counted:
            page = client.get(tab).content.decode()
        counts.append(len(counted))
        RegionalCall.objects.update(announced_at=NOW)
        pair.published()
    assert len(set(counts)) == 1
    assert page.count('<li class="portal-card') >= 3
    blank = Pair()
    empty = client_page(as_hat(blank.ars), blank)
    assert "Aucun appel régional" in empty
    assert "Préparer un appel régional" in empty


def client_page(client, pair: Pair) -> str:
    return client.get(reverse("regional_calls:calls", args=[pair.project.pk])).content.decode()


def test_the_draft_is_written_and_published_by_its_forms(as_hat):
    pair = Pair()
    client = as_hat(pair.ars)
    create = reverse("regional_calls:create", args=[pair.project.pk])
    typed = {
        "title": "Appel", "presentation": "Texte.", "expectations": "", "contact_function": "Chargée de mission",
        "contact_email": "a@exemple.test", "opens_at": "2026-11-20T09:00", "closes_at": "2026-11-30T00:00",
    }  # fmt: skip
    assert "La clôture doit suivre" in client.post(create, {**typed, "closes_at": "2026-11-01T00:00"}).content.decode()
    client.post(create, typed)
    pair.call = RegionalCall.objects.get()
    assert "à régler avant de publier" in client.get(url("call", pair)).content.decode()
    client.post(url("edit", pair), {**typed, "expectations": "La diversité."})
    client.post(url("publish", pair))
    pair.call.refresh_from_db()
    assert pair.call.published_at is not None
    assert client.get(url("edit", pair)).status_code == 409


def test_the_desk_says_what_waits_in_constant_queries(pair, django_assert_num_queries):
    pair.call.questions.create(email="a@exemple.test", text="Q", asked_at=NOW)
    first = pair.handed_in(1)
    with django_assert_num_queries(1):
        labels = [todo.label for todo in todos(pair.ars, NOW)]
    assert labels == ["Répondre au public", "Suivre la fin de l'appel régional", "Donner votre avis sur les réponses"]
    pair.handed_in(2)
    pair.both_view(first)
    propose_choice(first, outcome=JointOutcome.RETAINED, by=pair.aract, now=AFTER)
    with django_assert_num_queries(1):
        labels = {todo.label for todo in todos(pair.ars, AFTER)}
    assert {"Confirmer les choix", "Proposer les choix"} <= labels
    assert "Confirmer les choix" not in {todo.label for todo in todos(pair.aract, AFTER)}
    assert todos(Pair().ars, NOW) == []
    assert todos(secretary(), NOW) == []
    assert len(news(desk, pair.ars, NOW - timedelta(days=1), NOW + timedelta(days=1))) == 2
    assert PartyView.objects.count() == 2


def test_a_closed_project_waits_for_nobody():
    """Its call can no longer be announced: asking for it would lead to a refusal."""
    pair = Pair(retained=True)
    pair.published()
    pair.handed_in()
    assert todos(pair.ars, AFTER)
    type(pair.project.award).objects.update(closed_on=NOW.date())
    assert todos(pair.ars, AFTER) == []


def test_standing_costs_the_same_for_one_project_and_three(pair, django_assert_num_queries):
    for _ in range(2):
        Pair().published()
    pair.choose(pair.handed_in())
    projects = list(RegionalProject.objects.all())
    with django_assert_num_queries(1):
        known = facts(projects, NOW)
    fact = known[pair.project.pk]
    assert (len(known), fact.expression_count, fact.retained_count) == (3, 1, 1)
    with django_assert_num_queries(1):
        assert len(alerts(projects, NOW.date())) == 3
    late = alerts([pair.project], (AFTER + timedelta(days=40)).date())[pair.project.pk]
    assert late[0].serious


def test_the_list_says_how_choices_are_made_until_they_are(pair, as_hat):
    pair.choose(pair.handed_in())
    told = "l&#x27;autre avis se lit ensuite"
    client = as_hat(pair.ars)
    before = client.get(url("expressions", pair)).content.decode()
    announce(pair.call, by=pair.signatory, now=AFTER)
    after = client.get(url("expressions", pair)).content.decode()
    assert [told.replace("&#x27;", "'") in page for page in (before, after)] == [True, False]

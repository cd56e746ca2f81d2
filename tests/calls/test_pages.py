"""Pages of calls: who sees what, what is kept when something is refused, and how many queries it costs."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from calls.models import Call, CallDocument, Level
from calls.opening import open_call
from calls.preparing import add_contact, add_document, add_milestone, create_call
from records.documents import DISGUISED
from records.models import JournalEntry
from tests.calls.drafting import PDF, begun, outsiders, pdf, ready_call, typed, values
from tests.factories import (
    NOW,
    CallFactory,
    GridFactory,
    OrganisationFactory,
    TermFactory,
    administrator,
    member_of,
    secretary,
)
from tests.filling import sent
from tests.two_people import check_a_removal_is_asked_told_and_undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return secretary()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The views' clock stands at NOW."""
    monkeypatch.setattr("calls.views.public.timezone.now", lambda: NOW)


def text(response) -> str:
    """The page as a person reads it."""
    return unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def writer(kind=OrganisationKind.ARS):
    return member_of(OrganisationFactory(kind=kind), Role.WRITER)


class TestList:
    def test_public_sees_published_calls_only(self, as_hat, by):
        CallFactory(title="Appel public")
        create_call(values(title="Brouillon secret"), by=by)
        page = text(as_hat(None).get(reverse("calls:calls")))
        assert "Appel public" in page
        assert "Brouillon secret" not in page
        assert "Brouillon secret" in as_hat(by).get(reverse("calls:calls")).content.decode()

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?etat=open", {"Ouvert"}),
            ("?etat=examination", {"En examen"}),
            ("?etat=concluded", {"Conclu 100%"}),
            ("?etat=preparation", set()),
            ("?phase=experimentation", {"En examen"}),
            ("?q=conclu+100%25", {"Conclu 100%"}),
            ("?q=%25", {"Conclu 100%"}),
            ("?q=_", set()),
            ("?q=%00%5C", set()),
            ("?etat=nimporte&phase=quoi", set()),
            ("?page=999", {"Ouvert", "En examen", "Conclu 100%"}),
        ],
    )
    def test_filters_in_the_address(self, as_hat, query, expected):
        past = {"opens_at": NOW - timedelta(days=90), "closes_at": NOW - timedelta(days=60)}
        past |= {"published_at": NOW - timedelta(days=91)}
        CallFactory(title="Ouvert")
        CallFactory(title="En examen", phase__code="experimentation", **past)
        CallFactory(title="Conclu 100%", concluded_at=NOW - timedelta(days=1), **past)
        response = as_hat(None).get(reverse("calls:calls") + query)
        assert {call.title for call, _ in response.context["lines"]} == expected

    def test_costs_the_same_for_one_and_three(self, as_hat, django_assert_num_queries):
        client, url = as_hat(None), reverse("calls:calls")
        CallFactory()
        with django_assert_num_queries(3):
            client.get(url)
        CallFactory.create_batch(2)
        with django_assert_num_queries(3):
            client.get(url)

    def test_empty_says_what_next(self, as_hat, by):
        assert "Le prochain appel national" in as_hat(None).get(reverse("calls:calls")).content.decode()
        assert "Préparez le premier" in as_hat(by).get(reverse("calls:calls")).content.decode()


class TestPublicPage:
    def test_says_state_dates_money_questions_and_grid(self, as_hat):
        call = CallFactory(commission_on=NOW.date() + timedelta(days=30))
        page = text(as_hat(None).get(call.get_absolute_url()))
        for words in (
            "Les fiches projet se déposent jusqu'au 2 décembre 2026 à 10 h 00 (heure de Paris). Il reste 10 jours.",
            "1 000 000,00 €",
            "70 000,00 €",
            "au plus 14 régions",
            "Contexte",
            "Critère 1",
            "Niveau 4",
            "22 décembre 2026",
        ):
            assert words in page

    def test_regional_hats_start_their_project_while_it_is_open(self, as_hat):
        call = CallFactory()
        words = "Commencer ou retrouver le projet de votre région"
        for kind in (OrganisationKind.ARS, OrganisationKind.ARACT, OrganisationKind.OPERATOR):
            assert words in as_hat(writer(kind)).get(call.get_absolute_url()).content.decode()
        assert words not in as_hat(None).get(call.get_absolute_url()).content.decode()
        Call.objects.update(closes_at=NOW)
        assert words not in as_hat(writer()).get(call.get_absolute_url()).content.decode()

    def test_a_draft_is_404_to_the_public_and_to_the_regions(self, as_hat, by):
        call = ready_call(by)
        piece = call.documents.get()
        urls = [
            call.get_absolute_url(),
            reverse("calls:questionnaire", args=[call.slug]),
            reverse("calls:document", args=[call.slug, piece.pk]),
        ]
        for url in urls:
            assert as_hat(None).get(url).status_code == 404
            assert as_hat(writer()).get(url).status_code == 404
            assert as_hat(by).get(url).status_code == 200

    def test_a_document_is_served_as_a_file_of_its_own_call(self, as_hat, by):
        call, other = CallFactory(), CallFactory()
        piece = add_document(call, kind="note", title="Note", upload=pdf(), by=by)
        response = as_hat(None).get(reverse("calls:document", args=[call.slug, piece.pk]))
        assert response.content == PDF
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in response["Content-Disposition"]
        assert as_hat(None).get(reverse("calls:document", args=[other.slug, piece.pk])).status_code == 404

    def test_what_was_typed_is_text(self, as_hat, by):
        call = CallFactory(title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
        page = as_hat(None).get(call.get_absolute_url()).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page

    def test_costs_the_same_whatever_it_holds(self, as_hat, by, django_assert_num_queries):
        call = CallFactory()
        add_document(call, kind="note", title="Note", upload=pdf(), by=by)
        client = as_hat(None)
        with django_assert_num_queries(12):
            client.get(call.get_absolute_url())
        for number in range(3):
            add_document(call, kind="guide", title=f"Guide {number}", upload=pdf(), by=by)
            call.milestones.create(on=NOW.date(), label=f"Jalon {number}")
        with django_assert_num_queries(12):
            client.get(call.get_absolute_url())

    def test_questionnaire_shows_questions_and_costs_three_queries(self, as_hat, django_assert_num_queries):
        call = CallFactory()
        client = as_hat(None)
        with django_assert_num_queries(3):
            page = text(client.get(reverse("calls:questionnaire", args=[call.slug])))
        assert "Contexte régional" in page
        assert "4 000 caractères" in page
        assert "structures participantes" in page


class TestPreparation:
    def test_from_nothing_to_published(self, as_hat, by):
        client = as_hat(by)
        organisations = {
            name: OrganisationFactory(kind=name.lower(), name=name, short_name=name) for name in ("DGOS", "Anact")
        }
        client.post(reverse("calls:create"), begun())
        call = Call.objects.get()
        client.post(reverse("calls:edit", args=[call.slug]), typed(slug=call.slug))
        prepare = reverse("calls:prepare", args=[call.slug])
        assert "Joignez la note technique." in client.get(prepare).content.decode()
        client.post(
            reverse("calls:add_document", args=[call.slug]), {"kind": "note", "title": "Note technique", "file": pdf()}
        )
        for organisation in organisations.values():
            client.post(
                reverse("calls:add_contact", args=[call.slug]),
                {"organisation": organisation.pk, "function": "Chargée de mission", "email": "acia@dgos.example"},
            )
        client.post(reverse("calls:add_milestone", args=[call.slug]), {"on": "2027-02-01", "label": "Réunion"})
        page = text(client.get(prepare))
        assert "L'appel est prêt" in page
        response = client.post(reverse("calls:open_to_regions", args=[call.slug]), follow=True)
        call.refresh_from_db()
        assert call.published_at is not None
        assert "est publié" in response.content.decode()
        assert "ne change plus" in client.get(reverse("calls:edit", args=[call.slug])).content.decode()

    def test_an_incomplete_call_says_all_that_lacks_and_stays(self, as_hat, by):
        call = create_call(values(reference=""), by=by)
        page = text(as_hat(by).post(reverse("calls:open_to_regions", args=[call.slug]), follow=True))
        assert "Donnez la référence" in page
        assert f"{reverse('calls:edit', args=[call.slug])}#id_reference" in page
        call.refresh_from_db()
        assert call.published_at is None

    def test_bad_input_keeps_what_was_typed(self, as_hat, by):
        call = create_call(values(), by=by)
        posted = typed(envelope="1e9", title="Un titre à garder", closes_at="2026-10-25T02:30")
        response = as_hat(by).post(reverse("calls:edit", args=[call.slug]), posted)
        assert response.status_code == 422
        page = text(response)
        assert 'value="Un titre à garder"' in page
        assert 'value="1e9"' in page
        assert 'href="#id_envelope"' in page
        assert "deux fois" in page

    def test_a_taken_address_keeps_what_was_typed(self, as_hat, by):
        CallFactory(slug="pris")
        url = reverse("calls:edit", args=[create_call(values(), by=by).slug])
        response = as_hat(by).post(url, typed(slug="pris", title="À garder"))
        assert response.status_code == 422
        page = text(response)
        assert "déjà prise" in page
        assert 'value="À garder"' in page

    def test_a_hostile_file_is_refused_where_the_person_is(self, as_hat, by):
        call = create_call(values(), by=by)
        upload = SimpleUploadedFile("../../note.pdf", b"MZ\x90\x00", content_type="application/pdf")
        url = reverse("calls:add_document", args=[call.slug])
        response = as_hat(by).post(url, {"kind": "note", "title": "Titre gardé", "file": upload})
        assert response.status_code == 422
        page = text(response)
        assert DISGUISED.replace("\N{NO-BREAK SPACE}", " ") in page
        assert 'value="Titre gardé"' in page
        assert not CallDocument.objects.exists()

    def test_fields_that_are_not_asked_are_ignored(self, as_hat, by):
        as_hat(by).post(
            reverse("calls:create"), begun(published_at="2026-01-01", concluded_at="2026-01-01", sources="Inventé")
        )
        call = Call.objects.get()
        assert (call.published_at, call.concluded_at, call.sources) == (None, None, "")

    def test_only_secretaries_reach_it(self, as_hat, by):
        call = ready_call(by)
        Call.objects.update(published_at=NOW)
        names = ("edit", "prepare", "postpone", "add_document", "add_contact", "add_milestone")
        urls = [reverse("calls:create"), *(reverse(f"calls:{name}", args=[call.slug]) for name in names)]
        for hat in outsiders()[:-1]:
            assert {as_hat(hat).get(url).status_code for url in urls} == {403}
        assert {as_hat(None).get(url).status_code for url in urls} == {302}

    def test_two_secretaries_write_one_draft(self, as_hat, by):
        """Case 49: each of the twenty fields left alone takes what the other saved; the one both changed asks."""
        call = ready_call(by, previous=CallFactory(), cap=Decimal(90_000))
        url = reverse("calls:edit", args=[call.slug])
        mine, other = as_hat(by), as_hat(secretary(job_title="Autre secrétariat"))
        page = mine.get(url)
        theirs = {"title": "Leur titre", "cap": "1 000", "fixed": "60 000", "previous": "", "funds_from": "2027-09-01"}
        other.post(url, sent(other.get(url), themes=[], **theirs))
        refused = mine.post(url, sent(page, title="Mon titre"))
        assert refused.status_code == 409
        for words in ("Leur titre", 'value="Mon titre"', "par Autre secrétariat"):
            assert words in text(refused)
        assert mine.post(url, sent(page, legal_basis="Circulaire")).status_code == 302
        call.refresh_from_db()
        assert (call.title, call.legal_basis, call.previous, call.funds_from) == (
            "Leur titre", "Circulaire", None, date(2027, 9, 1),
        )  # fmt: skip
        assert (call.rule.cap, call.rule.fixed) == (Decimal(1000), Decimal(60_000))
        assert not call.themes.exists()

    def test_a_page_saved_untouched_changes_nothing(self, as_hat, by):
        call = ready_call(by)
        client, url = as_hat(by), reverse("calls:edit", args=[call.slug])
        assert client.post(url, sent(client.get(url))).status_code == 302
        assert JournalEntry.objects.get(deed="calls.edit").data == {"changed": []}

    def test_two_secretaries_postpone_one_closing(self, as_hat, by):
        call = CallFactory()
        url = reverse("calls:postpone", args=[call.slug])
        mine, other = as_hat(by), as_hat(secretary())
        page = mine.get(url)
        other.post(url, sent(other.get(url), closes_at="2026-12-20T10:00", reason="La leur"))
        refused = mine.post(url, sent(page, closes_at="2026-12-09T10:00", reason="La mienne"))
        assert refused.status_code == 409
        assert "20 décembre 2026 à 10 h 00" in text(refused)
        assert "La mienne" in text(refused)

    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("create", "title"),
            ("edit", "title"),
            ("postpone", "reason"),
            ("add_document", "title"),
            ("add_contact", "function"),
            ("add_milestone", "label"),
        ],
    )
    def test_a_right_lost_while_the_form_was_open_keeps_what_was_typed(self, as_hat, by, name, field):
        """Case 54."""
        call = ready_call(by)
        if name == "postpone":
            open_call(call, by=by, now=NOW)
        client, url = as_hat(by), reverse(f"calls:{name}", args=[] if name == "create" else [call.slug])
        kept = sent(client.get(url), **{field: "Ce que j'écrivais"})
        Membership.objects.filter(pk=by.pk).update(role=Role.PRESIDENT)
        response = client.post(url, kept)
        assert response.status_code == 403
        assert "Seul le secrétariat" in text(response)
        assert "Ce que j'écrivais" in text(response)

    @pytest.mark.parametrize(
        ("name", "field", "ended"),
        [
            ("edit", "title", {"published_at": NOW}),
            ("add_milestone", "label", {"published_at": NOW, "concluded_at": NOW}),
            ("add_document", "title", {"published_at": NOW, "concluded_at": NOW}),
            ("add_contact", "function", {"published_at": NOW, "concluded_at": NOW}),
        ],
    )
    def test_out_of_turn_keeps_what_was_typed(self, as_hat, by, name, field, ended):
        call = ready_call(by)
        client, url = as_hat(by), reverse(f"calls:{name}", args=[call.slug])
        kept = sent(client.get(url), **{field: "Ce que j'écrivais"})
        Call.objects.filter(pk=call.pk).update(**ended)
        response = client.post(url, kept)
        assert response.status_code == 409
        assert "Ce que j'écrivais" in text(response)
        assert client.get(url).status_code == 409

    def test_a_piece_of_another_call_cannot_be_removed_through_this_one(self, as_hat, by):
        mine, other = ready_call(by), ready_call(by, title="Autre appel")
        url = reverse("calls:remove_document", args=[mine.slug, other.documents.get().pk])
        assert as_hat(by).post(url).status_code == 404
        assert other.documents.count() == 1

    @pytest.mark.parametrize("kind", ["document", "contact", "milestone"])
    def test_a_piece_removed_comes_back(self, as_hat, by, kind):
        call, other = ready_call(by), secretary()
        add_milestone(call, on=NOW.date(), label="Réunion", by=by)
        add_contact(call, organisation=by.organisation, function="Bureau", email="b@exemple.test", by=by)
        rows = getattr(call, f"{kind}s")
        piece = rows.first()
        url = reverse(f"calls:remove_{kind}", args=[call.slug, piece.pk])
        undo = check_a_removal_is_asked_told_and_undone(url, as_hat(by), as_hat(other), by=str(other))
        assert rows.first() == piece
        as_hat(by).post(url)
        Call.objects.filter(pk=call.pk).update(published_at=NOW)
        assert as_hat(by).post(undo).status_code == 409

    def test_removing_from_a_published_call_is_a_conflict(self, as_hat, by):
        call = ready_call(by)
        open_call(call, by=by, now=NOW)
        url = reverse("calls:remove_document", args=[call.slug, call.documents.get().pk])
        assert as_hat(by).post(url).status_code == 409

    def test_costs_the_same_whatever_it_holds(self, as_hat, by, django_assert_num_queries):
        call = ready_call(by)
        client, url = as_hat(by), reverse("calls:prepare", args=[call.slug])
        client.get(url)
        with django_assert_num_queries(18):
            client.get(url)
        for number in range(3):
            add_document(call, kind="guide", title=f"Guide {number}", upload=pdf(), by=by)
        with django_assert_num_queries(18):
            client.get(url)


def test_a_postponement_is_shown_on_the_public_page(as_hat, by, monkeypatch):
    monkeypatch.setattr("calls.postponing.timezone.now", lambda: NOW)
    call = CallFactory()
    url = reverse("calls:postpone", args=[call.slug])
    as_hat(by).post(url, {"closes_at": "2026-12-09T00:00", "reason": "Plusieurs régions l'ont demandé."})
    page = text(as_hat(None).get(call.get_absolute_url()))
    assert "clôture reportée" in page
    assert "elle était prévue le 2 décembre 2026 à 10 h 00" in page
    assert "8 décembre 2026 à 23 h 59" in page
    response = as_hat(by).post(url, {"closes_at": "2026-12-01T00:00", "reason": "Motif gardé"})
    assert response.status_code == 422
    page = text(response)
    assert "doit suivre" in page
    assert "Motif gardé" in page


class TestAdmin:
    """Django's admin for reference data."""

    def test_only_administrators_enter(self, as_hat, by):
        url = reverse("admin:calls_grid_changelist")
        assert as_hat(administrator()).get(url).status_code == 200
        assert as_hat(by).get(url).status_code == 302

    def test_a_frozen_grid_is_shown_and_not_changed(self, as_hat):
        grid = GridFactory(frozen_at=NOW)
        criterion = grid.criteria.first()
        client = as_hat(administrator())
        for name, row in (("grid", grid), ("criterion", criterion)):
            url = reverse(f"admin:calls_{name}_change", args=[row.pk])
            page = text(client.get(url))
            assert "Niveau 0" in page or name == "grid"
            assert 'name="_save"' not in page
            assert client.post(url, {"title": "Truqué"}).status_code == 403
        assert not Level.objects.filter(wording="Truqué").exists()
        grid.refresh_from_db()
        assert grid.title == "Grille de test"

    def test_nothing_joins_a_frozen_grid_by_another_door(self, as_hat):
        criterion = GridFactory().criteria.first()
        frozen = GridFactory(frozen_at=NOW)
        client = as_hat(administrator())
        for name in ("section", "criterion"):
            assert client.get(reverse(f"admin:calls_{name}_add")).status_code == 403
        url = reverse("admin:calls_criterion_change", args=[criterion.pk])
        client.post(url, {"grid": frozen.pk, "code": criterion.code, "title": "Déplacé"})
        assert frozen.criteria.count() == 2

    def test_a_change_of_reference_data_is_journaled(self, as_hat):
        term = TermFactory(label="Avant")
        url = reverse("admin:calls_term_change", args=[term.pk])
        by = administrator()
        as_hat(by).post(url, {"label": "Après", "definition": "", "position": "1", "source": ""})
        term.refresh_from_db()
        assert term.label == "Après"
        entry = JournalEntry.objects.get(deed="reference.edit")
        assert (entry.actor, entry.subject_id) == (by.user, str(term.pk))

    def test_a_weight_that_reads_two_ways_is_refused(self, as_hat):
        """Case 51."""
        criterion = GridFactory().criteria.first()
        url = reverse("admin:calls_criterion_change", args=[criterion.pk])
        client = as_hat(administrator())
        assert "« 2.000 » se lit de deux façons" in text(client.post(url, {"weight": "2.000"}))

    def test_its_next_revision_is_an_action(self, as_hat):
        grid = GridFactory(frozen_at=NOW)
        client = as_hat(administrator())
        client.post(reverse("admin:calls_grid_changelist"), {"action": "prepare_next", "_selected_action": [grid.pk]})
        assert type(grid).objects.filter(code=grid.code, revision=2).exists()

"""Another family of calls, with its owners and its phase, is opened without code (R3)."""

from html import unescape

import pytest
from django.urls import reverse

from applications.models import Application
from calls.beginning import CallModel
from calls.enums import Vocabulary
from calls.forms import BeginCallForm, CallForm
from calls.models import Call, Phase, Programme, Term
from calls.opening import open_call
from calls.own_terms import offer_term, remove_term, write_term
from calls.preparing import edit_call
from calls.programmes import remove_phase, remove_programme, write_phase, write_programme
from calls.terms import terms_of
from core.verdicts import NotAllowed, OutOfTurn, Refused
from fieldwork.experimenting import experiments
from records.removing import restore
from regions.themes import themes_for
from tests.applications.fiches import complete
from tests.calls.drafting import begun, outsiders, ready_call, typed, values
from tests.factories import (
    NOW,
    CallFactory,
    PhaseFactory,
    ProgrammeFactory,
    RegionalProjectFactory,
    TermFactory,
    secretary,
)
from tests.filling import sent
from tests.two_people import check_a_removal_is_asked_told_and_undone

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
THEME = Vocabulary.THEME
TYPED = {
    "name": "Qualité de vie des aidants",
    "acronym": "QVA",
    "owners": "Direction générale de la cohésion sociale (DGCS)",
    "introduction": "Des structures cherchent ensemble ce qui soulage les aidants.",
    "objectives": "Soulager.",
}


@pytest.fixture
def by():
    return secretary()


def url(name: str, *keys: int) -> str:
    return reverse(f"calls:{name}", args=keys)


def read(response) -> str:
    return (
        unescape(response.content.decode())
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )


@pytest.fixture
def aidants(by) -> Programme:
    return write_programme(**TYPED, by=by, now=NOW)


def test_from_nothing_to_a_fiche_deposited_in_another_programme(as_hat, by):
    """All of it by the pages of a secretary, but for what a call of any programme lacks."""
    acia, client = CallFactory(title="Appel d'ACIA"), as_hat(by)
    made = client.post(url("create_programme"), TYPED, follow=True)
    assert "Donnez-lui sa première phase" in read(made)
    programme = Programme.objects.get(acronym="QVA")
    page = client.post(
        url("add_phase", programme.pk), {"name": "diffusion", "follows": "", "measures": "on"}, follow=True
    )
    assert "Ses projets posent des hypothèses" in read(page)
    phase = programme.phases.get()
    client.post(url("create"), begun(model=f"phase-{phase.pk}"))
    begun_call = Call.objects.get(published_at=None)
    assert (begun_call.phase, begun_call.acronym, begun_call.number) == (phase, "QVA", 1)

    call = ready_call(by, phase=phase, title="Appel des aidants")
    open_call(call, by=by, now=NOW)
    Call.objects.filter(pk=call.pk).update(opens_at=acia.opens_at, closes_at=acia.closes_at)
    public = read(as_hat(None).get(call.get_absolute_url()))
    for words in (TYPED["name"], TYPED["owners"], TYPED["introduction"], "diffusion"):
        assert words in public
        assert words not in read(as_hat(None).get(acia.get_absolute_url()))

    call.refresh_from_db()
    fiche = complete(project__call=call)
    fiche.sign_both()
    deposit = fiche.deposit()
    assert deposit.number.startswith("QVA-2026-3-")
    project = Application.objects.get(pk=fiche.application.pk).project
    assert project.mail_about.startswith("QVA n°")
    assert experiments(project)


def test_names_and_acronyms_are_their_own_and_an_acronym_that_calls_bear_stays(as_hat, by, aidants):
    ProgrammeFactory(name="ACIA")
    for change, field in (
        ({"name": "acia"}, "name"),
        ({"acronym": "ACIA"}, "acronym"),
        ({"acronym": "é b"}, "acronym"),
    ):
        refused = as_hat(by).post(url("create_programme"), {**TYPED, "acronym": "AUTRE", "name": "Autre", **change})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
        assert TYPED["owners"] in read(refused)
    edit = as_hat(by).get(url("edit_programme", aidants.pk))
    assert as_hat(by).post(url("edit_programme", aidants.pk), sent(edit, acronym="QVAP")).status_code == 302
    call = CallFactory(phase=PhaseFactory(programme=aidants, code="diffusion"))
    edit = as_hat(by).get(url("edit_programme", aidants.pk))
    refused = as_hat(by).post(url("edit_programme", aidants.pk), sent(edit, acronym="AUTRE", owners="DGCS"))
    assert list(refused.context["form"].errors) == ["acronym"]
    with pytest.raises(OutOfTurn, match="a des appels"):
        remove_programme(aidants, by=by)
    assert url("remove_programme", aidants.pk) not in read(as_hat(by).get(url("programme", aidants.pk)))
    assert call.title in read(as_hat(by).get(url("programme", aidants.pk)))


def test_a_phase_is_frozen_by_its_first_published_call_and_follows_no_circle(as_hat, by, aidants):
    first = write_phase(aidants, name="étude", by=by)
    second = write_phase(aidants, name="essai", follows=first, measures=True, by=by)
    assert (first.position, second.position, second.code) == (1, 2, "essai")
    for follows in (first, second):
        with pytest.raises(Refused, match="ne suit ni elle-même"):
            write_phase(aidants, name="étude", follows=follows, phase=first, by=by)
    with pytest.raises(Refused, match="déjà une phase"):
        write_phase(aidants, name="Essai", by=by)
    with pytest.raises(OutOfTurn, match="suit celle-ci"):
        remove_phase(first, by=by)
    call = ready_call(by, phase=second)
    with pytest.raises(OutOfTurn, match="en préparation"):
        remove_phase(second, by=by)
    write_phase(aidants, name="essai sur place", follows=first, phase=second, by=by)
    open_call(call, by=by, now=NOW)
    for name in ("edit_phase", "remove_phase"):
        assert as_hat(by).get(url(name, aidants.pk, second.pk)).status_code == 409
    with pytest.raises(OutOfTurn, match="ne change plus"):
        write_phase(aidants, name="autre", phase=second, by=by)
    assert "Un appel publié est de cette phase" in read(as_hat(by).get(url("programme", aidants.pk)))


def test_a_call_prolongs_one_of_its_phase_or_of_the_one_before(by, aidants):
    study = write_phase(aidants, name="étude", by=by)
    trial = write_phase(aidants, name="essai", follows=study, by=by)
    theirs, acia = CallFactory(phase=study), CallFactory()
    for phase, previous, refused in (
        (trial, theirs, []), (study, theirs, []), (study, acia, ["previous"]), (trial, acia, ["previous"]),
    ):  # fmt: skip
        assert list(CallForm(typed(phase=phase.pk, previous=previous.pk)).errors) == refused
    call = ready_call(by)
    edit_call(call, values(phase=trial), by=by)
    assert Call.objects.get(pk=call.pk).acronym == "QVA"
    offered = dict(BeginCallForm().fields["model"].choices[-1][1])
    assert offered[f"phase-{study.pk}"] == "Qualité de vie des aidants – étude"
    field = BeginCallForm(begun()).fields["model"]
    assert field.clean(f"phase-{trial.pk}") == CallModel(trial)


def test_the_public_list_sorts_by_phase_and_names_programmes_once_there_are_two(as_hat, by, aidants):
    CallFactory(title="D'ACIA")
    CallFactory(title="Des aidants", phase=write_phase(aidants, name="étude", by=by))
    page = as_hat(None).get(reverse("calls:calls") + "?phase=etude")
    assert [call.title for call, _ in page.context["lines"]] == ["Des aidants"]
    assert '<optgroup label="Qualité de vie des aidants">' in read(page)
    write_phase(aidants, name="essai secret", by=by)
    listed = reverse("calls:calls")
    assert "Essai secret" not in read(as_hat(None).get(listed))
    assert "Essai secret" in read(as_hat(by).get(listed))


def test_what_is_removed_comes_back_whole(as_hat, by, aidants):
    other = secretary()
    first = write_phase(aidants, name="étude", by=by)
    second = write_phase(aidants, name="essai", follows=first, by=by)
    names = {"one": as_hat(by), "other": as_hat(other)}
    check_a_removal_is_asked_told_and_undone(url("remove_phase", aidants.pk, second.pk), **names, by=str(other))
    entry = remove_programme(aidants, by=by)
    assert not Phase.objects.filter(code__in=["etude", "essai"]).exists()
    restore(entry, by=by)
    assert [(row.name, row.follows) for row in aidants.phases.all()] == [("étude", None), ("essai", first)]


def test_only_secretaries_write_programmes(as_hat, aidants, by):
    phase = write_phase(aidants, name="étude", by=by)
    for hat in outsiders():
        for deed in (
            lambda hat: write_programme(**{**TYPED, "name": "X", "acronym": "XX"}, by=hat),
            lambda hat: remove_programme(aidants, by=hat),
            lambda hat: write_phase(aidants, name="autre", by=hat),
            lambda hat: remove_phase(phase, by=hat),
        ):
            with pytest.raises(NotAllowed):
                deed(hat)


def test_pages_cost_the_same_for_one_and_three(as_hat, by, aidants, django_assert_num_queries):
    client, addresses = as_hat(by), [url("programmes"), url("programme", aidants.pk)]
    first = write_phase(aidants, name="étude", by=by)
    CallFactory(phase=first)
    for address in addresses:
        client.get(address)
    with django_assert_num_queries(15):
        for address in addresses:
            client.get(address)
    ProgrammeFactory(name="B", slug="b", acronym="BB")
    for name in ("essai", "suite"):
        CallFactory(phase=write_phase(aidants, name=name, follows=first, by=by))
    with django_assert_num_queries(15):
        for address in addresses:
            client.get(address)


class TestOwnLists:
    """From its first own value, a list replaces the common one in the calls of its programme, and in no other."""

    def offered(self, call: Call, vocabulary: Vocabulary = THEME) -> list[str]:
        return [term.label for term in Term.objects.of(vocabulary).offered_in(call.pk)]

    def test_two_own_values_are_offered_by_its_calls_and_by_no_other(self, as_hat, by, aidants):
        common = TermFactory(vocabulary=THEME, code="TELESANTE", label="Télésanté")
        nature = TermFactory(vocabulary=Vocabulary.NATURE, code="OUTIL", label="Outil")
        ours, acia = CallFactory(phase=write_phase(aidants, name="étude", by=by), published_at=None), CallFactory()
        client = as_hat(by)
        for label in ("Répit", "Domicile"):
            typed_term = {"vocabulary": THEME, "label": label, "definition": ""}
            assert client.post(url("add_term", aidants.pk), typed_term).status_code == 302
        again = client.post(url("add_term", aidants.pk), {"vocabulary": THEME, "label": "répit"})
        assert list(again.context["form"].errors) == ["label"]
        assert self.offered(ours) == ["Répit", "Domicile"]
        assert self.offered(acia) == [common.label]
        assert self.offered(ours, Vocabulary.NATURE) == self.offered(acia, Vocabulary.NATURE) == [nature.label]
        for call, there, absent in ((ours, "Répit", "Télésanté"), (acia, "Télésanté", "Répit")):
            labels = [term.label for term in CallForm(call=call).fields["themes"].queryset]
            assert (there in labels, absent in labels) == (True, False)
            project = RegionalProjectFactory(call=call)
            assert [term.label for term in themes_for(project)] == self.offered(call)
            section = call.questionnaire.sections.get(number=1)
            settings = {"vocabulary": THEME}
            question = section.questions.create(code="sujet", label="?", kind="choice", settings=settings, position=9)
            lists = terms_of([question], call=call.pk)
            assert [label for _, label in question.asks.offered(lists)] == self.offered(call)
            public = Call.objects.filter(pk=call.pk)
            public.update(published_at=NOW)
            page = read(as_hat(None).get(reverse("calls:questionnaire", args=[call.slug])))
            assert (there in page, absent in page) == (True, False)
        assert "Répit" not in read(as_hat(None).get(reverse("knowledge:framework")))
        assert "Répit" in read(client.get(url("programme", aidants.pk)))

    def test_what_a_published_call_offers_is_settled(self, as_hat, by, aidants):
        phase = write_phase(aidants, name="étude", by=by)
        rest, home = (write_term(aidants, vocabulary=THEME, label=label, by=by) for label in ("Répit", "Lieu"))
        call = ready_call(by, phase=phase, themes=[rest])
        edit = as_hat(by).get(url("edit_term", aidants.pk, home.pk))
        assert as_hat(by).post(url("edit_term", aidants.pk, home.pk), sent(edit, label="Domicile")).status_code == 302
        open_call(call, by=by, now=NOW)
        for name in ("edit_term", "remove_term"):
            assert as_hat(by).get(url(name, aidants.pk, home.pk)).status_code == 409
        with pytest.raises(Refused, match="elle le reste"):
            write_term(aidants, vocabulary=Vocabulary.ISSUE, label="Souffler", by=by)
        write_term(aidants, vocabulary=THEME, label="Emploi", by=by)
        for offered, left in (
            ("non", ["Répit", "Emploi"]),
            ("non", ["Répit", "Emploi"]),
            ("oui", ["Répit", "Domicile", "Emploi"]),
        ):
            as_hat(by).post(url("offer_term", aidants.pk, home.pk), {"offrir": offered})
            assert self.offered(call) == left
        for term in aidants.terms.exclude(pk=rest.pk):
            offer_term(term, offered=False, by=by)
        with pytest.raises(OutOfTurn, match="dernière valeur"):
            offer_term(rest, offered=False, by=by)
        for hat in outsiders():
            for deed in (lambda hat: offer_term(home, offered=True, by=hat), lambda hat: remove_term(home, by=hat)):
                with pytest.raises(NotAllowed):
                    deed(hat)

    def test_a_value_removed_comes_back_and_a_theme_of_another_programme_is_refused(self, as_hat, by, aidants):
        other = secretary()
        theme = write_term(aidants, vocabulary=THEME, label="Répit", by=by)
        hats = {"one": as_hat(by), "other": as_hat(other)}
        check_a_removal_is_asked_told_and_undone(url("remove_term", aidants.pk, theme.pk), **hats, by=str(other))
        assert list(CallForm(typed(themes=[theme.pk])).errors) == ["themes"]

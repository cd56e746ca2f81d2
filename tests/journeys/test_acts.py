"""Every kind of act made in a browser, then read as its addressee does: an ARS or a private body, here or overseas.

What each addressee must find is one table, `ROUTES`; what each kind says is another, `SAYS`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Membership, Region
from accounts.reference.loading import load as load_regions
from acts.enums import ActKind
from acts.models import Act
from applications.models import Application
from calls.models import Call
from commission.enums import NationalParty, Outcome
from commission.models import Convening
from core.dates import months_after
from core.wording import PARIS, day
from demo.people import Pair, national, pair
from directory.enums import LegalStatus
from grants.models import Agreement, Hearing, Recovery
from records import documents
from records.reference_files import LoadReport
from regional_calls.enums import JointOutcome
from regional_calls.models import Expression, JointChoice
from regional_calls.submitting import submit as submit_expression
from regional_calls.writing import choose_establishment, describe_project, save_answers
from regions.models import RegionalProject
from tests.applications.fiches import deposited
from tests.commission.decided import assign, review, validated
from tests.factories import NOW, AwardFactory, CallFactory, RegionalProjectFactory
from tests.grants.funded import Funded
from tests.journeys.acting import tick
from tests.journeys.test_main_job import confirm, submit
from tests.printed import text_of
from tests.regional_calls.answering import ANSWERS, described
from tests.regional_calls.answering import Pair as Caller

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE, OVERSEAS = "53", "04"
PARIS_COURT = "tribunal administratif de Paris, 7 rue de Jouy, 75181 Paris Cedex 04"
RENNES = "tribunal administratif de Rennes, 3 contour de la Motte, 35044 Rennes Cedex"
REUNION = "tribunal administratif de La Réunion, 27 rue Félix Guyon, 97404 Saint-Denis Cedex"
PUBLIC, PRIVATE = "à peine d'irrecevabilité (article R. 414-1)", "par courrier, ou par Télérecours citoyens"


@dataclass(frozen=True)
class Route:
    court: str
    months: int
    means: str


# (who decides, who receives) → how the act is contested.
ROUTES = {
    ("DGOS", "ARS here"): Route(PARIS_COURT, 2, PUBLIC),
    ("DGOS", "ARS overseas"): Route(PARIS_COURT, 3, PUBLIC),
    ("ARS here", "private here"): Route(RENNES, 2, PRIVATE),
    ("ARS here", "private overseas"): Route(RENNES, 3, PRIVATE),
    ("ARS overseas", "private overseas"): Route(REUNION, 2, PRIVATE),
}
SAYS = {
    ActKind.RECEIPT: "Votre demande de financement est reçue et enregistrée",
    ActKind.REGIONAL_RECEIPT: "Votre réponse à l'appel régional est reçue et enregistrée",
    ActKind.PIECES: "L'avis du comité social et économique",
    ActKind.INADMISSIBILITY: "Cette fiche est déclarée irrecevable",
    ActKind.WITHDRAWAL: "Cette décision est retirée",
    ActKind.SELECTION: "Votre structure n'est pas retenue",
    ActKind.OBSERVATIONS: "Votre organisme peut présenter des observations écrites",
    ActKind.RECOVERY: "que votre organisme reverse à l'agence régionale de santé",
    ActKind.LIFTING: "Votre organisme n'a plus rien à reverser à ce titre",
}


@pytest.fixture(autouse=True)
def _marked(settings):
    """What this process draws bears the mark, as what the served portal draws does."""
    settings.DEMO_MARK = True


@pytest.fixture
def hats(site) -> dict[str, Membership]:
    load_regions(LoadReport())
    national(OrganisationKind.ANACT)
    return national(OrganisationKind.DGOS)


def project_of(code: str, call: Call | None = None) -> RegionalProject:
    given = {"call": call} if call else {}
    people: Pair = pair(code)
    return RegionalProjectFactory(
        region=Region.objects.get(code=code),
        ars=people.ars_writer.organisation,
        aract=people.aract_writer.organisation,
        **given,
    )


def read(act: Act | None, route: Route | None = None) -> str:
    """An act as printed: its author, its service, its addressee, its mark, and how it is contested if it is."""
    assert act is not None
    act = Act.objects.select_related("document").get(pk=act.pk)
    said = text_of(documents.read(act.document))
    content = act.content
    addressee, author = content["addressee"], content["authors"][0]
    wanted = [
        act.number,
        addressee["name"],
        addressee["address"],
        author["name"],
        author["quality"][1:],
        author["signed"],
    ]
    wanted += [
        author["head"]["name"],
        author["head"]["address"],
        "DOCUMENT DE DÉMONSTRATION, SANS VALEUR",
        SAYS.get(act.kind, ""),
    ]
    if route is not None:
        since = act.issued_at.astimezone(PARIS).date()
        wanted += [route.court, route.means, f"jusqu'au {day(months_after(since, route.months))}"]
        wanted += ["trois mois" if route.months == 3 else "deux mois", "recours gracieux"]
        assert ("article R. 421-7" in said) == (route.months == 3)
    for words in wanted:
        assert " ".join(words.split()) in said, (act.kind, words)
    assert "Madame la directrice générale" not in said or addressee["name"].startswith("Agence")
    return said


def fill(page, path: str, label: str, **typed: str) -> None:
    page.goto(path)
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    submit(page, label)


def conclude(page, fiche: Application, *, scope: str, verdict: str) -> None:
    page.goto(f"/fiches/{fiche.pk}/recevabilite/")
    for name, value in {"complete": "oui", "in_time": "oui", "region": "oui", "scope": scope}.items():
        tick(page.locator(f"[name={name}][value={value}]"))
    tick(page.locator(f"[name=verdict][value={verdict}]"))
    if verdict == "irrecevable":
        page.locator("[name=reason]").fill("Une seule structure participe.")
    submit(page, "Enregistrer la conclusion")


def before_the_decision(fiche: Application, secretary, signatory, route: Route) -> None:
    """Receipt, request for pieces, inadmissibility, its withdrawal; then the fiche is admissible."""
    receipt = read(Act.objects.get(number=fiche.deposit.number))
    for words in (route.court, route.means, "Téléphone :", "est réputée rejetée"):
        assert words in receipt, words
    pieces = "L'avis du comité social et économique"
    fill(secretary.page, f"/fiches/{fiche.pk}/pieces/demande/", "Envoyer la demande", pieces=pieces)
    read(fiche.pieces_requests.get().act)
    conclude(secretary.page, fiche, scope="non", verdict="irrecevable")
    signatory.page.goto(f"/fiches/{fiche.pk}/irrecevabilite/")
    submit(signatory.page, "Signer la décision")
    assert "Une seule structure participe." in read(fiche.inadmissibilities.get().act, route)
    path = f"/fiches/{fiche.pk}/irrecevabilite/retrait/"
    fill(signatory.page, path, "Retirer la décision", reason="Deux structures participent.")
    read(fiche.inadmissibilities.get().withdrawal)
    conclude(secretary.page, fiche, scope="oui", verdict="recevable")


def convene(call: Call, president, secretary) -> Iterator[Act]:
    """The president convenes, the secretary puts the day off, the president calls the meeting off."""
    day_of = timezone.localdate() + timedelta(days=20)
    path = f"/commission/{call.slug}/convocation/"
    where = {"starts_at": f"{day_of}T09:30", "place": "14 avenue de l'Essai, Paris", "reviews_by": f"{day_of}"}
    fill(president.page, path, "Convoquer la commission", **where)
    yield Convening.objects.get().act
    secretary.page.goto(path)
    secretary.page.locator("[name=starts_at]").fill(f"{day_of + timedelta(days=1)}T14:00")
    tick(secretary.page.locator("[name=chair_agrees]"))
    submit(secretary.page, "Envoyer la nouvelle convocation")
    second = Convening.objects.exclude(pk=Convening.objects.earliest("pk").pk).get()
    yield second.act
    fill(president.page, f"{path}{second.pk}/annulation/", "Annuler la réunion", reason="La salle est inondée.")
    second.refresh_from_db()
    yield second.calling_off


def test_national_acts_to_an_ars_here_and_overseas(site, hats):
    call = CallFactory(closes_at=timezone.now() + timedelta(days=10))
    fiches = {code: deposited(project=project_of(code, call)).application for code in (HERE, OVERSEAS)}
    routes = {HERE: ROUTES["DGOS", "ARS here"], OVERSEAS: ROUTES["DGOS", "ARS overseas"]}
    secretary = site.wearing(hats["secretariat"])
    signatory = site.wearing(hats["signature"])
    for code, fiche in fiches.items():
        before_the_decision(fiche, secretary, signatory, routes[code])
    for fiche in fiches.values():
        fiche.refresh_from_db()
        for party in NationalParty:
            review(assign(fiche, party))
    first, second, off = (read(act) for act in convene(call, site.wearing(hats["presidence"]), secretary))
    assert "Membres de la commission d'examen" in first
    assert "remplace la convocation n°" in second
    assert "La salle est inondée." in off
    for fiche, outcome in zip(fiches.values(), (Outcome.RETAINED, Outcome.NOT_RETAINED), strict=True):
        validated(fiche, outcome)
    secretary.page.goto(f"/commission/{call.slug}/decisions/")
    confirm(secretary.page, "Émettre les lettres", re.compile("^Émettre"))
    secretary.page.get_by_text("Terminé", exact=False).first.wait_for()
    said = [read(fiche.decision.notices.get().act, routes[code]) for code, fiche in fiches.items()]
    assert "ce projet est retenu" in said[0]
    assert "ce projet n'est pas retenu" in said[1]


def handed_in(caller: Caller) -> Expression:
    """By a private structure of the region; its receipt is drawn meanwhile."""
    expression = caller.expression()
    structure = caller.establishment(legal_status=LegalStatus.NON_PROFIT)
    choose_establishment(expression, structure, now=NOW)
    describe_project(expression, described(caller.call), now=NOW)
    save_answers(expression, ANSWERS, now=NOW)
    submit_expression(Expression.objects.get(pk=expression.pk), now=NOW)
    return Expression.objects.get(pk=expression.pk)


def test_regional_acts_to_a_private_structure_here_and_overseas(site, hats):
    for code, place in ((HERE, "here"), (OVERSEAS, "overseas")):
        route = ROUTES[f"ARS {place}", f"private {place}"]
        caller = Caller(project_of(code))
        caller.published()
        expression = handed_in(caller)
        receipt = read(expression.receipt)
        assert route.court in receipt
        assert route.means in receipt
        caller.choose(expression, JointOutcome.NOT_RETAINED)
        director = site.wearing(caller.signatory)
        director.page.goto(f"/projets/{caller.project.pk}/appel-regional/{caller.call.pk}/annonce/")
        submit(director.page, "Annoncer les choix")
        expression.refresh_from_db()
        read(JointChoice.objects.get(expression=expression).act, route)


def ask_back(site, here: Funded, agreement: Agreement, route: Route) -> None:
    """The beneficiary is invited, answers, pays back by decision, and owes nothing any more."""
    director, writer = site.wearing(here.ars_signatory), site.wearing(here.ars_writer)
    money = f"/projets/{here.project.pk}/financement/"
    director.page.goto(f"{money}conventions/{agreement.pk}/observations/")
    tick(director.page.locator("[name=ground][value=unspent]"))
    director.page.locator("[name=amount]").fill("1 500,00")
    director.page.locator("[name=facts]").fill("Une réunion n'a pas eu lieu.")
    submit(director.page, "Envoyer l’invitation")
    hearing = Hearing.objects.get(agreement=agreement)
    assert " ".join(f"jusqu'au {day(hearing.answer_by)}".split()) in read(hearing.act)
    answer = {"reply": "La réunion s'est tenue à distance.", "replied_on": f"{timezone.localdate()}"}
    fill(writer.page, f"{money}observations/{hearing.pk}/", "Enregistrer les observations", **answer)
    path = f"{money}observations/{hearing.pk}/reversement/"
    fill(director.page, path, "Décider le reversement", reason="Elle ne s'est pas tenue.")
    recovery = Recovery.objects.get(hearing=hearing)
    decided = read(recovery.act, route)
    assert "Il a fait valoir que : La réunion s'est tenue à distance." in decided
    assert "Elle ne s'est pas tenue." in decided
    path = f"{money}reversements/{recovery.pk}/abroger/"
    fill(director.page, path, "Abroger la décision", reason="Les pièces sont parvenues.")
    recovery.refresh_from_db()
    read(recovery.lift)
    public = site.page()
    public.page.goto(f"/verifier/{recovery.act.check_code}/")
    assert "un autre l’a remplacé" in public.page.locator("main").inner_text()
    public.page.context.close()


def test_money_asked_back_from_a_private_body_here_and_overseas(site, hats):
    project = AwardFactory(project=project_of(HERE), complement=60_000).project
    people = pair(HERE)
    here = Funded(project, people.ars_writer, people.ars_signatory, people.aract_writer, people.aract_signatory)
    for place, code in (("here", HERE), ("overseas", OVERSEAS)):
        partner = here.partner(f"Association {place}", region=Region.objects.get(code=code))
        ask_back(site, here, here.over(partner), ROUTES["ARS here", f"private {place}"])

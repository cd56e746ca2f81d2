"""What becomes of the money in the demonstration: fictional amounts, payments and papers, told through the deeds."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from django.core.files.base import ContentFile

from accounts.models import Membership
from acts.models import Act
from calls.models import Call
from core.wording import PARIS
from demo.people import Pair, pair
from directory.enums import LegalStatus
from grants import agreeing, bookkeeping, cofunding, hearing, paying, pdfs, recovering, reporting
from grants.beneficiaries import Identity, add_beneficiary, aract_of, revise_beneficiary
from grants.enums import Account, Nature, RecoveryGround, Rubric
from grants.forms.agreements import USUAL_CONDITIONS, USUAL_EVALUATION, USUAL_TERMS
from grants.models import Agreement, Beneficiary, Hearing, LedgerEntry, Recovery, Submission
from grants.prefilling import DraftLine
from grants.sending import keep_act
from records import pdf
from records.models import Document
from regions.models import RegionalProject

ARCHIVE = "exploration-2021"
FULL = ("93", "11")
# Agreement prepared and not signed, late instalment, nothing yet: what a network looks like.
DRAFTED, LATE, NOTHING_YET = "44", "53", "03"
DONE = (
    "Entretiens et observations du travail dans chaque structure, réunions du collectif régional, restitution au "
    "groupe élargi et capitalisation. Texte fictif."
)
# No real body has these numbers: the first nine figures of a real one are never so low.
SIRETS = ("00000012500013", "00000020800017", "00000031500010")
KEY = "Les jours de l'Aract sont comptés par étape, au coût moyen de la part fixe. Texte fictif."


def load(call: Call, today: date) -> None:
    """The projects under way, then two archives of 2021."""
    for project in RegionalProject.objects.awarded().filter(call=call).with_parties().order_by("region__code"):
        if project.region.code != NOTHING_YET:
            under_way(project, today)
    archived = RegionalProject.objects.awarded().filter(call__slug=ARCHIVE).with_parties()
    archive(archived.get(region__code="11"), used=Decimal(1))
    archive(archived.get(region__code="93"), used=Decimal("0.98"))
    date_back()


def at(on: date, hour: int = 10) -> datetime:
    return datetime.combine(on, time(hour), tzinfo=PARIS)


@cache
def sheet() -> bytes:
    """The page that stands for every signed paper."""
    return pdf.render("pdf/base_pdf.html", {}, title="Pièce fictive de la démonstration", base_css="pdf/grants.css")


def piece(name: str) -> "ContentFile[bytes]":
    return ContentFile(sheet(), name=f"{name}.pdf")


def terms_of(
    project: RegionalProject, beneficiary: Beneficiary, amount: Decimal, starts_on: date, ends_on: date
) -> agreeing.Terms:
    aract = beneficiary.organisation_id == project.aract_id
    what = "Interventions de l'Aract dans le projet" if aract else "Appui technique au collectif régional du projet"
    return agreeing.Terms(
        beneficiary=beneficiary,
        account=Account.FIXED if aract else Account.COMPLEMENT,
        purpose=f"{what} « {project.title} »",
        amount=amount,
        terms=USUAL_TERMS,
        conditions=USUAL_CONDITIONS,
        evaluation=USUAL_EVALUATION,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def signed(project: RegionalProject, terms: agreeing.Terms, hats: Pair, on: date, *, pattern: str) -> Agreement:
    made = agreeing.draft(project, terms, pattern=pattern, by=hats.ars_writer, now=at(on - timedelta(days=12)))
    return agreeing.sign(
        made,
        ars_signed_on=on - timedelta(days=2),
        beneficiary_signed_on=on,
        upload=piece("convention-signee"),
        by=hats.ars_signatory,
        now=at(on),
    )


def pay_first(agreement: Agreement, hats: Pair, *days: date) -> None:
    """Pay as many instalments as days are given, in order."""
    for instalment, on in zip(agreement.instalments.order_by("due_on", "position"), days, strict=False):
        instalment.agreement = agreement
        paying.pay(instalment, on=on, upload=piece("avis-de-virement"), by=hats.ars_writer, now=at(on, 15))


def under_way(project: RegionalProject, today: date) -> None:
    hats, awarded_on = pair(project.region.code), project.award.awarded_on
    code, began = project.region.code, awarded_on + timedelta(days=40)
    identify_aract(project, hats, awarded_on + timedelta(days=18))
    for account, amount in ((Account.FIXED, project.award.fixed), (Account.COMPLEMENT, project.award.complement)):
        if amount:
            receive_grant(project, account, amount, hats, awarded_on + timedelta(days=20))
    # Half-way falls eighteen days ahead, or twelve days ago where the second payment is late.
    halfway = today + (timedelta(days=-12) if code == LATE else timedelta(days=18 + int(code) % 5))
    ends_on = halfway + (halfway - began)
    fixed = terms_of(project, aract_of(project), project.award.fixed, began, ends_on)
    if code == DRAFTED:
        agreeing.draft(project, fixed, by=hats.ars_writer, now=at(today - timedelta(days=15)))
        return
    agreement = signed(project, fixed, hats, began, pattern="thrice")
    pay_first(agreement, hats, began + timedelta(days=6))
    if code in FULL:
        complement(project, hats, began, today)
        cofund(project, hats, began)


def receive_grant(project: RegionalProject, account: Account, amount: Decimal, hats: Pair, on: date) -> None:
    bookkeeping.record(
        project,
        nature=Nature.GRANT,
        account=account,
        amount=amount,
        on=on,
        label=f"Fonds d'intervention régional, {account.label}",
        counterpart="DGOS",
        by=hats.ars_writer,
        now=at(on),
    )


def complement(project: RegionalProject, hats: Pair, began: date, today: date) -> None:
    """Purchases, a small aid, a mistake undone, and a partner paid by an agreement that is over."""
    bought = (
        (40, ("Location d'une salle pour la réunion de lancement", "Centre de congrès fictif", Decimal(860))),
        (75, ("Déplacements des membres du collectif", "Agence de voyages fictive", Decimal("1432.50"))),
        (76, ("Déplacements des membres du collectif", "Agence de voyages fictive", Decimal("1432.50"))),
        (130, ("Transcription des entretiens", "Atelier de transcription fictif", Decimal("2940.00"))),
    )
    entries = [buy(project, hats, began + timedelta(days=after), what) for after, what in bought]
    undone_on = at(entries[2].on + timedelta(days=3))
    bookkeeping.reverse(entries[2], reason="Facture inscrite deux fois.", by=hats.ars_writer, now=undone_on)
    on = began + timedelta(days=90)
    bookkeeping.record(
        project,
        nature=Nature.AID,
        account=Account.COMPLEMENT,
        amount=Decimal(4500),
        on=on,
        label="Remplacement des professionnels qui participent au collectif",
        beneficiary=entered(project, "Association d'aide à domicile (fictive)", LegalStatus.NON_PROFIT, hats, on),
        by=hats.ars_writer,
        now=at(on),
    )
    if project.region.code == "11":
        partner(project, hats, began, today)


def buy(project: RegionalProject, hats: Pair, on: date, what: tuple[str, str, Decimal]) -> LedgerEntry:
    label, counterpart, amount = what
    return bookkeeping.record(
        project,
        nature=Nature.PURCHASE,
        account=Account.COMPLEMENT,
        amount=amount,
        on=on,
        label=label,
        counterpart=counterpart,
        upload=piece("facture"),
        by=hats.ars_writer,
        now=at(on),
    )


def entered(project: RegionalProject, name: str, status: LegalStatus, hats: Pair, on: date) -> Beneficiary:
    identity = identity_of(project, status, SIRETS[1 if status == LegalStatus.PUBLIC else 2])
    return add_beneficiary(project, name=name, identity=identity, by=hats.ars_writer, now=at(on))


def identity_of(project: RegionalProject, status: LegalStatus, siret: str, address: str = "") -> Identity:
    return Identity(
        status=status,
        siret=siret,
        address=address or f"12 rue de l'Exemple, {project.region.seat or project.region}",
        region=project.region,
        email="accueil@structure-fictive.example",
        representative="Noé Exemple, directeur (fictif)",
    )


def identify_aract(project: RegionalProject, hats: Pair, on: date) -> None:
    """What the first agreement wants to know of the Aract."""
    aract = aract_of(project)
    if not aract.siret:
        known = identity_of(project, LegalStatus(aract.status), SIRETS[0], aract.address)
        revise_beneficiary(project, aract, known, by=hats.ars_writer, now=at(on))


def partner(project: RegionalProject, hats: Pair, began: date, today: date) -> None:
    """The regional e-health grouping has finished; its statement waits for the ARS."""
    helper = entered(project, "Groupement e-santé régional (fictif)", LegalStatus.PUBLIC, hats, began)
    over_on = today - timedelta(days=20)
    what = terms_of(project, helper, Decimal(24_000), began, over_on)
    agreement = signed(project, what, hats, began + timedelta(days=15), pattern="twice")
    pay_first(agreement, hats, began + timedelta(days=20), began + timedelta(days=120))
    now = at(today - timedelta(days=6))
    account_for(agreement, hats.ars_writer, now, used=Decimal("0.97"), upload=piece("compte-rendu-signe"))
    foreseen(agreement, hats, today)


def account_for(
    agreement: Agreement, by: Membership, now: datetime, *, used: Decimal, upload: "ContentFile[bytes] | None" = None
) -> Submission:
    """The statement, from what the portal knows to its submission; `used` is the share really spent."""
    statement = reporting.begin(agreement, by=by, now=now - timedelta(days=4))
    lines = [
        DraftLine(Rubric(line.rubric), line.label, line.planned, (line.planned * used).quantize(Decimal("0.01")))
        for line in statement.lines.all()
    ]
    gaps = "" if used == 1 else "Une réunion s'est tenue à distance : les frais ont été moindres. Texte fictif."
    typed = reporting.TypedStatement(achievements=DONE, gaps=gaps, allocation=KEY, lines=lines)
    statement = reporting.save(statement, typed, by=by, now=now - timedelta(days=1))
    signed = reporting.Attestation("Noé Exemple", "directeur (fictif)", now.date()) if upload else None
    return reporting.submit(statement, upload=upload, attested=signed, by=by, now=now)


def cofund(project: RegionalProject, hats: Pair, began: date) -> None:
    """What the fiche announced is confirmed, a little less than hoped, or a funder came later; half has come."""
    line, on = project.cofundings.order_by("pk").first(), began + timedelta(days=30)
    confirmed = (line.amount * Decimal("0.9")).quantize(Decimal("0.01")) if line else Decimal(6500)
    one = cofunding.confirm(
        project,
        cofunding=line,
        funder="Conseil régional (fictif)",
        purpose="Vidéo de restitution",
        amount=confirmed,
        on=on,
        by=hats.ars_writer,
        now=at(on),
    )
    paid_on = on + timedelta(days=45)
    half = (confirmed / 2).quantize(Decimal("0.01"))
    cofunding.receive(one, amount=half, on=paid_on, by=hats.ars_writer, now=at(paid_on))


def archive(project: RegionalProject, *, used: Decimal) -> None:
    """The exploration of 2021: paid by an agreement that is over, accounted for, and what was left paid back."""
    hats = pair(project.region.code)
    receive_grant(project, Account.FIXED, project.award.fixed, hats, date(2022, 1, 12))
    identify_aract(project, hats, date(2022, 1, 14))
    starts_on, ends_on = date(2022, 1, 20), date(2023, 6, 30)
    terms = terms_of(project, aract_of(project), project.award.fixed, starts_on, ends_on)
    agreement = signed(project, terms, hats, date(2022, 2, 3), pattern="thrice")
    pay_first(agreement, hats, date(2022, 2, 10), date(2022, 10, 14), date(2023, 7, 5))
    handed_in = at(date(2024, 5, 22))
    submission = account_for(agreement, hats.aract_signatory, handed_in, used=used)
    statement = submission.statement
    accepted = handed_in + timedelta(days=16)
    reporting.judge(statement, rank=submission.rank, accepted=True, by=hats.ars_signatory, now=accepted)
    agreeing.end(agreement, on=ends_on, reason="Actions réalisées, solde versé", by=hats.ars_signatory, now=accepted)
    if submission.unspent:
        ask_back(agreement, submission, hats, accepted)
    else:
        ask_by_mistake(agreement, hats, accepted)


def ask_back(agreement: Agreement, submission: Submission, hats: Pair, accepted: datetime) -> None:
    """The beneficiary invited, its answer, the decision, and the repayment."""
    facts = (
        "Le compte rendu financier accepté montre que la subvention n'est pas employée en entier : une réunion "
        "prévue en salle s'est tenue à distance. Texte fictif."
    )
    invited = hearing.invite(
        agreement,
        ground=RecoveryGround.UNSPENT,
        amount=submission.unspent,
        facts=facts,
        days=15,
        by=hats.ars_signatory,
        now=accepted + timedelta(days=3),
    )
    answered = accepted + timedelta(days=14)
    reply = hearing.HearingAnswer(
        "La réunion s'est tenue à distance à la demande des structures ; le montant n'est pas contesté. Texte fictif.",
        answered.date(),
    )
    hearing.record_answer(
        invited, reply, upload=piece("observations-du-beneficiaire"), by=hats.ars_writer, now=answered
    )
    recovery = recovering.decide(
        invited, amount=submission.unspent, reason=facts, by=hats.ars_signatory, now=accepted + timedelta(days=25)
    )
    paid_on = date(2024, 9, 12)
    recovering.repay(recovery, amount=recovery.amount, on=paid_on, by=hats.ars_writer, now=at(paid_on))


def ask_by_mistake(agreement: Agreement, hats: Pair, accepted: datetime) -> None:
    """A decision taken after silence, which a paper found later puts an end to."""
    facts = "Une location de salle de 480 € ne figure pas parmi les justificatifs. Texte fictif."
    invited = hearing.invite(
        agreement,
        ground=RecoveryGround.MISUSED,
        amount=Decimal(480),
        facts=facts,
        days=15,
        by=hats.ars_signatory,
        now=accepted + timedelta(days=3),
    )
    decided = accepted + timedelta(days=21)
    recovery = recovering.decide(
        invited, amount=Decimal(480), reason=facts, unanswered=True, by=hats.ars_signatory, now=decided
    )
    recovering.lift(
        recovery,
        reason="La facture, envoyée à une autre adresse, est retrouvée : la somme est justifiée. Texte fictif.",
        by=hats.ars_signatory,
        now=decided + timedelta(days=9),
    )


def acts() -> Iterator[tuple[Act, int]]:
    """Every act on money, with the agreement that it is about."""
    for one in Hearing.objects.select_related("act"):
        yield one.act, one.agreement_id
    for recovery in Recovery.objects.select_related("act", "lift"):
        yield recovery.act, recovery.agreement_id
        if recovery.lift is not None:
            yield recovery.lift, recovery.agreement_id


def foreseen(agreement: Agreement, hats: Pair, today: date) -> None:
    """A recovery that the ARS has in mind: the beneficiary still has time to answer."""
    hearing.invite(
        agreement,
        ground=RecoveryGround.UNSPENT,
        amount=Decimal(720),
        facts="Le compte rendu déposé justifie 23 280 € sur les 24 000 € versés. Texte fictif.",
        days=15,
        by=hats.ars_signatory,
        now=at(today - timedelta(days=4)),
    )


def date_back() -> None:
    """Make the papers at once, and give each file the date of its story."""
    for submission in Submission.objects.all():
        pdfs.keep_statement(submission.pk)
    for act, agreement_id in acts():
        keep_act(act.pk, agreement_id, now=act.issued_at)
    for submission in Submission.objects.all():
        dated(submission.submitted_at, submission.pdf_id, submission.signed_copy_id)
    for act, _ in acts():
        dated(act.issued_at, act.document_id)
    for answered in Hearing.objects.exclude(replied_on=None):
        dated(at(answered.replied_on or answered.invited_on), answered.piece_id)
    for agreement in Agreement.objects.binding():
        dated(at(agreement.beneficiary_signed_on or agreement.starts_on), agreement.document_id)
    for entry in LedgerEntry.objects.exclude(piece=None):
        dated(entry.recorded_at, entry.piece_id)


def dated(when: datetime, *documents: int | None) -> None:
    Document.objects.filter(pk__in=[key for key in documents if key]).update(created_at=when)

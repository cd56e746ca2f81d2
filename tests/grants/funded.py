"""Projects with money, and what happens to it: small steps for the tests of this room."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import Membership
from directory.enums import LegalStatus
from grants import agreeing, bookkeeping, hearing, paying, recovering, reporting
from grants.beneficiaries import aract_of
from grants.enums import Account, Nature, RecoveryGround, Rubric
from grants.models import Agreement, Beneficiary, Hearing, LedgerEntry, Recovery, Statement
from grants.prefilling import DraftLine
from regions.models import RegionalProject
from tests.factories import NOW, member_of, retained_project

TODAY = NOW.date()
BEGAN = TODAY - timedelta(days=50)
# No real body has it, and its key is right.
SIRET = "00000012500013"
SIGNED_BY = reporting.Attestation("Claire Exemple", "présidente", TODAY)


def paper(name: str = "piece.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 fictif", content_type="application/pdf")


@dataclass(frozen=True)
class Funded:
    """An awarded project (70 000 € and 30 000 €) and its hats."""

    project: RegionalProject
    ars_writer: Membership
    ars_signatory: Membership
    aract_writer: Membership
    aract_signatory: Membership

    @property
    def aract(self) -> Beneficiary:
        found = aract_of(self.project)
        Beneficiary.objects.filter(pk=found.pk, siret="").update(siret=SIRET)
        found.refresh_from_db()
        return found

    def partner(self, name: str = "Groupement fictif", **values) -> Beneficiary:
        given = {
            "status": LegalStatus.NON_PROFIT,
            "siret": SIRET,
            "address": "3 rue du Port, 99000 Villefictive",
            "region": self.project.region,
            "email": "groupement@exemple.test",
            **values,
        }
        return Beneficiary.objects.create(ars=self.project.ars, name=name, **given)

    def terms(self, beneficiary: Beneficiary | None = None, **values) -> agreeing.Terms:
        beneficiary = beneficiary or self.aract
        own = beneficiary.organisation_id == self.project.aract_id
        return agreeing.Terms(
            **{
                "beneficiary": beneficiary,
                "account": Account.FIXED if own else Account.COMPLEMENT,
                "purpose": "Interventions",
                "amount": Decimal(70_000) if own else Decimal(24_000),
                "terms": "Par virement.",
                "conditions": "Au seul objet.",
                "evaluation": "Un bilan commun.",
                "starts_on": BEGAN,
                "ends_on": TODAY + timedelta(days=200),
                **values,
            }
        )

    def drafted(self, beneficiary: Beneficiary | None = None, *, pattern: str = "thrice", **values) -> Agreement:
        terms = self.terms(beneficiary, **values)
        return agreeing.draft(self.project, terms, pattern=pattern, by=self.ars_writer, now=NOW)

    def sign(self, agreement: Agreement, on: date = BEGAN) -> Agreement:
        return agreeing.sign(
            agreement, ars_signed_on=on, beneficiary_signed_on=on, upload=paper(), by=self.ars_signatory, now=NOW
        )

    def signed(self, beneficiary: Beneficiary | None = None, **values) -> Agreement:
        return self.sign(self.drafted(beneficiary, **values))

    def pay(self, agreement: Agreement, count: int = 1, on: date = TODAY) -> list[LedgerEntry]:
        rows = list(agreement.instalments.order_by("due_on", "position")[:count])
        return [paying.pay(row, on=on, by=self.ars_writer, now=NOW) for row in rows]

    def over(self, beneficiary: Beneficiary | None = None, **values) -> Agreement:
        """An agreement paid in one go, whose last day is past."""
        agreement = self.signed(beneficiary, pattern="once", ends_on=TODAY - timedelta(days=2), **values)
        self.pay(agreement)
        return agreement

    def written(self, agreement: Agreement, spent: Decimal, by: Membership) -> Statement:
        """A statement with all that it wants, of one line."""
        statement = reporting.begin(agreement, by=by, now=NOW)
        typed = reporting.TypedStatement(
            achievements="Des entretiens.",
            gaps="Moins de trajets.",
            allocation="Au jour.",
            lines=[DraftLine(Rubric.STAFF, "Interventions", agreement.amount, spent)],
        )
        return reporting.save(statement, typed, by=by, now=NOW)

    def invited(self, agreement: Agreement, amount: Decimal = Decimal(1500), **values) -> Hearing:
        given = {
            "ground": RecoveryGround.UNSPENT,
            "amount": amount,
            "facts": "Une réunion n'a pas eu lieu.",
            "days": 15,
            "by": self.ars_signatory,
            "now": NOW,
            **values,
        }
        return hearing.invite(agreement, **given)

    def answered(self, invited: Hearing, reply: str = "La réunion s'est tenue à distance.", **values) -> Hearing:
        answer = hearing.HearingAnswer(**{"reply": reply, "replied_on": TODAY, **values})
        return hearing.record_answer(invited, answer, by=self.ars_writer, now=NOW)

    def recovered(self, agreement: Agreement, amount: Decimal = Decimal(1500), **values) -> Recovery:
        """Invited, answered, decided, on one day."""
        heard = self.answered(self.invited(agreement, amount))
        given = {"amount": amount, "reason": "Une réunion n'a pas eu lieu.", "by": self.ars_signatory, **values}
        return recovering.decide(heard, now=NOW, **given)

    def bought(self, amount: Decimal = Decimal(100), **values) -> LedgerEntry:
        given = {
            "nature": Nature.PURCHASE,
            "account": Account.COMPLEMENT,
            "amount": amount,
            "on": TODAY,
            "label": "Salle",
            "counterpart": "Centre fictif",
            **values,
        }
        return bookkeeping.record(self.project, by=self.ars_writer, now=NOW, **given)


def funded(**kwargs) -> Funded:
    project = retained_project(**kwargs)
    return Funded(
        project,
        member_of(project.ars),
        member_of(project.ars, Role.SIGNATORY),
        member_of(project.aract),
        member_of(project.aract, Role.SIGNATORY),
    )

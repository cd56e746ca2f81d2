"""Acts on the money, drawn after their deed and sent to the beneficiary."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from acts import issuing
from acts.enums import ActKind
from acts.models import Act
from grants.models import Agreement, Beneficiary
from records import outbox
from records.jobs import enqueue
from records.models import Document

PRODUCE_ACT = "grants.produce_act"
# What the mail says of the act that it carries.
SAYS = {
    ActKind.OBSERVATIONS: "Elle dit le montant envisagé, ses motifs, et jusqu'à quand présenter vos observations.",
    ActKind.RECOVERY: "Elle dit le montant à reverser, ses motifs, comment payer et comment la contester.",
    ActKind.LIFTING: "Vous n'avez plus rien à reverser au titre de la décision qu'elle abroge.",
}
CLOSING = "\n\nCe message est envoyé par le portail ACIA ; il n'attend pas de réponse."


def ask_for_paper(act: Act, agreement: Agreement, *, by: Membership) -> None:
    """Have a job draw and send the act, so that no failing PDF loses a decision."""
    enqueue(
        PRODUCE_ACT,
        label=f"{ActKind(act.kind).label.capitalize()} {act}",
        arguments={"act_id": act.pk, "agreement_id": agreement.pk},
        total=1,
        by=by,
        back_url=reverse("grants:agreement", args=[agreement.project_id, agreement.pk]),
    )


def keep_act(act_id: int, agreement_id: int, *, now: datetime | None = None) -> None:
    """The PDF of an act, made once, and the mail that carries it."""
    act = Act.objects.get(pk=act_id)
    agreement = Agreement.objects.select_related("beneficiary__organisation", "project__ars").get(pk=agreement_id)
    what = ActKind(act.kind)

    def send(letter: Document) -> None:
        tell(
            agreement.beneficiary,
            key=f"act:{act.pk}",
            subject=f"Appel à projets ACIA : {what.label} {act}",
            body=(
                f"Une lettre ({what.label}) vous concerne, au titre de la convention {agreement.number}. {SAYS[what]}"
                "\n\nLa lettre est jointe. Chacun peut en vérifier l'origine à cette adresse : "
                f"{settings.SITE_URL}{act.check_path}"
            ),
            attachments=[letter],
            now=now,
        )

    issuing.keep_paper(act, send)


def tell(
    beneficiary: Beneficiary,
    *,
    key: str,
    subject: str,
    body: str,
    attachments: Iterable[Document] = (),
    now: datetime | None = None,
) -> None:
    """Write to those who act for the beneficiary in the portal, else to its own address."""
    attached = list(attachments)
    for to in addresses(beneficiary, now):
        text = f"Bonjour,\n\n{body}{CLOSING}"
        outbox.write(f"grants:{key}:{to}", to=to, subject=subject, body=text, attachments=attached)


def addresses(beneficiary: Beneficiary, now: datetime | None) -> list[str]:
    if beneficiary.organisation_id is not None:
        hats = Membership.objects.current(timezone.localdate(now)).filter(organisation=beneficiary.organisation_id)
        people = sorted(set(hats.values_list("user__email", flat=True)))
        if people:
            return people
    return [beneficiary.email] if beneficiary.email else []

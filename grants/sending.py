"""Acts on the money, drawn after their deed and sent to the beneficiary."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.mailing import Mail
from accounts.models import Membership
from acts import issuing
from acts.enums import ActKind
from acts.models import Act
from grants.models import Agreement
from grants.moments import INVITED, LIFTED, RECOVERED
from grants.telling import agreement_path, tell_beneficiary
from records.jobs import enqueue
from records.models import Document

PRODUCE_ACT = "grants.produce_act"
# What the mail says of the act that it carries.
SAYS = {
    ActKind.OBSERVATIONS: "Elle dit le montant envisagé, ses motifs, et jusqu'à quand présenter vos observations.",
    ActKind.RECOVERY: "Elle dit le montant à reverser, ses motifs, comment payer et comment la contester.",
    ActKind.LIFTING: "Vous n'avez plus rien à reverser au titre de la décision qu'elle abroge.",
}
MOMENTS_OF = {
    ActKind.OBSERVATIONS: INVITED,
    ActKind.RECOVERY: RECOVERED,
    ActKind.LIFTING: LIFTED,
}


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
    agreement = Agreement.objects.select_related(
        "beneficiary__organisation", "project__ars", "project__call", "project__region"
    ).get(pk=agreement_id)
    what = ActKind(act.kind)

    def send(letter: Document) -> None:
        mail = Mail(
            agreement.project.mail_about,
            f"{what.label} {act}",
            f"Lisez la lettre jointe ({what.label}), au titre de la convention {agreement.number}. {SAYS[what]}",
            f"{agreement_path(agreement)}#reversements",
            [f"Chacun peut vérifier l'origine de la lettre : {settings.SITE_URL}{act.check_path}"],
        )
        moment, key = MOMENTS_OF[what], f"grants:act:{act.pk}"
        tell_beneficiary(moment, agreement, mail, key=key, attachments=[letter], now=now)

    issuing.keep_paper(act, send)

"""Sending the acts about a fiche: each is drawn by a job, then leaves in one mail to the ARS and to the Aract."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Membership
from acts import issuing
from acts.enums import ActKind
from acts.models import Act
from applications.mailing import address_of, tell
from applications.models import Application
from records.jobs import enqueue
from records.models import Document

POST_ACT = "applications.post_act"
Told = dict[str, Any]


def post_later(act: Act, application: Application, *, by: Membership) -> None:
    """Within the deed that issues the act: have it drawn and sent."""
    enqueue(
        POST_ACT,
        label=f"{act.get_kind_display().capitalize()} {act}",
        arguments={"act_id": act.pk, "application_id": application.pk},
        total=1,
        by=by,
        back_url=reverse("applications:application", args=[application.pk]),
    )


def post(act: Act, application: Application, *, now: datetime | None = None) -> None:
    """Draw the act once, and write to the pair with it."""
    project = application.project

    def send(document: Document) -> None:
        subject, sentences = MAILS[ActKind(act.kind)](act.content)
        tell(
            [project.ars, project.aract],
            key=f"{act.kind}:{act.pk}",
            subject=f"ACIA – {project.region} : {subject}",
            body=f"Bonjour,\n\n{sentences}\n{address_of(application)}",
            attachments=[document],
            now=now,
        )

    issuing.keep_paper(act, send)


def receipt_mail(told: Told) -> tuple[str, str]:
    deposit = told["body"]["deposit"]
    return f"accusé de réception {deposit['number']}", (
        f"La fiche projet « {told['body']['project']['title']} » a été déposée pour l'appel "
        f"« {told['body']['call']['title']} ».\n\n"
        f"Numéro de dépôt : {deposit['number']}\n"
        f"Reçue le : {deposit['received_at']}\n\n"
        f"Sans réponse le {told['implicit_on']}, la demande est réputée rejetée. L'accusé de réception joint dit "
        "comment et jusqu'à quand contester ce rejet."
    )


def pieces_mail(told: Told) -> tuple[str, str]:
    body = told["body"]
    pieces = "\n".join(f"– {piece}" for piece in body["pieces"])
    return f"pièces à envoyer avant le {body['until']} au soir", (
        f"Il manque ceci à la fiche projet n° {body['deposit']['number']} :\n{pieces}\n\n"
        f"Envoyez-le jusqu'au {body['until']} compris, depuis la page de la fiche. La demande n° {told['number']} est "
        "jointe."
    )


def inadmissibility_mail(told: Told) -> tuple[str, str]:
    return "la fiche projet est irrecevable", (
        f"La fiche projet n° {told['body']['deposit']['number']} ne sera pas examinée. La décision n° {told['number']} "
        "est jointe : elle dit les motifs, et comment la contester."
    )


def withdrawal_mail(told: Told) -> tuple[str, str]:
    return "la décision d'irrecevabilité est retirée", (
        f"La décision n° {told['body']['withdrawn']['number']} est retirée. La recevabilité de la fiche projet "
        f"n° {told['body']['deposit']['number']} est de nouveau examinée. La décision n° {told['number']} est jointe."
    )


MAILS: dict[ActKind, Callable[[Told], tuple[str, str]]] = {
    ActKind.RECEIPT: receipt_mail,
    ActKind.PIECES: pieces_mail,
    ActKind.INADMISSIBILITY: inadmissibility_mail,
    ActKind.WITHDRAWAL: withdrawal_mail,
}

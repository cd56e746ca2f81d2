"""Sending the acts about a fiche: each is drawn by a job, then leaves in one mail to the ARS and to the Aract."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership
from acts import issuing
from acts.enums import ActKind
from acts.models import Act
from applications.mailing import path_of
from applications.models import Application
from applications.moments import INADMISSIBILITY_WITHDRAWN, INADMISSIBLE, PIECES_ASKED, RECEIVED
from calls.telling import answering
from records.jobs import enqueue
from records.models import Document
from records.moments import Moment

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
        moment, compose = MAILS[ActKind(act.kind)]
        what, todo, *facts = compose(act.content)
        mail = Mail(project.mail_about, what, todo, path_of(application), facts, reply_to=answering(project.call))
        told = addresses_of([project.ars, project.aract], now=now)
        tell(moment, told, mail, key=f"{act.kind}:{act.pk}", attachments=[document])

    issuing.keep_paper(act, send)


def receipt_mail(told: Told) -> list[str]:
    deposit, body = told["body"]["deposit"], told["body"]
    return [
        f"accusé de réception {deposit['number']}",
        f"La fiche projet « {body['project']['title']} » est reçue. Gardez l'accusé de réception joint.",
        f"Numéro de dépôt : {deposit['number']}\nReçue le : {deposit['received_at']}",
        (
            f"Sans réponse le {told['implicit_on']}, la demande est réputée rejetée. L'accusé de réception dit comment "
            "et jusqu'à quand contester ce rejet."
        ),
    ]


def pieces_mail(told: Told) -> list[str]:
    body = told["body"]
    pieces = "\n".join(f"– {piece}" for piece in body["pieces"])
    return [
        f"pièces à envoyer avant le {body['until']} au soir",
        f"Envoyez ce qui manque jusqu'au {body['until']} compris, depuis la page de la fiche.",
        f"Il manque ceci à la fiche projet n° {body['deposit']['number']} :\n{pieces}",
        f"La demande n° {told['number']} est jointe.",
    ]


def inadmissibility_mail(told: Told) -> list[str]:
    return [
        "la fiche projet est irrecevable",
        f"La fiche projet n° {told['body']['deposit']['number']} ne sera pas examinée.",
        f"La décision n° {told['number']} est jointe : elle dit les motifs, et comment la contester.",
    ]


def withdrawal_mail(told: Told) -> list[str]:
    return [
        "la décision d'irrecevabilité est retirée",
        f"La recevabilité de la fiche projet n° {told['body']['deposit']['number']} est de nouveau examinée.",
        (
            f"La décision n° {told['body']['withdrawn']['number']} est retirée. La décision n° {told['number']} est "
            "jointe."
        ),
    ]


MAILS: dict[ActKind, tuple[Moment, Callable[[Told], list[str]]]] = {
    ActKind.RECEIPT: (RECEIVED, receipt_mail),
    ActKind.PIECES: (PIECES_ASKED, pieces_mail),
    ActKind.INADMISSIBILITY: (INADMISSIBLE, inadmissibility_mail),
    ActKind.WITHDRAWAL: (INADMISSIBILITY_WITHDRAWN, withdrawal_mail),
}

"""Sending the acts that convene the commission: each is drawn by a job, then leaves in one mail to each member."""

from django.db.models import Q
from django.urls import reverse

from accounts.mailing import Mail, tell
from accounts.models import Membership
from acts import issuing
from acts.enums import ActKind
from acts.models import Act
from commission.models import Convening
from commission.moments import CALLED_OFF, CONVENED
from core.wording import day
from records.jobs import enqueue
from records.models import Document

POST_CONVENING = "commission.post_convening"


def post_later(convening: Convening, act: Act, *, by: Membership) -> None:
    """Within the deed that issues the act: have it drawn and sent."""
    enqueue(
        POST_CONVENING,
        label=f"{act.get_kind_display().capitalize()} {act}",
        arguments={"convening_id": convening.pk, "act_id": act.pk},
        total=1,
        by=by,
        back_url=reverse("commission:dashboard", args=[convening.call.slug]),
    )


def post(convening: Convening, act: Act) -> None:
    """Draw the act once, and write to each member with it; whom the convening before called is told too."""
    compose, moment = (called_off_mail, CALLED_OFF) if act.kind == ActKind.CALLING_OFF else (convened_mail, CONVENED)

    def send(document: Document) -> None:
        called = Convening.objects.filter(Q(pk=convening.pk) | Q(act__replaced_by=act))
        people = Membership.objects.filter(
            pk__in=Convening.members.through.objects.filter(convening__in=called).values("membership")
        )
        mail = compose(convening, act)
        tell(
            moment,
            people.values_list("user__email", flat=True),
            mail,
            key=f"convening:{act.pk}",
            attachments=[document],
        )

    issuing.keep_paper(act, send)


def convened_mail(convening: Convening, act: Act) -> Mail:
    body = act.content["body"]
    where = " ou ".join(filter(None, [body["place"], body["remote_link"]]))
    replaced = body["replaces"]
    return Mail(
        convening.call.mail_about,
        f"commission d'examen du {day(convening.on)}",
        f"La commission d'examen est convoquée le {body['when']}.",
        reverse("commission:convening", args=[convening.pk]),
        [
            f"Où : {where}",
            f"Déclarez vos liens d'intérêt et remettez vos évaluations au plus tard le {body['reviews_by']}.",
            f"La convocation n° {act} est jointe : elle donne l'ordre du jour et les membres convoqués.",
            f"Elle remplace la convocation n° {replaced['number']}, qui ne vaut plus." if replaced else "",
        ],
        reply_to=act.content["authors"][0]["head"]["email"],
    )


def called_off_mail(convening: Convening, act: Act) -> Mail:
    return Mail(
        convening.call.mail_about,
        f"commission d'examen du {day(convening.on)} annulée",
        f"La réunion de la commission d'examen du {act.content['body']['when']} est annulée.",
        facts=[f"Motif : {act.content['reasons']}", f"La lettre n° {act} est jointe."],
        reply_to=act.content["authors"][0]["head"]["email"],
    )

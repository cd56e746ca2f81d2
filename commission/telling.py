"""Telling the commission whose turn it is: to validate, to propose again, to issue."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATIONAL_KINDS, Role
from accounts.mailing import Mail, tell
from accounts.models import Membership
from calls.models import Call
from calls.telling import answering
from commission.models import Assignment, Decision
from commission.moments import HEARD, PROPOSED, RETURNED, VALIDATED
from records.moments import Moment


def national(role: Role, now: datetime) -> set[str]:
    hats = Membership.objects.current(timezone.localdate(now)).of(*NATIONAL_KINDS).filter(role=role)
    return set(hats.values_list("user__email", flat=True))


def tell_turn(decision: Decision, moment: Moment, role: Role, what: str, todo: str, *, now: datetime) -> None:
    """Write about a revision of a decision to those whose turn it is."""
    project = decision.application.project
    path, facts = reverse("commission:preview", args=[decision.pk]), [f"Fiche « {project.title} »."]
    mail = Mail(project.mail_about, what, todo, path, facts, reply_to=answering(project.call))
    tell(moment, national(role, now), mail, key=f"{moment.code}:{decision.pk}:{decision.revision}")


def tell_proposed(decision: Decision, now: datetime) -> None:
    todo = "Lisez la lettre, puis validez la décision ou renvoyez-la au secrétariat."
    tell_turn(decision, PROPOSED, Role.SIGNATORY, "une décision à valider", todo, now=now)


def tell_returned(decision: Decision, now: datetime) -> None:
    todo = f"Proposez de nouveau une décision. Motif du renvoi : {decision.return_reason}"
    tell_turn(decision, RETURNED, Role.SECRETARY, "une décision vous est renvoyée", todo, now=now)


def tell_validated(decision: Decision, now: datetime) -> None:
    todo = "Émettez la lettre : les deux autorités ont validé la décision."
    tell_turn(decision, VALIDATED, Role.SECRETARY, "une décision validée attend sa lettre", todo, now=now)


def tell_if_heard(call: Call, now: datetime) -> None:
    """Once no review of the call is missing any more."""
    if Assignment.objects.of_call(call).to_score().exists():
        return
    todo = "Préparez les décisions de la commission : toutes les évaluations confiées sont remises."
    path = reverse("commission:dashboard", args=[call.slug])
    mail = Mail(call.mail_about, "toutes les évaluations sont remises", todo, path, reply_to=answering(call))
    tell(HEARD, national(Role.PRESIDENT, now), mail, key=f"heard:{call.pk}")

"""Background work of the commission."""

from django.db.models import Q

from accounts.models import Membership
from acts.models import Act
from calls.models import Call
from commission.convening_posting import POST_CONVENING, post
from commission.deciding import stated
from commission.models import Convening
from commission.notices import ISSUE_NOTICES, conclude_closed_calls, issue, to_notify
from commission.permissions import may_convene, may_issue_notices
from core.verdicts import Refused
from records.jobs import expect, job, step
from records.models import Job
from records.sweeping import also

also(conclude_closed_calls)


def issuers(hat: Membership) -> Q | None:
    return Q() if may_issue_notices(hat) else None


@job(ISSUE_NOTICES, followers=issuers)
def issue_notices(run: Job, *, call_id: int, by_id: int) -> None:
    """Issue the letters one by one; run again after a crash, it takes up those that remain."""
    by = Membership.objects.select_related("organisation", "user").get(pk=by_id)
    decisions = to_notify(Call.objects.get(pk=call_id))
    expect(run, len(decisions))
    for decision in decisions:
        region = decision.application.project.region
        try:
            notice = issue(decision, by=by)
        except Refused as refusal:
            step(run, line=f"{region} : {refusal.reason}", refused=True)
        else:
            step(run, line=f"{notice.act.number} – {region} : {stated(decision)}")


def conveners(hat: Membership) -> Q | None:
    return Q() if may_convene(hat) else None


@job(POST_CONVENING, followers=conveners)
def post_convening(run: Job, *, convening_id: int, act_id: int) -> None:
    """Draw an act that convenes, or calls off, and send it to the members; safe to run twice."""
    post(Convening.objects.with_acts().get(pk=convening_id), Act.objects.get(pk=act_id))
    step(run, line="Acte mis en PDF et envoyé aux membres de la commission")

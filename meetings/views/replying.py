"""The page behind an invitation's link: an answer, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.form_page import FormPage, answer_form
from core.wording import duration
from meetings.forms.day import ReplyForm
from meetings.models import Invitee
from meetings.preparing import agenda_of
from meetings.replying import answer, closed_reason
from meetings.tokens import bearer

UNKNOWN = (
    "Ce lien ne correspond à aucune invitation. Vérifiez qu'il est entier ; l'invitation a pu être retirée, "
    "ou remplacée par un envoi plus récent."
)
GONE = 410


@login_not_required
@never_cache
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Reading the page answers nothing: mail servers open links before people do."""
    invitee = bearer(token)
    if invitee is None:
        return render(request, "meetings/reply_closed.html", {"reason": UNKNOWN}, status=404)
    now = timezone.now()
    closed = closed_reason(invitee.meeting, now)
    if closed:
        context = {"reason": closed, "meeting": invitee.meeting}
        return render(request, "meetings/reply_closed.html", context, status=GONE)
    return answer_form(
        request,
        lambda data, _: ReplyForm(data, invitee=invitee),
        page=reply_page(invitee),
        deed=lambda form: answer(invitee, **form.cleaned_data, now=now),
        done=lambda answered: reply_page(answered, just_answered=True).render(request, ReplyForm(invitee=answered)),
    )


def reply_page(invitee: Invitee, *, just_answered: bool = False) -> FormPage:
    context = {
        "meeting": invitee.meeting,
        "duration": duration(invitee.meeting.duration_minutes),
        "agenda": agenda_of(invitee.meeting),
        "invitee": invitee,
        "just_answered": just_answered,
    }
    return FormPage("Répondre à une invitation", "", "", template="meetings/reply.html", context=context)

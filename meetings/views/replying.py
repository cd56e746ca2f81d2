"""The page behind an invitation's link: an answer, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.verdicts import Refused
from meetings.forms.day import ReplyForm
from meetings.forms.meeting import duration_label
from meetings.models import Invitee
from meetings.preparing import agenda_of
from meetings.replying import answer, closed_reason
from meetings.tokens import bearer
from meetings.views.meetings import editing

UNKNOWN = (
    "Ce lien ne correspond à aucune invitation. Vérifiez qu'il est entier ; l'invitation a pu être retirée, "
    "ou remplacée par un envoi plus récent."
)
GONE = 410


@login_not_required
@never_cache
@editing
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
    form = ReplyForm(request.POST or None, invitee=invitee)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            answered = answer(invitee, typed["reply"], replacement=typed["replacement"], now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            answered.meeting = invitee.meeting
            return reply_page(request, answered, ReplyForm(invitee=answered), just_answered=True)
    return reply_page(request, invitee, form, status=422 if form.errors else 200)


def reply_page(
    request: HttpRequest, invitee: Invitee, form: ReplyForm, *, just_answered: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "meeting": invitee.meeting,
        "duration": duration_label(invitee.meeting.duration_minutes),
        "agenda": agenda_of(invitee.meeting),
        "invitee": invitee,
        "form": form,
        "just_answered": just_answered,
    }
    return render(request, "meetings/reply.html", context, status=status)

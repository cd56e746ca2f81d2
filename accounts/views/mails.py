"""One's own mails: those received, at which pace, and no more of the daily one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts import digests
from accounts.forms.mails import MailChoicesForm
from accounts.middleware import HatRequest
from accounts.models import User
from core.form_page import FormPage, answer_form, redirect_saying
from core.list_page import ListPage, Nothing, show_list
from records.models import Message

ACCOUNT = ("Votre compte", reverse_lazy("accounts:account"))
OWN_MAILS = ListPage(
    "accounts/mails.html",
    "Vos courriels",
    counted="courriel",
    intro="Ce que le portail vous a écrit. Les liens personnels n'y figurent pas.",
    nothing=Nothing("Aucun courriel", "Le portail ne vous a encore rien écrit à cette adresse."),
    action=("Choisir le rythme", reverse_lazy("accounts:mail_choices")),
    crumbs=[ACCOUNT],
)


def mails(request: HatRequest) -> HttpResponse:
    return show_list(request, Message.objects.filter(to=request.user.email), OWN_MAILS)


def mail(request: HatRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Message, pk=pk, to=request.user.email)
    attached = found.attachments.order_by("pk")
    return render(request, "accounts/mail.html", {"mail": found, "attached": attached})


def mail_choices(request: HatRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    return answer_form(
        request,
        lambda data, _: MailChoicesForm(
            data, initial={"work_mails": person.work_mails, "news_mails": person.news_mails}
        ),
        page=FormPage(
            "Rythme de vos courriels",
            "Enregistrer",
            back=reverse("accounts:account"),
            crumbs=[(label, str(url)) for label, url in (ACCOUNT,)],
            intro="Les décisions, les accusés de réception et les autres actes partent toujours à l'instant.",
        ),
        edits=person,
        deed=lambda form: digests.choose(person, **form.cleaned_data),
        done=lambda _: redirect_saying(request, "Le rythme de vos courriels est enregistré.", "accounts:account"),
    )


@csrf_exempt
@login_not_required
@never_cache
def leave_digests(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a daily mail; a mail program may follow it by itself (RFC 8058), so that its token is the proof."""
    person = digests.person_of(token)
    if person is None:
        raise Http404("Ce lien n'est pas valable.")
    if request.method == "POST":
        digests.leave(person)
    return render(request, "accounts/leave_digests.html", {"left": request.method == "POST"})

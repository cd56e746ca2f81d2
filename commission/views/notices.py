"""Pages of notices: the letter before it leaves, issuing, the list, the file itself."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.middleware import HatRequest
from acts.drafting import blockers
from acts.pdfs import printed
from calls.models import Call
from commission.approving import party_of
from commission.deciding import live_approvals
from commission.enums import DecisionState, NationalParty, Outcome
from commission.hearing import no_longer_heard
from commission.letters import draft_of, letter_of, shown_letter
from commission.models import Decision, Notice
from commission.notice_tracking import NoticeLine, lines
from commission.notices import ask, open_notice
from commission.permissions import may_approve, may_assign, may_propose, may_return
from records import documents
from records.jobs import UnderWay
from records.models import JournalEntry
from records.views.jobs import joined
from regions.models import RegionalProject

PER_PAGE = 25
FEW = 5


def preview(request: HatRequest, pk: int) -> HttpResponse:
    """The letter as it will print, beside what is decided on."""
    decision = get_object_or_404(Decision.objects.visible_to(request.hat).with_parties(), pk=pk)
    party = party_of(request.hat)
    approvals = live_approvals(decision)
    issued = decision.notices.filter(revision=decision.revision).first()
    project = decision.application.project
    lost = no_longer_heard(decision)
    approves = may_approve(request.hat, decision) and not lost and party not in {given.party for given in approvals}
    context = {
        "decision": decision,
        "project": RegionalProject.objects.with_counts().get(pk=project.pk),
        **shown_letter(decision, issued),
        "parties": [(one, next((given for given in approvals if given.party == one), None)) for one in NationalParty],
        "blockers": [] if issued else blockers(draft_of(decision, timezone.now()), timezone.localdate()),
        "party": party,
        "lost": lost,
        "may_approve": approves,
        "may_return": may_return(request.hat, decision) and (lost or decision.state == DecisionState.PROPOSED),
        "may_assign": may_assign(request.hat, decision.application),
        "may_propose": may_propose(request.hat, decision.application, decision),
        "notice": issued,
        "history": JournalEntry.objects.about(decision)[:20],
    }
    return render(request, "commission/preview.html", context)


def preview_pdf(request: HatRequest, pk: int) -> HttpResponse:
    """The draft of the letter in PDF."""
    decision = get_object_or_404(Decision.objects.visible_to(request.hat).with_parties(), pk=pk)
    name = f"projet-de-lettre-{decision.application.project.region.slug}.pdf"
    return documents.download(name, printed(letter_of(decision)), media_type=documents.PDF)


@require_POST
def issue(request: HatRequest, slug: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.visible_to(request.hat), slug=slug)
    try:
        run = ask(call, by=request.hat)
    except UnderWay as found:
        return joined(request, found)
    return redirect("records:job", key=run.key)


def notices(request: HatRequest) -> HttpResponse:
    """The pair's own letters, or all of them for national hats, with filters kept in the address."""
    visible = Notice.objects.visible_to(request.hat)
    calls = list(Call.objects.filter(projects__application__decision__notices__in=visible).distinct())
    chosen = {name: request.GET.get(name, "") for name in ("appel", "sens", "lecture")}
    found = visible.with_parties().order_by("-act__issued_at", "-act__number")
    if chosen["appel"] in {call.slug for call in calls}:
        found = found.filter(decision__application__project__call__slug=chosen["appel"])
    if chosen["sens"] in Outcome:
        found = found.filter(decision__outcome=chosen["sens"])
    if chosen["lecture"]:
        found = found.opened() if chosen["lecture"] == "ouvertes" else found.unopened()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    page_lines: list[NoticeLine] = lines(page.object_list)
    context = {
        "page": page,
        "lines": page_lines,
        "calls": calls,
        "chosen": chosen,
        "outcomes": Outcome.choices,
        # A pair has a few letters in its life: filters would only stand before them.
        "filterable": any(chosen.values()) or page.paginator.count > FEW,
    }
    return render(request, "commission/notices.html", context)


def notice(request: HatRequest, pk: int) -> HttpResponse:
    """The file, checked against its hash; the pair's first opening is kept (a trace, not an act)."""
    found = get_object_or_404(Notice.objects.visible_to(request.hat).with_parties(), pk=pk)
    content = open_notice(found, by=request.hat)
    return documents.download(str(found.act.document), content, media_type=documents.PDF)

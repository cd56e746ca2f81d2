"""Pages that every public service owes (domain C1–C8, L13–L15)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.middleware import HatRequest
from calls.models.call import CallContact
from dashboards import facts
from dashboards.navigation import legal_links, links_for


@login_not_required
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboards/legal.html", {"facts": facts.known(), "missing": facts.missing("legal")})


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"facts": facts.known(), "missing": facts.missing("privacy"), "kept": facts.periods()}
    return render(request, "dashboards/privacy.html", context)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"facts": facts.known(), "missing": facts.missing("accessibility"), "site": settings.SITE_URL}
    return render(request, "dashboards/accessibility.html", context)


@login_not_required
def sitemap(request: HatRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "public": links_for(None, now),
        "own": links_for(request.hat, now) if request.hat else [],
        "services": legal_links(),
    }
    return render(request, "dashboards/sitemap.html", context)


@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    contacts = (
        CallContact.objects.filter(Q(call__concluded_at=None) | Q(call__concluded_at__gt=now))
        .exclude(call__published_at=None)
        .select_related("call", "organisation")
        .order_by("call__closes_at", "call", "pk")
    )
    return render(request, "dashboards/contact.html", {"contacts": contacts})

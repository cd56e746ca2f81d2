"""Looking for anything from the header of every page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from core.finding import words_of
from dashboards.finding import MOST, results

LONGEST = 100


@require_safe
def search(request: HatRequest) -> HttpResponse:
    """Whatever holds every word typed, by kind, within what the hat worn may see."""
    if request.hat is None:
        return render(request, "dashboards/no_hat.html")
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = results(request.hat, text)
    context = {
        "text": text,
        "found": found,
        "number": sum(len(one.lines) for one in found),
        "most": MOST,
        "searchable": bool(words_of(text)),
    }
    return render(request, "dashboards/search.html", context)

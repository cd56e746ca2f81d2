"""Searching structures to enter in a project."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.middleware import HatRequest
from directory.searching import is_key
from regions.models import RegionalProject
from regions.searching import search as look_for


def search(request: HatRequest) -> HttpResponse:
    """What is found for `?q=` in the region of the project `?projet=`, as one types or by the button."""
    key = request.GET.get("projet", "")
    if not is_key(key):
        raise Http404("Aucun projet n'est désigné.")
    projects = RegionalProject.objects.visible_to(request.hat).select_related("region", "application", "award")
    project = get_object_or_404(projects, pk=int(key), application__isnull=False)
    template = "regions/_found.html" if "HX-Request" in request.headers else "regions/search.html"
    return render(request, template, {"project": project, "found": look_for(project, request.GET.get("q", ""))})

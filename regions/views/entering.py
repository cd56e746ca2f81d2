"""How a structure enters a project, in its fiche or after the award: it is searched, chosen, then described."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.verdicts import Refused, Verdict, ensure
from directory.models import Establishment
from directory.searching import is_key
from regions.models import RegionalProject
from regions.participating import ensure_eligible
from regions.searching import search


@dataclass(frozen=True)
class Entrance:
    """Where structures enter: the pages above, the addresses that search and that name a grouping, the second step."""

    crumbs: Sequence[tuple[str, str]]
    search_url: str
    grouping_url: str
    step: str

    def around(self, establishment: Establishment | None = None) -> dict[str, Any]:
        """What surrounds the form of an entry in a `FormPage`; `establishment` is the one chosen."""
        context = {"establishment": establishment, "step": self.step, "search_url": self.search_url}
        return {"template": "regions/entry.html", "context": {"styles": "css/tables.css", **context}}

    def choose(self, request: HttpRequest, project: RegionalProject, right: Verdict) -> Establishment | HttpResponse:
        """The structure chosen (`?etablissement=`), or the page that searches one and says why one may not enter."""
        key, chosen, refusal = request.GET.get("etablissement", ""), None, ""
        if key:
            if not is_key(key):
                raise Http404("Cette structure n'existe pas.")
            chosen = get_object_or_404(Establishment.objects.select_related("region"), pk=int(key))
            if request.method == "POST":
                return chosen
        ensure(right)
        if chosen is not None:
            try:
                ensure_eligible(project, chosen)
            except Refused as refused:
                refusal = refused.reason
            else:
                return chosen
        context = {"project": project, "found": search(project, request.GET.get("q", "")), "refusal": refusal}
        return render(request, "regions/entry_search.html", context | vars(self))

"""Pages whose fields save themselves as one types, and the same pages without scripts (cases 5, 49, 50 and 54).

`static/js/autosave.js` sends one field at a time to the address of the page: what is typed, what the page had seen of
it (`core.editing`) and the hidden inputs of the form, with the header `X-Autosave`, which names the person whose page
it is. The answer is JSON, under the same statuses as for a whole form (`core.form_page`):

- 200 saved: `message`; `seen`, the hidden inputs to send next time; `clash`, the text that was not chosen if there was
  a choice; `fragments`, elements of the page to draw again, found by their id;
- 422 typed wrongly, 403 not allowed, 409 out of turn: `errors`, in sentences;
- 409 changed by somebody else meanwhile: `clash`, both texts and the two buttons that choose;
- 401: sign-in needed, or somebody else has signed in since;
- 200 for the text `apercu` instead of a field: `html`, what its light marks become, and nothing is saved;
- 403 with a `token`: the session began again, the request is to be sent once more with this token.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.form_page import AnyForm, FormPage, rows_locked, tell_left_aside
from core.forms import PortalForm
from core.rich_text import rendered
from core.typography import typeset, typeset_text
from core.verdicts import YES, NotAllowed, OutOfTurn, Refused, Verdict, ensure
from core.wording import PARIS, clock

Row = TypeVar("Row")
HEADER = "X-Autosave"
PREVIEW, MOST_PREVIEWED = "apercu", 20_000
DONE = 200
SIGN_IN = "Votre session est terminée."


def is_autosave(request: HttpRequest) -> bool:
    return HEADER in request.headers


def is_of_somebody_else(request: HttpRequest) -> bool:
    """The page was opened by a person who is not the one signed in now: nobody saves another's words as theirs."""
    person = request.headers.get(HEADER, "")
    return bool(person) and person != str(request.user.pk)


def sign_in_needed() -> HttpResponse:
    return JsonResponse({"errors": [SIGN_IN], "sign_in": resolve_url(settings.LOGIN_URL)}, status=401)


def renewed_token(request: HttpRequest) -> HttpResponse:
    """The answer to a token that is no longer good: a fresh one, for the page of the person who is signed in."""
    if is_of_somebody_else(request):
        return sign_in_needed()
    return JsonResponse({"token": get_token(request), "errors": [SIGN_IN]}, status=NotAllowed.status)


@dataclass(frozen=True)
class Around:
    """What a saved field changes around it: a sentence said after «Enregistré», elements of the page to draw again."""

    sentence: str = ""
    fragments: str = ""


def typed_back(request: HttpRequest, form: PortalForm, refusal: Refused) -> HttpResponse:
    """Who lost the right meanwhile reads back what they typed, and nothing of what is saved (case 54)."""
    form.is_valid()
    form.add_error(None, refusal.reason)
    home = resolve_url(settings.LOGIN_REDIRECT_URL)
    page = FormPage("Ce que vous aviez saisi", "Enregistrer", home, keep="Revenir à vos tâches")
    return page.render(request, form, status=refusal.status)


@contextmanager
def held_row(row: Any) -> Iterator[Any]:
    with rows_locked(row) as there:
        ensure(there)
        yield row


@dataclass
class Attempt:
    """What became of a POST: its form, the row as it was once locked, what the deed gave back, the status to answer."""

    form: Any
    row: Any
    result: Any = None
    status: int = DONE


@dataclass(frozen=True)
class Draft:
    """A form that saves what is typed well, and nothing but the field sent when it is `live`."""

    request: HttpRequest
    make_form: Callable[[Any, Any], Any]
    last_edit: Callable[[], str]
    live: bool

    def form_of(self, row: Any, data: Any) -> Any:
        form = self.make_form(row, data)
        form.edit(self.last_edit, sent_only=self.live)
        if self.live and len(form.sent) != 1:
            raise Http404("Un champ à la fois.")
        return form

    def attempt(
        self, row: Any, save: Callable[[Any, Any], Any], hold: Callable[[], Any], refusal_at: str | None
    ) -> Attempt:
        """Judge what was typed against the locked row, and save what changed."""
        attempt = None
        try:
            with hold() as locked:
                attempt = Attempt(self.form_of(locked, self.request.POST), locked)
                form = attempt.form
                valid = form.is_valid()
                if not form.adding and ((valid and not self.live) or form.changes):
                    changes = form.changes
                    attempt.result = save(form, locked)
                    form.settle({name: value for name, value in changes.items() if name not in form.errors})
        except NotAllowed:
            raise
        except Refused as refusal:
            attempt = attempt or Attempt(self.form_of(row, self.request.POST), row)
            attempt.form.add_error(refusal_at, refusal.reason)
            attempt.status = refusal.status
        else:
            clashing = any(not clash.chosen for clash in form.clashes.values())
            wrong = form.errors or not (valid or form.adding)
            attempt.status = OutOfTurn.status if clashing else Refused.status if wrong else DONE
        return attempt


@require_http_methods(["GET", "HEAD", "POST"])
def answer_draft(
    request: HttpRequest,
    row: Any,
    make_form: Callable[[Any, Any], AnyForm],
    *,
    save: Callable[[AnyForm, Any], Any],
    page: Callable[[AnyForm, int], HttpResponse],
    done: Callable[[Any], HttpResponse],
    right: Verdict = YES,
    hold: Callable[[], AbstractContextManager[Any]] | None = None,
    last_edit: Callable[[], str] = str,
    around: Callable[[AnyForm, Any], Around] = lambda _form, _row: Around(),
    refusal_at: str | None = None,
    zone: ZoneInfo = PARIS,
) -> HttpResponse:
    """Draw the form on GET; on POST save what is typed well, one field or all, and bring the rest back as typed.

    `make_form` takes the row and the data, None on GET. `hold` locks the row and gives it back as it is once locked; by
    default the row itself is locked. `save` does the deed with `form.changes`, and may add errors to the form; it is
    not called when nothing changed, except by the button. Its refusal is written at `refusal_at`, else above the form.
    `done` answers the button, with what `save` gave; `around` answers a field, once the lock is released.
    """
    draft = Draft(request, make_form, last_edit, live=is_autosave(request))
    if request.method != "POST" or (draft.live and PREVIEW in request.POST):
        ensure(right)
        return preview(request.POST[PREVIEW]) if request.POST else page(draft.form_of(row, None), DONE)
    try:
        ensure(right)
        attempt = draft.attempt(row, save, hold or (lambda: held_row(row)), refusal_at)
    except NotAllowed as refusal:
        if draft.live:
            raise
        return typed_back(request, make_form(row, request.POST), refusal)
    form, status = attempt.form, attempt.status
    if draft.live:
        return outcome(form, status, around(form, attempt.row) if status == DONE else Around(), zone)
    if status != DONE or form.adding:
        return page(form, status)
    tell_left_aside(request, form)
    return done(attempt.result)


def preview(text: str) -> HttpResponse:
    """What a text with light marks becomes; saves nothing."""
    if len(text) > MOST_PREVIEWED:
        told = "Ce texte est trop long pour être montré : raccourcissez-le."
        return JsonResponse({"errors": [typeset_text(told)]}, status=Refused.status)
    return JsonResponse({"html": typeset(rendered(text))})


def outcome(form: AnyForm, status: int, around: Around, zone: ZoneInfo) -> HttpResponse:
    """The answer to one field."""
    (name,) = form.sent
    clash = form.clashes.get(name)
    shown = typeset(render_to_string("_clash.html", {"field": form.part(name)})) if clash else ""
    if status != DONE:
        if clash is not None and not clash.chosen and status == OutOfTurn.status:
            return JsonResponse({"clash": shown}, status=status)
        return JsonResponse({"errors": [typeset_text(fault) for fault in dict.fromkeys(form.faults)]}, status=status)
    said = typeset_text(f"Enregistré à {clock(timezone.now(), zone)}. {around.sentence}".strip())
    drawn = typeset(around.fragments)
    return JsonResponse({"message": said, "seen": form.part(name).seen, "clash": shown, "fragments": drawn})

"""How every page that holds one form answers: the right, the form, the deed, its refusals, the way on.

One rule for what is answered to a form: typed wrongly, 422 with the message at its field; not allowed, 403; out of
turn or changed by somebody else meanwhile, 409; done, a redirect. Every refusal draws the page again with all that was
typed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.forms import PortalForm
from core.verdicts import YES, OutOfTurn, Refused, Verdict, ensure

AnyForm = TypeVar("AnyForm", bound=PortalForm)
Result = TypeVar("Result")
GONE = "Une autre personne vient de retirer ce que vous modifiez : rien n'est enregistré."


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: where one is, what the form is for, what will happen, the way back.

    `again` is a second button, «… puis en saisir un autre», which sends «encore»; `crumbs` are (label, address) of the
    pages above; `notice` is (tone, title, text) of an alert over the form; `consequences` are the sentences of «Ce qui
    se passera». A page with more to show than that extends `form_page.html`, names itself in `template` and finds the
    rest of what it draws in `context`. `keep` words the way back; `seen` marks what the form replaces whole (a file):
    it comes back as «vu», for the deed to compare.
    """

    title: str
    submit: str
    back: str
    again: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    intro: str = ""
    notice: tuple[str, str, str] | None = None
    consequences: Sequence[str] = ()
    keep: str = "Annuler"
    seen: str = ""
    template: str = "form_page.html"
    context: Mapping[str, Any] = field(default_factory=dict)

    def render(self, request: HttpRequest, form: PortalForm, *, status: int = 200) -> HttpResponse:
        return render(request, self.template, {"page": self, "form": form, **self.context}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_form(
    request: HttpRequest,
    make_form: Callable[..., AnyForm],
    *,
    page: FormPage | Callable[[AnyForm], FormPage],
    deed: Callable[[AnyForm], Result],
    done: Callable[[Result], HttpResponse],
    right: Verdict = YES,
    turn: Callable[[], object] = object,
    edits: models.Model | None = None,
    under: models.Model | None = None,
    last_edit: Callable[[], str] = str,
    refusal_at: str | None = None,
) -> HttpResponse:
    """Draw the form on GET; on POST judge what was typed, do the deed with it, then go where `done` says.

    `make_form` takes (data, files), both None on GET. `turn` raises `OutOfTurn` when there is no reason to show the
    form; what is sent all the same is judged by the deed, so that nothing typed is lost. A deed's refusal is written at
    the field `refusal_at`, else above the form. When the form changes a row, `edits` is that row: it is locked and read
    again before the form is made, so that the form compares what was typed with what is saved now (`core.editing`), and
    nobody saves in between. `under` is the row that the deed locks before that one: it is locked first here too, or two
    deeds would wait for each other. `last_edit` words who saved last («par Rédaction, ARS Bretagne, à 14 h 02»), for
    the person whose text meets another's. Who lost the right meanwhile reads back what they typed, and nothing of what
    is saved.
    """
    sees = right or right.out_of_turn
    edits = edits if sees else None

    def draw(form: AnyForm, status: int) -> HttpResponse:
        around = page if isinstance(page, FormPage) else page(form)
        if not sees:
            around = FormPage(around.title, around.submit, around.back)
        return around.render(request, form, status=status)

    def form_with(data: Any, files: Any) -> AnyForm:
        form = make_form(data, files)
        if edits is not None:
            form.edit(last_edit)
        return form

    if request.method != "POST":
        ensure(right)
        turn()
        return draw(form_with(None, None), 200)
    with rows_locked(under, edits) as there:
        form = form_with(request.POST, request.FILES)
        try:
            ensure(right)
            if not there:
                raise OutOfTurn(GONE)
            if form.adding or not form.is_valid():
                return draw(form, status_of(form))
            with transaction.atomic():
                result = deed(form)
        except Refused as refusal:
            at = refusal.at or refusal_at
            form.add_error(at if at in form.fields else None, refusal.reason)
            return draw(form, refusal.status)
    for words in form.left_aside:
        messages.info(request, words)
    return done(result)


def status_of(form: PortalForm) -> int:
    """How a form that comes back is answered: a row was asked for, somebody else's text stands, something is wrong."""
    if form.adding:
        return 200
    return OutOfTurn.status if form.clashes else Refused.status


@contextmanager
def rows_locked(*rows: models.Model | None) -> Iterator[bool]:
    """Lock rows, in this order, until the answer is made, and read them again; False when one of them is gone."""
    wanted = [row for row in rows if row is not None]
    with transaction.atomic() if wanted else nullcontext():
        try:
            for row in wanted:
                type(row)._base_manager.select_for_update().only("pk").get(pk=row.pk)  # noqa: SLF001 - Django's documented hook
                row.refresh_from_db()
        except ObjectDoesNotExist:
            yield False
        else:
            yield True


def redirect_saying(request: HttpRequest, message: str, to: str, *args: Any, undo: str = "") -> HttpResponse:
    """Say what was done where the person lands (a URL name, its arguments); `undo` is the address that undoes it."""
    messages.success(request, message, extra_tags=undo)
    return redirect(to, *args)

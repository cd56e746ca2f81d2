"""How every page that holds one form answers: the right, the form, the deed, its refusals, the way on.

One rule for what is answered to a form: typed wrongly, 422 with the message at its field; not allowed, 403; out of
turn or changed by somebody else meanwhile, 409; done, a redirect. Every refusal draws the page again with all that was
typed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.forms import PortalForm
from core.once import answered_once, new_key
from core.verdicts import YES, OutOfTurn, Refused, Verdict, ensure, not_now

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


@dataclass(frozen=True)
class FormOnPage(Generic[AnyForm]):
    """A form within its page.

    One that changes a row, `edits`, compares what was typed with what is saved now (`core.editing`). Who lost the right
    meanwhile, and no longer `sees` the row, reads back what they typed, and nothing of what is saved.
    """

    request: HttpRequest
    make_form: Callable[..., AnyForm]
    page: FormPage | Callable[[AnyForm], FormPage]
    sees: bool
    edits: models.Model | None
    last_edit: Callable[[], str]

    def form_of(self, data: Any, files: Any) -> AnyForm:
        form = self.make_form(data, files)
        if self.edits is not None:
            form.edit(self.last_edit)
        if not form.editing:
            form.sending = new_key()
        return form

    def drawn(self, form: AnyForm, status: int) -> HttpResponse:
        around = self.page if isinstance(self.page, FormPage) else self.page(form)
        if not self.sees:
            around = FormPage(around.title, around.submit, around.back)
        return around.render(self.request, form, status=status)

    def refused(self, form: AnyForm, refusal: Refused, at: str | None) -> HttpResponse:
        """At the field that the refusal names, else at the page's; what only the moment forbids is no field's fault."""
        named = [refusal.at, at if refusal.status == Refused.status else None]
        form.add_error(next((name for name in named if name in form.fields), None), refusal.reason)
        return self.drawn(form, refusal.status)

    def answered(
        self,
        deed: Callable[[AnyForm], Result],
        done: Callable[[Result], HttpResponse],
        right: Verdict,
        under: models.Model | None,
        refusal_at: str | None,
    ) -> HttpResponse:
        with rows_locked(under, self.edits) as there:
            form = self.form_of(self.request.POST, self.request.FILES)
            try:
                ensure(right and there)
                if form.adding or not form.is_valid():
                    return self.drawn(form, status_of(form))
                with transaction.atomic():
                    result = deed(form)
            except Refused as refusal:
                return self.refused(form, refusal, refusal_at)
        tell_left_aside(self.request, form)
        return done(result)


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
    form; what is sent all the same is judged by the deed, so that nothing typed is lost. `edits` is the row that the
    form changes, locked until the answer, and `under` the row that the deed locks before that one. `last_edit` words
    who saved last («par Rédaction, ARS Bretagne, à 14 h 02»). A refusal is written at the field that it names, else at
    `refusal_at`, else above. What edits no row is done once, however often it is sent (`core.once`).
    """
    sees = bool(right or right.out_of_turn)
    shown = FormOnPage(request, make_form, page, sees, edits if sees else None, last_edit)
    if request.method != "POST":
        ensure(right)
        turn()
        return shown.drawn(shown.form_of(None, None), 200)
    return answered_once(request, lambda: shown.answered(deed, done, right, under, refusal_at))


def tell_left_aside(request: HttpRequest, form: PortalForm) -> None:
    for words in form.left_aside:
        messages.info(request, words)


def status_of(form: PortalForm) -> int:
    """How a form that comes back is answered: a row was asked for, somebody else's text stands, something is wrong."""
    if form.adding:
        return 200
    return OutOfTurn.status if form.clashes else Refused.status


@contextmanager
def rows_locked(*rows: models.Model | None) -> Iterator[Verdict]:
    """Lock rows, in this order, until the answer is made, and read them again; «not now» when one of them is gone."""
    wanted = [row for row in rows if row is not None]
    with transaction.atomic() if wanted else nullcontext():
        try:
            for row in wanted:
                type(row)._base_manager.select_for_update().only("pk").get(pk=row.pk)  # noqa: SLF001 - Django's documented hook
                row.refresh_from_db()
        except ObjectDoesNotExist:
            yield not_now(GONE)
        else:
            yield YES


def redirect_saying(request: HttpRequest, message: str, to: str, *args: Any, undo: str = "") -> HttpResponse:
    """Say what was done where the person lands (a URL name, its arguments); `undo` is the address that undoes it."""
    messages.success(request, message, extra_tags=undo)
    return redirect(to, *args)

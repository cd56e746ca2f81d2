"""A call in preparation begins a questionnaire of its own."""

from django.http import HttpResponse

from accounts.middleware import HatRequest
from calls import studio as deeds
from calls.forms.studio import BeginForm
from calls.permissions import may_edit_call
from calls.views.preparing import page_of, seen_call
from core.form_page import answer_form, redirect_saying


def begin_questionnaire(request: HatRequest, slug: str) -> HttpResponse:
    """Give a call in preparation a questionnaire of its own."""
    call = seen_call(request, slug)
    page = page_of(
        call,
        "Composer le questionnaire de cet appel",
        "Commencer le questionnaire",
        f"{call.title} utilise « {call.questionnaire} ». Le sien se modifiera ici, sans toucher aux modèles ni aux "
        "autres appels.",
    )
    return answer_form(
        request,
        lambda data, _: BeginForm(data, call=call),
        page=page,
        right=may_edit_call(request.hat, call),
        deed=lambda form: deeds.begin_questionnaire(call, **form.cleaned_data, by=request.hat),
        done=lambda made: redirect_saying(
            request, "Le questionnaire est commencé : les régions n'en voient rien.", "calls:studio", made.pk
        ),
    )

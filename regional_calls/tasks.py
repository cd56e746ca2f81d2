"""Background work of regional calls: receipts, letters, drafts to forget."""

from records.daily import daily
from records.followers import pair_of
from records.jobs import expect, job, step
from records.models import Job
from records.sweeping import also
from regional_calls.forgetting import forget_drafts
from regional_calls.models import Expression, RegionalCall
from regional_calls.posting import ISSUE_RECEIPT, POST_LETTERS, post_letter, unposted
from regional_calls.posting import issue_receipt as issue
from regional_calls.telling import tell_unfinished

also(forget_drafts)
daily(tell_unfinished)

calls_of = RegionalCall.objects.of_pair


@job(ISSUE_RECEIPT, followers=pair_of("expression_id", lambda hat: Expression.objects.filter(call__in=calls_of(hat))))
def issue_receipt(run: Job, *, expression_id: int) -> None:
    """The receipt of an expression; safe to run twice."""
    issue(expression_id)
    step(run, line="Accusé de réception émis et envoyé à la structure")


@job(POST_LETTERS, followers=pair_of("call_id", calls_of))
def post_letters(run: Job, *, call_id: int) -> None:
    """Draw and send the letters one by one; run again after a crash, it takes up those that remain."""
    choices = unposted(call_id)
    expect(run, len(choices))
    for choice in choices:
        post_letter(choice)
        step(run, line=f"{choice.act} – {choice.expression.name}")

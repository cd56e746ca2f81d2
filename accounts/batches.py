"""One act on several rows at once: asked once, done row by row, each with its own right, state, transaction and result.

A room offers its acts by `offer`; a list names those that its ticked rows may undergo (`core.list_page.ListPage.acts`).
The job that does them may stop anywhere and start again: what became of a row is written with its deed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.enums import LineOutcome
from accounts.models import BatchLine, Membership
from core.forms import PortalForm
from core.states import move
from core.verdicts import Refused, Verdict, ensure
from core.wording import counted
from records.jobs import enqueue, expect, step
from records.models import Job

RUN_BATCH = "accounts.run_batch"
MOST = 200
GONE = "Cette ligne n'existe plus, ou vous ne la voyez plus."


@dataclass(frozen=True)
class BatchAct:
    """What may be asked of several rows: `name` «room.verb», `label` the verb in words, `submit` its button.

    `rows` are those that a hat may see, `named` what one of them is called. `form` asks once what each is told, and
    `told` makes plain JSON of it, which `deed` is given with the row and the hat; `may` says who is offered the act.
    """

    name: str
    label: str
    submit: str
    may: Callable[[Membership], Verdict]
    rows: Callable[[Membership], Any]
    named: Callable[[Any], str]
    deed: Callable[[Any, Mapping[str, Any], Membership], object]
    form: Callable[..., PortalForm] = PortalForm
    told: Callable[[Mapping[str, Any]], dict[str, Any]] = dict
    consequences: Sequence[str] = ()


_acts: dict[str, BatchAct] = {}


def offer(act: BatchAct) -> None:
    """Called by a room's AppConfig once its models are there."""
    _acts[act.name] = act


def act_named(name: str) -> BatchAct | None:
    return _acts.get(name)


def offered(hat: Membership | None, *names: str) -> list[tuple[str, str]]:
    """(name, label) of those of these acts that a hat is offered."""
    acts = [_acts[name] for name in names]
    return [(act.name, act.label) for act in acts if hat is not None and act.may(hat)]


def nobody_else(hat: Membership) -> Q | None:  # noqa: ARG001 - what every kind of job is asked
    """A batch is followed by who asked for it."""
    return None


def ask_batch(act: BatchAct, rows: Sequence[Any], told: dict[str, Any], *, by: Membership, back_url: str) -> Job:
    """Have an act done to these rows, at most `MOST`; each deed journals itself."""
    ensure(act.may(by))
    if not rows:
        raise Refused("Cochez au moins une ligne.")
    if len(rows) > MOST:
        raise Refused(f"Un acte se fait sur {MOST} lignes au plus : {len(rows)} sont cochées.")
    arguments = {"act": act.name, "told": told, "by_id": by.pk}
    label = f"{act.label} : {counted(len(rows), 'ligne')}"
    run = enqueue(RUN_BATCH, label=label, arguments=arguments, total=len(rows), by=by, back_url=back_url[:300])
    BatchLine.objects.bulk_create(
        BatchLine(run=run, position=position, key=row.pk, label=act.named(row)[:200])
        for position, row in enumerate(rows)
    )
    return run


def run_batch(run: Job, *, act: str, told: dict[str, Any], by_id: int) -> None:
    """The job: what waits is done, what was done stays done."""
    asked, by = _acts[act], Membership.objects.select_related("organisation__region", "user").get(pk=by_id)
    if not (by.is_current() and by.user.is_active):
        raise Refused("Le rôle de la personne qui a demandé cet acte est terminé : rien de plus n'est fait.")
    waiting = list(run.batch_lines.filter(state=LineOutcome.WAITING).values_list("pk", flat=True))
    expect(run, len(waiting))
    for key in waiting:
        line = do_one(asked, key, told, by=by)
        refused = line.state == LineOutcome.REFUSED
        step(run, line=f"{line.label} : {line.reason if refused else line.state.label}", refused=refused)


def do_one(act: BatchAct, line_key: int, told: Mapping[str, Any], *, by: Membership) -> BatchLine:
    """The act on one row and what became of it, together; a worker that comes second finds it done."""
    try:
        with transaction.atomic():
            line = held(line_key)
            if line.state == LineOutcome.WAITING:
                act.deed(row_of(act, line, by), told, by)
                move(line, LineOutcome.DONE)
                line.save(update_fields=["state"])
            return line
    except Refused as refusal:
        with transaction.atomic():
            line = held(line_key)
            if line.state == LineOutcome.WAITING:
                move(line, LineOutcome.REFUSED)
                line.reason = refusal.reason[:500]
                line.save(update_fields=["state", "reason"])
            return line


def row_of(act: BatchAct, line: BatchLine, by: Membership) -> Any:
    row = act.rows(by).filter(pk=line.key).first()
    if row is None:
        raise Refused(GONE)
    return row


def held(line_key: int) -> BatchLine:
    return BatchLine.objects.select_for_update().get(pk=line_key)


def summary(lines: Sequence[BatchLine]) -> str:
    """«12 faites, 2 refusées»."""
    counts = {state: sum(line.state == state for line in lines) for state in LineOutcome}
    words = [
        counted(counts[LineOutcome.DONE], "faite"),
        counted(counts[LineOutcome.REFUSED], "refusée"),
        counted(counts[LineOutcome.WAITING], "en attente", "en attente"),
    ]
    return ", ".join(
        word
        for word, state in zip(words, (LineOutcome.DONE, LineOutcome.REFUSED, LineOutcome.WAITING), strict=True)
        if counts[state]
    )

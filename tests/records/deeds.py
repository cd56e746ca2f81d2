"""Jobs that exist for the tests alone."""

from core.verdicts import Refused
from records import outbox
from records.jobs import job, step
from records.models import Job
from tests.mails import TRIAL


@job("tests.write_letters", followers=lambda _hat: None)
def write_letters(run: Job, *, numbers: list[int]) -> None:
    """One mail a number, written once however often the job runs."""
    for number in numbers:
        outbox.write(f"letter:{number}", TRIAL, to="ars@exemple.test", subject=f"Lettre {number}", body="Bonjour.")
        step(run, f"Lettre {number} écrite")


@job("tests.break", followers=lambda _hat: None)
def break_down(run: Job) -> None:
    step(run, "Un pas")
    raise OSError(28, "No space left on device")


@job("tests.refuse_some", followers=lambda _hat: None)
def refuse_some(run: Job) -> None:
    step(run, "Lettre 1 écrite")
    step(run, "Lettre 2 : l'enveloppe est dépassée.", refused=True)


@job("tests.refuse", followers=lambda _hat: None)
def refuse(run: Job) -> None:
    raise Refused("L'enveloppe est dépassée.")

"""Tasks of the worker: each takes ids, calls one deed, and is harmless when run twice."""

from celery import shared_task

from records import jobs, sending, sweeping


@shared_task  # type: ignore[untyped-decorator]
def run_job(job_id: int) -> None:
    jobs.perform(job_id)


@shared_task  # type: ignore[untyped-decorator]
def send_message(message_id: int) -> None:
    sending.send(message_id)


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Ring again for whatever was left; every minute."""
    for task_name, *args in sweeping.due():
        jobs.ring(task_name, *args)

"""Catch up by hand, or from cron: unanswered jobs, due mails, what the rooms added."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.wording import counted
from records import executor, sweeping, tasks


class Command(BaseCommand):
    help = "Reprend ce qui attend : travaux interrompus, courriels à renvoyer. Sans danger si on la lance deux fois."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.JOBS_EXECUTOR == "celery":
            tasks.sweep()
            self.stdout.write("Ce qui attendait est confié aux workers.")
            return
        due = sweeping.due()
        for name, *arguments in due:
            executor.run_here(name, tuple(arguments))
        self.stdout.write(f"{counted(len(due), 'travail ou courriel repris', 'travaux ou courriels repris')}.")

"""Files that a pair joins to its fiche."""

from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import Membership
from applications.enums import FileState
from applications.models.application import Application
from core.states import StateField
from records.documents import SHOWN
from records.models import Document


class FicheFile(models.Model):
    """A file joined to a fiche, which stays whatever becomes of the answer that names it: versions and deposits do too.

    `place` is the code of the question it answers, or of the annexes of a section (`applications.annexes`). The answer
    names it by its SHA-256, which is that of its document. `replaces` is the file that it took the place of.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    place = models.CharField("question", max_length=80)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    state = StateField("examen", max_length=10, choices=FileState, default=FileState.PENDING)
    finding = models.CharField("ce que dit l'examen", max_length=300, blank=True)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("joint le", default=timezone.now)

    class Meta:
        verbose_name = "fichier joint à une fiche"
        verbose_name_plural = "fichiers joints à des fiches"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=FileState.SET_ASIDE) | ~models.Q(finding=""),
                name="a_file_set_aside_says_why",
                violation_error_message="Un fichier écarté l'est pour une raison.",
            ),
        ]

    def __str__(self) -> str:
        return self.document.name

    @property
    def entry(self) -> dict[str, Any]:
        """What the answer keeps of it (`calls.kinds.files`)."""
        return {"name": self.document.name, "size": self.document.size, "sha256": self.document.sha256}

    @property
    def shows(self) -> bool:
        """Whether a browser may show it in a page of its own."""
        return self.document.media_type in SHOWN

    @property
    def gone(self) -> bool:
        """Whether the answer no longer names it (`records.removing`)."""
        answers = self.application.sections.values_list("answers", flat=True)
        listed = (file for said in answers for file in said.get(self.place) or [])
        return all(file["sha256"] != self.document.sha256 for file in listed)

"""What the portal remembers of the forms that it was sent."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """A form that was sent and done: `mark` knows the same sending again, `led_to` is where the first one led."""

    mark = models.CharField("empreinte", max_length=64, unique=True)
    led_to = models.TextField("adresse suivante")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "formulaire envoyé"
        verbose_name_plural = "formulaires envoyés"

    def __str__(self) -> str:
        return self.led_to

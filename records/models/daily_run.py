"""What is done once a day, and when it was done last."""

from django.db import models


class DailyRun(models.Model):
    """`on` is the last day; its row is held while the day's work is done."""

    name = models.CharField(max_length=150, primary_key=True)
    on = models.DateField()

    class Meta:
        verbose_name = "travail quotidien"
        verbose_name_plural = "travaux quotidiens"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} : {self.on}"

"""Rows that keep what they state as it was at one moment."""

from typing import Any

from django.db import models

from records import sealing


class Sealed(models.Model):
    """`content` is plain data, `sha256` the hash of its canonical text, blank until it is sealed."""

    content = models.JSONField("contenu", default=dict)
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)

    hash_of = staticmethod(sealing.hash_of)

    class Meta:
        abstract = True

    def seal(self, content: dict[str, Any]) -> bool:
        """Take the content and its hash, for the caller to save; whether it says something else than before."""
        former, self.content, self.sha256 = self.sha256, content, self.hash_of(content)
        return self.sha256 != former

    @property
    def holds(self) -> bool:
        """Whether the content is still the one that was sealed."""
        return self.hash_of(self.content) == self.sha256

from core.alphabetical import plain
from directory.models.establishment import Establishment, EstablishmentQuerySet, searchable
from directory.models.finess import FinessImport, LegalEntity

__all__ = ["Establishment", "EstablishmentQuerySet", "FinessImport", "LegalEntity", "plain", "searchable"]

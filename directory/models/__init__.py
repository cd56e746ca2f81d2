from directory.models.establishment import Establishment, EstablishmentQuerySet, plain, searchable
from directory.models.finess import FinessImport, LegalEntity

__all__ = ["Establishment", "EstablishmentQuerySet", "FinessImport", "LegalEntity", "plain", "searchable"]

from knowledge.models.proposition import Proposition

__all__ = ["Proposition"]

"""Numbers without gaps or doubles."""

from records.models import Sequence


def next_number(name: str) -> int:
    """The next number under a name; call it inside the deed's transaction, whose rollback gives it back."""
    Sequence.objects.get_or_create(name=name)
    sequence = Sequence.objects.select_for_update().get(name=name)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last

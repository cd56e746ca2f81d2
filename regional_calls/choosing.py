"""Which structure an expression speaks for: chosen in the FINESS register (L15), or named without number (R32)."""

from dataclasses import dataclass

from core.verdicts import Refused
from core.wording import day
from directory.enums import EntityKind, LegalStatus, Sector
from directory.models import Establishment
from directory.registering import namesakes
from regional_calls.enums import ExpressionState
from regional_calls.models import Expression, RegionalCall
from regional_calls.models.expression import ExpressionQuerySet
from regions.searching import Found, search

REGISTER = "répertoire FINESS"
ANSWERED = "A déjà répondu"
PARTICIPANT = "Participe déjà"


@dataclass(frozen=True)
class ExpressionStructure:
    """What an expression says of its structure, and where that comes from (L15)."""

    kind: str
    name: str
    city: str
    sector: str
    legal_status: str
    finess: str = ""
    category: str = ""
    address: str = ""
    establishment: Establishment | None = None

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label)

    @property
    def legal_status_label(self) -> str:
        return str(LegalStatus(self.legal_status).label)

    @property
    def asks_address(self) -> bool:
        """Whether its author says where to write to it, which the register does not."""
        return self.establishment is None or not self.establishment.postal_address

    @property
    def source(self) -> str:
        return REGISTER if self.establishment is not None and self.finess else "votre déclaration"


def structure_of(expression: Expression) -> ExpressionStructure | None:
    """The structure of the draft; None until one is chosen."""
    kept, address = expression.draft.get("structure") or {}, expression.draft.get("address") or ""
    if "establishment" not in kept:
        return ExpressionStructure(**kept, address=address) if kept else None
    row = Establishment.objects.filter(pk=kept["establishment"]).first()
    return None if row is None else described(row, address)


def described(row: Establishment, address: str) -> ExpressionStructure:
    """A structure of the register, at the address that it gives, else at the one typed."""
    return ExpressionStructure(
        kind=row.kind,
        name=row.name,
        city=row.city,
        sector=row.sector,
        legal_status=row.legal_status,
        finess=row.finess or "",
        category=row.category,
        address=row.postal_address or address,
        establishment=row,
    )


def ensure_choosable(expression: Expression, row: Establishment) -> None:
    """Say at once why a structure cannot answer, and what to do about it."""
    call = expression.call
    region = call.project.region
    if row.region_id != region.pk:
        raise Refused(
            f"{row} se trouve dans la région {row.region} : cet appel s'adresse aux structures de la région {region}. "
            "Cherchez l'appel de votre région dans la liste des appels régionaux."
        )
    if row.closed_on is not None:
        raise Refused(
            f"{row} est fermé depuis le {day(row.closed_on)} selon le répertoire FINESS. Choisissez la structure "
            f"qui lui a succédé ; si le répertoire se trompe, écrivez à {call.contact_email}."
        )
    if others(expression).filter(establishment=row).exists():
        raise Refused(
            f"{row} a déjà remis une réponse à cet appel, depuis une autre adresse. Voyez avec vos collègues qui la "
            f"tient ; pour la reprendre, écrivez à {call.contact_email}."
        )
    if call.project.participations.present().filter(establishment=row).exists():
        raise Refused(f"{row} participe déjà à ce projet : il n'a pas à répondre de nouveau.")


def others(expression: Expression) -> ExpressionQuerySet:
    return Expression.objects.filter(call=expression.call_id, state=ExpressionState.SUBMITTED).exclude(pk=expression.pk)


def ensure_nameable(call: RegionalCall, *, kind: EntityKind, name: str) -> None:
    """A grouping or a territory that the register knows is chosen there, so that it stays one row."""
    if namesakes(kind, name, call.project.region).exists():
        raise Refused(f"« {name} » est déjà connu dans la région : cherchez-le par son nom pour le choisir.")


def structures_found(expression: Expression, text: str) -> Found:
    """Structures of the call's region that match, each with what prevents choosing it."""
    call = expression.call
    obstacles = dict.fromkeys(
        call.project.participations.present().values_list("establishment_id", flat=True), PARTICIPANT
    )
    obstacles |= dict.fromkeys(others(expression).values_list("establishment_id", flat=True), ANSWERED)
    return search(call.project, text, obstacles=obstacles)

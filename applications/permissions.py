"""Who may do what with a fiche projet."""

from collections.abc import Collection

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from applications.enums import ApplicationState, FileState, Party
from applications.models import Application, FicheFile
from calls.enums import Owner, SectionKind
from calls.models import Call, Question, Section
from core.verdicts import YES, Verdict, no, not_now
from regions.models import RegionalProject


def party_of(hat: Membership | None, project: RegionalProject) -> Party | None:
    """Which side of the pair a person acts for in this project, if any."""
    if hat is None:
        return None
    if hat.ars and hat.organisation_id == project.ars_id:
        return Party.ARS
    if hat.aract and hat.organisation_id == project.aract_id:
        return Party.ARACT
    return None


def may_start_project(hat: Membership | None) -> Verdict:
    """Start the regional project of one's region for an open call."""
    if hat is not None and hat.regional and hat.organisation.region_id is not None:
        return YES
    return no("Seules l'ARS et l'Aract d'une région y commencent un projet.")


def is_guest_on(hat: Membership, application: Application, sections: Collection[Section], *, writes: bool) -> Verdict:
    """Whether somebody from outside was invited to all of these sections, and may still comment on, or write them."""
    guest = application.guesthood(hat)
    if guest is None:
        return no("Votre invitation sur cette fiche a pris fin : ce que vous y avez écrit reste, sous votre nom.")
    if not sections or not {section.pk for section in sections} <= guest.keys:
        return no("Votre invitation porte sur d'autres sections de cette fiche.")
    if writes and not guest.writes:
        return no("Vous êtes sur invitation pour commenter ces sections : l'ARS et l'Aract les écrivent.")
    if writes and any(section.kind != SectionKind.QUESTIONS for section in sections):
        return no("Un tableau se commente : seules l'ARS et l'Aract l'écrivent.")
    return YES


def may_invite_guest(hat: Membership | None, application: Application) -> Verdict:
    """Invite somebody from outside to sections of a draft, prolong it, withdraw it: its pair's own."""
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet invitent quelqu'un sur sa fiche.")
    if application.state != ApplicationState.DRAFT:
        return not_now(f"La fiche est {application.state.said} : elle n'est plus ouverte à personne d'autre.")
    return YES


def may_write(hat: Membership | None, application: Application, sections: Collection[Section] = frozenset()) -> Verdict:
    """Write the fiche, or these sections of it; both parties may, whether they draft or sign.

    A correction opens its own sections, and no other; so does an invitation.
    """
    if hat is not None and hat.guest:
        return is_guest_on(hat, application, sections, writes=True)
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet écrivent sa fiche.")
    if not application.written:
        return not_now(f"La fiche est {application.state.said} : son contenu ne change plus.")
    correction = application.correction
    if correction is not None and sections and not {section.pk for section in sections} <= correction.keys:
        return not_now(f"La correction porte sur {correction.sections_said} : le reste de la fiche est scellé.")
    return YES


def may_lead(hat: Membership | None, application: Application) -> Verdict:
    """Hand over the lead of a fiche, or take it when asked to: the pair's own, while it is a draft."""
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet conduisent sa fiche.")
    if application.state != ApplicationState.DRAFT:
        return not_now(f"La fiche est {application.state.said} : sa conduite ne change plus.")
    return YES


def may_answer(hat: Membership | None, application: Application, question: Question) -> Verdict:
    """Answer a question of the fiche: both parties, but for those that one of them answers alone.

    A guest answers those of the party that invited them.
    """
    guest = application.guesthood(hat)
    verdict = may_write(hat, application, [question.section] if guest else ())
    party = party_of(guest.invited_by if guest else hat, application.project)
    if verdict and question.owner not in {Owner.BOTH, party}:
        return no(f"« {question.label} » est à remplir par {Owner(question.owner).label} : vous la lisez.")
    return verdict


def may_open(hat: Membership | None, attachment: FicheFile) -> Verdict:
    """Open a joined file that one knows of: once examined, and never when it was set aside."""
    if attachment.state == FileState.SET_ASIDE:
        return not_now(f"« {attachment} » a été écarté : il ne s'ouvre pas. {attachment.finding}")
    if attachment.state == FileState.PENDING and (hat is None or hat.user_id != attachment.added_by.user_id):
        return not_now(f"« {attachment} » est en cours d'examen : il s'ouvrira dans quelques instants.")
    return YES


def may_read_all(hat: Membership | None, application: Application) -> Verdict:
    """Read the answers that rapporteurs are not shown: the pair, who wrote them, and the commission's secretaries."""
    if party_of(hat, application.project) is not None or (hat is not None and hat.is_national(Role.SECRETARY)):
        return YES
    return no("Certaines réponses ne sont lues que par l'ARS, l'Aract et le secrétariat de la commission.")


def may_read_versions(hat: Membership | None, application: Application) -> Verdict:
    """Read what each edit changed; those who wrote do, others read what was deposited."""
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet lisent les versions de leur fiche.")
    return YES


def may_remark(
    hat: Membership | None, application: Application, sections: Collection[Section] = frozenset()
) -> Verdict:
    """Write remarks beside the fiche to one another, resolve them; its pair's own, while it is written.

    A guest does beside their sections; of what others say, they read what is said to them (`remarks.read_by`).
    """
    if hat is not None and hat.guest:
        return is_guest_on(hat, application, sections, writes=False)
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet s'écrivent des remarques sur sa fiche.")
    if application.state != ApplicationState.DRAFT:
        return not_now(f"La fiche est {application.state.said} : les remarques ne changent plus.")
    return YES


def may_sign(hat: Membership | None, application: Application) -> Verdict:
    """Sign for one's party."""
    if hat is None or party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet signent sa fiche.")
    if hat.role != Role.SIGNATORY:
        return no("Seule la personne habilitée à signer pour votre organisation peut signer.")
    if not application.written:
        return not_now(f"La fiche est {application.state.said} : elle ne se signe plus.")
    return YES


def may_deposit(hat: Membership | None, application: Application) -> Verdict:
    """Deposit the signed fiche: the ARS does (R24, R26)."""
    if party_of(hat, application.project) != Party.ARS:
        return no("Le dépôt revient à l'ARS, qui porte le projet.")
    if not application.written:
        return not_now(f"La fiche est déjà {application.state.said}.")
    return YES


def may_correct(hat: Membership | None, application: Application) -> Verdict:
    """Have the pair correct chosen sections of what it deposited, until a decision is proposed."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la commission ouvre ou prolonge une correction.")
    if application.state not in {ApplicationState.DEPOSITED, ApplicationState.ADMISSIBLE} or application.outcome:
        return not_now(f"La fiche est {application.status_label} : elle ne se corrige pas.")
    return YES


def may_end_correction(hat: Membership | None, application: Application) -> Verdict:
    """End a correction without a new deposit: the secretary may, or the signatory of the pair."""
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    if hat is not None and party_of(hat, application.project) is not None and hat.role == Role.SIGNATORY:
        return YES
    return no("Le secrétariat, ou une personne habilitée à signer pour le binôme, met fin à une correction.")


def may_give_late_access(hat: Membership | None, call: Call) -> Verdict:
    """See how far the drafts of a call are, and make or revoke the codes that open some after its closing."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la commission suit les brouillons et donne des codes d'accès.")
    if not call.published_at:
        return not_now("L'appel n'est pas publié.")
    return YES


def may_enter_late_code(hat: Membership | None, application: Application) -> Verdict:
    """Open one's draft by a code after the closing."""
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet ouvrent sa fiche par un code.")
    if application.state != ApplicationState.DRAFT:
        return not_now(f"La fiche est {application.state.said} : aucun code ne l'ouvre.")
    return YES


def may_write_message(hat: Membership | None, application: Application) -> Verdict:
    """Read and write the messages that the pair and the secretariat exchange on a deposited fiche."""
    if party_of(hat, application.project) is None and (hat is None or not hat.is_national(Role.SECRETARY)):
        return no("Les messages sur une fiche s'échangent entre son binôme et le secrétariat de la commission.")
    if application.state == ApplicationState.DRAFT:
        return not_now("La fiche est encore en brouillon : on s'écrit une fois qu'elle est déposée.")
    return YES


def may_note(hat: Membership | None, application: Application) -> Verdict:
    """Read and write internal notes on a deposited fiche, which its pair never sees."""
    if hat is None or not hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        return no("Les notes internes sont au secrétariat et à la présidence de la commission.")
    if application.state == ApplicationState.DRAFT:
        return not_now("La fiche est encore en brouillon.")
    return YES


def may_keep_labels(hat: Membership | None) -> Verdict:
    """Make, rename, merge and remove the labels by which the secretariat sorts fiches."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Les étiquettes sont au secrétariat de la commission.")
    return YES


def may_label(hat: Membership | None, application: Application) -> Verdict:
    """Put a label on a deposited fiche, or take it off; its pair never sees any."""
    verdict = may_keep_labels(hat)
    if verdict and application.state == ApplicationState.DRAFT:
        return not_now("La fiche est encore en brouillon : elle ne porte pas d'étiquette.")
    return verdict


def may_withdraw(hat: Membership | None, application: Application) -> Verdict:
    """Give up the project: the ARS's signatory does, until a decision is proposed (`withdrawing.decided`)."""
    if hat is None or party_of(hat, application.project) != Party.ARS or hat.role != Role.SIGNATORY:
        return no("Le retrait revient à la personne habilitée à signer pour l'ARS.")
    if application.state in {ApplicationState.WITHDRAWN, ApplicationState.INADMISSIBLE}:
        return not_now(f"La fiche est {application.state.said}.")
    if application.outcome:
        return not_now("La décision sur la fiche est notifiée : elle ne se retire plus.")
    return YES


def may_check(hat: Membership | None, application: Application) -> Verdict:
    """Say whether a deposited fiche is admissible."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la commission examine la recevabilité.")
    if application.state != ApplicationState.DEPOSITED:
        return not_now(f"La fiche est {application.state.said} : sa recevabilité n'est pas à examiner.")
    return YES


def may_ask_pieces(hat: Membership | None, application: Application) -> Verdict:
    """Ask the pair for what its deposited fiche lacks."""
    return may_check(hat, application)


def may_answer_pieces(hat: Membership | None, application: Application) -> Verdict:
    """Answer for one's party, whether one drafts or signs, until the fiche is judged."""
    if party_of(hat, application.project) is None:
        return no("Seules l'ARS et l'Aract de ce projet répondent à une demande de pièces.")
    if application.state != ApplicationState.DEPOSITED:
        return not_now(f"La fiche est {application.get_state_display()} : elle n'attend plus de pièces.")
    return YES


def decides_for_dgos(hat: Membership | None) -> bool:
    """Signs for the minister, whom a decision about a national call commits."""
    return hat is not None and hat.role == Role.SIGNATORY and hat.organisation.kind == OrganisationKind.DGOS


def may_declare_inadmissible(hat: Membership | None, application: Application) -> Verdict:
    """Sign an inadmissibility that the secretary proposes, or send it back."""
    if not decides_for_dgos(hat):
        return no("Une irrecevabilité se décide au nom de la DGOS, par la personne habilitée à signer pour elle.")
    if application.state != ApplicationState.DEPOSITED:
        return not_now(f"La fiche est {application.get_state_display()} : sa recevabilité n'est plus à décider.")
    return YES


def may_withdraw_inadmissibility(hat: Membership | None, application: Application) -> Verdict:
    """Take back an inadmissibility within the time of the law (`inadmissibility.ensure_withdrawable`)."""
    if not decides_for_dgos(hat):
        return no("Une irrecevabilité se retire au nom de la DGOS, par la personne habilitée à signer pour elle.")
    if application.state != ApplicationState.INADMISSIBLE:
        return not_now(f"La fiche est {application.get_state_display()} : il n'y a pas d'irrecevabilité à retirer.")
    return YES


def may_export(hat: Membership | None) -> Verdict:
    """Download the fiches and decisions of a call as a spreadsheet."""
    if hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT):
        return YES
    return no("L'export est réservé au secrétariat et à la présidence de la commission.")


def may_export_all(hat: Membership | None) -> Verdict:
    """Take personal data, and what rapporteurs are not shown, out of the portal in a spreadsheet.

    A file travels where no right follows it. Secretaries write to the people whom answers name, and account for what
    was received; the president judges projects, and needs nobody's address for that.
    """
    if hat is not None and hat.is_national(Role.SECRETARY):
        return YES
    return no("Seul le secrétariat de la commission emporte les données personnelles des fiches.")

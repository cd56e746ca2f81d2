"""What became of issued letters: whether the mails were sent, who opened theirs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Organisation
from commission.models import Notice, NoticeReading
from core.wording import counted
from records.models import Message, MessageState


@dataclass
class NoticeLine:
    """A letter with its mails by state, and each organisation of the pair with its first opening."""

    notice: Notice
    mails: Counter[str] = field(default_factory=Counter)
    openings: list[tuple[Organisation, NoticeReading | None]] = field(default_factory=list)

    @property
    def mail_state(self) -> tuple[str, str]:
        """A sentence and the tone of its badge."""
        if self.notice.act.document_id is None:
            return "lettre en préparation", "info"
        sent, total = self.mails[MessageState.SENT], self.mails.total()
        if not total:
            return "aucun courriel", "warning"
        if self.mails[MessageState.FAILED]:
            return counted(self.mails[MessageState.FAILED], "courriel en échec", "courriels en échec"), "error"
        if sent < total:
            return f"courriels en attente : {total - sent} sur {total}", "info"
        return f"courriels envoyés : {total}", "success"


def lines(notices: Iterable[Notice]) -> list[NoticeLine]:
    """In a constant number of queries."""
    found = [NoticeLine(notice) for notice in notices]
    by_document = {line.notice.act.document_id: line for line in found if line.notice.act.document_id}
    mails = Message.attachments.through.objects.filter(document__in=by_document)
    for document_id, state in mails.values_list("document_id", "message__state"):
        by_document[document_id].mails[state] += 1
    readings = {
        (reading.notice_id, reading.organisation_id): reading
        for reading in NoticeReading.objects.filter(notice__act__document__in=by_document)
    }
    for line in found:
        project = line.notice.decision.application.project
        line.openings = [
            (organisation, readings.get((line.notice.pk, organisation.pk)))
            for organisation in (project.ars, project.aract)
        ]
    return found

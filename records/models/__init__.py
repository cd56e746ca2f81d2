from records.models.daily_run import DailyRun
from records.models.document import Document
from records.models.job import Job, JobState
from records.models.journal import JournalEntry
from records.models.message import Message, MessageState
from records.models.reference_file import ReferenceFile
from records.models.removed_row import RemovedRow
from records.models.sealed import Sealed
from records.models.sequence import Sequence
from records.models.upload import Upload

__all__ = [
    "DailyRun",
    "Document",
    "Job",
    "JobState",
    "JournalEntry",
    "Message",
    "MessageState",
    "ReferenceFile",
    "RemovedRow",
    "Sealed",
    "Sequence",
    "Upload",
]

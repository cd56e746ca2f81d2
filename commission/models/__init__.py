from commission.models.convening import Convening
from commission.models.decision import Approval, Decision, Envelope
from commission.models.notice import Notice, NoticeReading
from commission.models.review import Assignment, Review, Score, total_on_20

__all__ = [
    "Approval",
    "Assignment",
    "Convening",
    "Decision",
    "Envelope",
    "Notice",
    "NoticeReading",
    "Review",
    "Score",
    "total_on_20",
]

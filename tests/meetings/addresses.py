"""What the tests of the routes must know of meetings."""

from meetings.models import Invitee, Meeting, MeetingDecision, Minutes

PUBLIC = {"meetings:reply"}
OWN_PAGE: set[str] = set()


def known(project) -> dict[str, object]:
    meeting = Meeting.objects.held().filter(project=project, kind="copil").first()
    return {
        "meeting_pk": meeting.pk,
        "invitee_pk": Invitee.objects.filter(meeting=meeting).first().pk,
        "minutes_pk": Minutes.objects.filter(meeting=meeting).first().pk,
        "meeting_decision_pk": MeetingDecision.objects.filter(meeting=meeting).first().pk,
    }

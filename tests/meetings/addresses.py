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


def in_turn(project) -> dict[str, dict[str, object]]:
    """What a meeting will be changes until it is held."""
    ahead = Meeting.objects.live().filter(held_at=None, project__region=project.region).earliest("pk")
    rows = {"project_pk": ahead.project_id, "meeting_pk": ahead.pk}
    return {f"meetings:{act}": rows for act in ("edit", "agenda", "cancel", "add_invitee")}

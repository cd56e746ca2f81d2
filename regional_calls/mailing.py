"""The mails of a regional call: the pair writes, and answers at the call's address."""

from collections.abc import Iterable, Sequence

from accounts.mailing import Mail, addresses_of, tell
from records.models import Document
from records.moments import Moment
from regional_calls.models import RegionalCall


def contact_of(call: RegionalCall) -> str:
    return f"{call.contact_function} ({call.contact_email})"


def whom_to_write(call: RegionalCall) -> str:
    return f"{call.contact_email} ({call.contact_function})"


def write(
    call: RegionalCall,
    moment: Moment,
    *,
    key: str,
    to: str,
    what: str,
    todo: str,
    path: str = "",
    facts: Sequence[str] = (),
    secret: str = "",
    attachments: Iterable[Document] = (),
) -> None:
    """One mail to a structure or to the public; it leads to the call's public page unless `path` says better."""
    project = call.project
    mail = Mail(
        project.mail_about,
        what,
        todo,
        path or call.get_absolute_url(),
        [*facts, f"{project.ars} et {project.aract}\n{call.contact_function}"],
        reply_to=call.contact_email,
    )
    tell(moment, [to], mail, key=key, secret=secret, attachments=attachments)


def tell_pair(call: RegionalCall, moment: Moment, *, key: str, what: str, todo: str, path: str) -> None:
    """One mail to those who run the call."""
    project = call.project
    mail = Mail(project.mail_about, what, todo, path, [f"Appel : « {call} »."], reply_to=call.contact_email)
    tell(moment, addresses_of([project.ars, project.aract]), mail, key=key)

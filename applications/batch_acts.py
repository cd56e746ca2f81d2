"""What the secretariat does to several received fiches at once: each is the deed that it does to one."""

from collections.abc import Mapping
from typing import Any

from accounts.batches import BatchAct
from accounts.models import Membership
from applications import labelling
from applications.checking import Findings, check
from applications.forms.batches import AdmitForm, SeveralMessageForm
from applications.forms.labels import OneLabelForm
from applications.messaging import send_message
from applications.models import Application, Label
from applications.permissions import may_keep_labels
from core.verdicts import OutOfTurn

PUT, TAKE, ADMIT, WRITE = (f"applications.{verb}" for verb in ("put_label", "take_label", "check", "send_message"))
SOUND = Findings(complete=True, in_time=True, region=True, scope=True)


def fiches(hat: Membership) -> Any:
    return Application.objects.visible_to(hat).with_parties().filter(deposit__isnull=False).select_related("deposit")


def named(fiche: Application) -> str:
    return f"{fiche.project.region} – {fiche.in_force}"


def label_told(told: Mapping[str, Any]) -> Label:
    label = Label.objects.filter(pk=told["label"]).first()
    if label is None:
        raise OutOfTurn("Cette étiquette vient d'être retirée.")
    return label


def key_of_label(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": typed["label"].pk}


ACTS = (
    BatchAct(
        PUT,
        "Poser une étiquette",
        "Poser l'étiquette",
        may_keep_labels,
        fiches,
        named,
        deed=lambda fiche, told, hat: labelling.put_label(fiche, label_told(told), by=hat),
        form=OneLabelForm,
        told=key_of_label,
        consequences=["Le binôme et les rapporteurs ne voient pas les étiquettes."],
    ),
    BatchAct(
        TAKE,
        "Ôter une étiquette",
        "Ôter l'étiquette",
        may_keep_labels,
        fiches,
        named,
        deed=lambda fiche, told, hat: labelling.take_label(fiche, label_told(told), by=hat),
        form=OneLabelForm,
        told=key_of_label,
    ),
    BatchAct(
        ADMIT,
        "Déclarer recevables",
        "Déclarer les fiches recevables",
        may_keep_labels,
        fiches,
        named,
        deed=lambda fiche, _, hat: check(fiche, admissible=True, findings=SOUND, by=hat),
        form=AdmitForm,
        told=lambda _: {},
        consequences=["L'ARS et l'Aract de chaque fiche en sont prévenues par courriel."],
    ),
    BatchAct(
        WRITE,
        "Écrire aux binômes",
        "Envoyer le message à chaque binôme",
        may_keep_labels,
        fiches,
        named,
        deed=lambda fiche, told, hat: send_message(fiche, text=told["text"], by=hat),
        form=SeveralMessageForm,
        consequences=["Chaque binôme reçoit le même message, sur sa fiche, et en est prévenu par courriel."],
    ),
)

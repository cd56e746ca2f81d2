"""What the public pages owe their reader, and that only those who run the portal can say (C1, C8, L13–L15).

The one list: by environment variable, the page that says it and what it is, in the words that administrators read as
long as it is missing. A page says nothing of what it does not know.
"""

FACTS_ASKED = {
    "PORTAL_EDITOR": ("legal", "l'éditeur : nom, statut et adresse"),
    "PORTAL_EDITOR_PHONE": ("legal", "le téléphone de l'éditeur"),
    "PORTAL_PUBLICATION_DIRECTOR": ("legal", "la directrice ou le directeur de la publication"),
    "PORTAL_HOST": ("legal", "l'hébergeur : nom et adresse"),
    "PORTAL_HOST_PHONE": ("legal", "le téléphone de l'hébergeur"),
    "PORTAL_REPORTS": ("legal", "ce que devient un signalement : qui le lit, sous quel délai, avec quelle suite"),
    "PORTAL_CONTROLLERS": ("privacy", "le ou les responsables du traitement, avec leur adresse"),
    "PORTAL_JOINT_CONTROL": ("privacy", "s'ils sont plusieurs, qui répond de quoi (RGPD, article 26)"),
    "PORTAL_DPO": ("privacy", "comment joindre le délégué à la protection des données"),
    "PORTAL_PROCESSORS": ("privacy", "les sous-traitants : hébergement, messagerie, maintenance"),
    "PORTAL_TRANSFERS": ("privacy", "les transferts hors de l'Union européenne, ou leur absence"),
    "PORTAL_LOG_RETENTION": ("privacy", "combien de temps l'hébergeur garde les journaux techniques"),
    "PORTAL_ACCESSIBILITY_DATE": ("accessibility", "le jour où la déclaration d'accessibilité est établie"),
    "PORTAL_ACCESSIBILITY_PLAN": ("accessibility", "l'adresse du schéma pluriannuel de mise en accessibilité"),
}

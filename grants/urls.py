"""Addresses of the money of a project."""

from django.urls import path

from grants.views import agreements, beneficiaries, funding, ledger, money, recoveries, statements

app_name = "grants"
MONEY = "projets/<int:project_pk>/financement/"
AGREEMENT = f"{MONEY}conventions/<int:agreement_pk>/"
HEARING = f"{MONEY}observations/<int:hearing_pk>/"
RECOVERY = f"{MONEY}reversements/<int:recovery_pk>/"
STATEMENT = f"{AGREEMENT}compte-rendu/"
urlpatterns = [
    path(MONEY, money.money, name="money"),
    path(f"{MONEY}registre/", ledger.ledger, name="ledger"),
    path(f"{MONEY}registre/registre.xlsx", ledger.ledger_xlsx, name="ledger_xlsx"),
    path(f"{MONEY}registre/registre.pdf", ledger.ledger_pdf, name="ledger_pdf"),
    path(f"{MONEY}registre/inscrire/", ledger.record, name="record"),
    path(f"{MONEY}registre/<int:entry_pk>/corriger/", ledger.reverse_entry, name="reverse_entry"),
    path(f"{MONEY}registre/<int:entry_pk>/piece/", ledger.piece, name="piece"),
    path(f"{MONEY}conventions/", agreements.agreements, name="agreements"),
    path(f"{MONEY}conventions/preparer/", agreements.draft, name="draft"),
    path(f"{MONEY}beneficiaires/ajouter/", beneficiaries.add_beneficiary, name="add_beneficiary"),
    path(f"{MONEY}beneficiaires/<int:beneficiary_pk>/", beneficiaries.revise_beneficiary, name="revise_beneficiary"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}modifier/", agreements.redraft, name="redraft"),
    path(f"{AGREEMENT}abandonner/", agreements.drop, name="drop"),
    path(f"{AGREEMENT}echeancier/", agreements.schedule, name="schedule"),
    path(f"{AGREEMENT}signer/", agreements.sign, name="sign"),
    path(f"{AGREEMENT}avenant/", agreements.amend, name="amend"),
    path(f"{AGREEMENT}terminer/", agreements.end, name="end"),
    path(f"{AGREEMENT}projet.pdf", agreements.project_pdf, name="project_pdf"),
    path(f"{AGREEMENT}document/", agreements.document, name="document"),
    path(f"{AGREEMENT}avenants/<int:amendment_pk>/document/", agreements.amendment_document, name="amendment_document"),
    path(f"{AGREEMENT}echeances/<int:instalment_pk>/verser/", agreements.pay, name="pay"),
    path(STATEMENT, statements.statement, name="statement"),
    path(f"{STATEMENT}deposer/", statements.submit_statement, name="submit_statement"),
    path(f"{STATEMENT}accepter/", statements.accept_statement, name="accept_statement"),
    path(f"{STATEMENT}renvoyer/", statements.return_statement, name="return_statement"),
    path(f"{STATEMENT}<int:submission_pk>/pdf/", statements.submission_pdf, name="submission_pdf"),
    path(f"{STATEMENT}<int:submission_pk>/copie/", statements.signed_copy, name="signed_copy"),
    path(f"{AGREEMENT}observations/", recoveries.invite, name="invite"),
    path(HEARING, recoveries.answer, name="answer"),
    path(f"{HEARING}abandonner/", recoveries.give_up, name="give_up"),
    path(f"{HEARING}lettre/", recoveries.invitation_letter, name="invitation_letter"),
    path(f"{HEARING}piece/", recoveries.answer_piece, name="answer_piece"),
    path(f"{HEARING}reversement/", recoveries.recover, name="recover"),
    path(f"{RECOVERY}abroger/", recoveries.lift, name="lift"),
    path(f"{RECOVERY}encaisser/", recoveries.repay, name="repay"),
    path(f"{RECOVERY}lettre/", recoveries.letter, name="letter"),
    path(f"{RECOVERY}abrogation/", recoveries.lift_letter, name="lift_letter"),
    path(f"{MONEY}cofinancements/", funding.cofundings, name="cofundings"),
    path(f"{MONEY}cofinancements/ajouter/", funding.add_contribution, name="add_contribution"),
    path(f"{MONEY}cofinancements/<int:cofunding_pk>/confirmer/", funding.add_contribution, name="confirm"),
    path(f"{MONEY}cofinancements/<int:contribution_pk>/modifier/", funding.revise, name="revise"),
    path(f"{MONEY}cofinancements/<int:contribution_pk>/encaisser/", funding.receive, name="receive"),
]

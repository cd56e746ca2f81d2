"""Addresses of fieldwork."""

from django.urls import path

from fieldwork.views import closing, experiment, lineage, milestones, stages

app_name = "fieldwork"
PROJECT = "projets/<int:project_pk>"
STAGES = f"{PROJECT}/etapes"
MILESTONES = f"{PROJECT}/jalons"
EXPERIMENT = f"{PROJECT}/experimentation"
urlpatterns = [
    path(f"{STAGES}/", stages.stages_page, name="stages"),
    path(f"{STAGES}/<int:stage_pk>/avancement/", stages.progress, name="progress"),
    path(f"{STAGES}/<int:stage_pk>/plan/", stages.replan, name="replan"),
    path(f"{MILESTONES}/ajouter/", milestones.add_milestone, name="add_milestone"),
    path(f"{MILESTONES}/usuels/", milestones.propose_milestones, name="propose_milestones"),
    path(f"{MILESTONES}/<int:milestone_pk>/report/", milestones.move_milestone, name="move_milestone"),
    path(f"{MILESTONES}/<int:milestone_pk>/atteint/", milestones.reach_milestone, name="reach_milestone"),
    path(f"{MILESTONES}/<int:milestone_pk>/retrait/", milestones.remove_milestone, name="remove_milestone"),
    path(
        f"{MILESTONES}/<int:milestone_pk>/livrables/ajouter/", milestones.expect_deliverable, name="expect_deliverable"
    ),
    path(f"{PROJECT}/livrables/<int:deliverable_pk>/", milestones.deliverable, name="deliverable"),
    path(
        f"{PROJECT}/livrables/<int:deliverable_pk>/joindre/", milestones.attach_deliverable, name="attach_deliverable"
    ),
    path(f"{EXPERIMENT}/", experiment.experiment, name="experiment"),
    path(f"{EXPERIMENT}/hypotheses/ajouter/", experiment.suppose, name="suppose"),
    path(
        f"{EXPERIMENT}/hypotheses/<int:hypothesis_pk>/indicateurs/ajouter/",
        experiment.add_indicator,
        name="add_indicator",
    ),
    path(f"{EXPERIMENT}/hypotheses/<int:hypothesis_pk>/conclusion/", experiment.conclude, name="conclude"),
    path(
        f"{EXPERIMENT}/hypotheses/<int:hypothesis_pk>/retrait/",
        experiment.withdraw_hypothesis,
        name="withdraw_hypothesis",
    ),
    path(
        f"{EXPERIMENT}/indicateurs/<int:indicator_pk>/retrait/",
        experiment.withdraw_indicator,
        name="withdraw_indicator",
    ),
    path(f"{EXPERIMENT}/indicateurs/<int:indicator_pk>/mesures/ajouter/", experiment.measure, name="measure"),
    path(f"{EXPERIMENT}/mesures/<int:measure_pk>/correction/", experiment.correct_measure, name="correct_measure"),
    path(f"{PROJECT}/filiation/", lineage.lineage, name="lineage"),
    path(f"{PROJECT}/cloture/", closing.close, name="close"),
]

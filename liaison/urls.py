from django.urls import path, register_converter

from cnss_amo.kernel.references import LineNumber, ListReference, QuestionReference, Reference
from liaison.views import decisions, lists, questions, queues, rows, sending


class ActivityReference(Reference):
    """The reference of an activity that a complete list no longer names."""

    kind = "ref-activity"


register_converter(LineNumber, "line")
register_converter(ListReference, "list")
register_converter(ActivityReference, "activity")
register_converter(QuestionReference, "question")

app_name = "liaison"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("envoyer/", sending.send, name="send"),
    path("formats/", sending.formats, name="formats"),
    path("formats/<slug:body_code>/<slug:container>/", sending.template, name="template"),
    path("bilan/", lists.funnel, name="funnel"),
    path("conflits/", queues.conflicts, name="conflicts"),
    path("conflits/<list:list_id>/<line:line>/", queues.conflict, name="conflict"),
    path("absents/", queues.missing, name="missing"),
    path("absents/<activity:activity_id>/", queues.missing_person, name="missing_person"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<question:question_id>/", questions.question, name="question"),
    path("attente/", queues.waiting, name="waiting"),
    path("quarantaine/", queues.quarantine, name="quarantine"),
    path("quarantaine/<list:list_id>/<line:line>/", queues.retry_row, name="retry_row"),
    path("<list:list_id>/", lists.received_list, name="list"),
    path("<list:list_id>/recu/", lists.receipt, name="receipt"),
    path("<list:list_id>/avancement/", lists.progress, name="progress"),
    path("<list:list_id>/differences/", lists.difference, name="difference"),
    path("<list:list_id>/resultats/<str:outcome>/", rows.with_outcome, name="outcome"),
    path("<list:list_id>/anomalies/<str:code>/", rows.with_issue, name="issue"),
    path("<list:list_id>/lignes/<line:line>/", rows.row, name="row"),
    path("<list:list_id>/lignes/<line:line>/corriger/", rows.correct_row, name="correct_row"),
    path("<list:list_id>/retour.csv", rows.returned, {"container": "csv"}, name="return_csv"),
    path("<list:list_id>/retour.xlsx", rows.returned, {"container": "xlsx"}, name="return_xlsx"),
    path("<list:list_id>/approuver/", decisions.approve, name="approve"),
    path("<list:list_id>/refuser/", decisions.refuse, name="refuse"),
    path("<list:list_id>/abandonner/", decisions.cancel, name="cancel"),
    path("<list:list_id>/planifier/", decisions.plan_again, name="plan_again"),
    path("<list:list_id>/reprendre/", decisions.retry, name="retry"),
    path("<list:list_id>/annuler/", decisions.undo, name="undo"),
]

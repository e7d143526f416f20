from django.urls import path

from cnss_amo.ivr import views

app_name = "ivr"

urlpatterns = [
    path("calls/", views.start, name="start"),
    path("calls/<uuid:key>/input/", views.answer, name="answer"),
    path("calls/<uuid:key>/hang-up/", views.hang_up, name="hang_up"),
]

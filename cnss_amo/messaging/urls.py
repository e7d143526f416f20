from django.urls import path

from cnss_amo.messaging import views

app_name = "messaging"
urlpatterns = [path("messages/", views.inbox, name="inbox")]

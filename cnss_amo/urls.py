from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language


def change_password(_request: HttpRequest, **_context: object) -> HttpResponse:
    """Passwords are changed on one page, which counts the tries."""
    return redirect("account_change_password")


admin.site.login = secure_admin_login(admin.site.login)
admin.site.password_change = change_password

urlpatterns = [
    path("", include("cnss_amo.portal.urls")),
    path("", include("cnss_amo.accounts.urls")),
    path("langue/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path("guichet/", include("cnss_amo.backoffice.urls")),
    path("point/", include("cnss_amo.points.urls")),
    path("listes/", include("liaison.urls")),
    path("api/v1/voice/", include("cnss_amo.ivr.urls")),
    path("administration/", admin.site.urls),
    path("dev/", include("cnss_amo.messaging.urls")),
    path("api/v1/", include("cnss_amo.api.urls")),  # last: it answers whatever begins so
]

handler500 = "cnss_amo.portal.errors.server_error"

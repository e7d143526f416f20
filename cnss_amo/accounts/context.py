from django.http import HttpRequest

from cnss_amo.accounts import perms


def navigation(request: HttpRequest) -> dict[str, object]:
    """What the signed-in user may reach, for the header of every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"may_search_people": False, "may_see_all_lists": False, "may_send_lists": False}
    return {
        "may_search_people": perms.may_search_people(user),
        "may_see_all_lists": perms.may_see_all_lists(user),
        "may_send_lists": perms.may_send_lists(user),
    }

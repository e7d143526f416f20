from django.http import HttpRequest

from cnss_amo.accounts import perms

QUESTIONS = {
    "may_search_people": perms.may_search_people,
    "may_see_all_lists": perms.may_see_all_lists,
    "may_send_lists": perms.may_send_lists,
    "may_reveal": perms.may_reveal,
    "may_audit": perms.may_audit,
    "may_watch": perms.may_watch,
    "may_take_work": perms.may_take_work,
    "may_lead_team": perms.may_lead_team,
}


def navigation(request: HttpRequest) -> dict[str, object]:
    """What the signed-in user may reach, for the header of every page."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {name: known and may(user) for name, may in QUESTIONS.items()}

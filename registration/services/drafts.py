"""What a person typed and has not sent yet: sealed, found again for a day, whatever her device."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from cnss_amo.kernel.db import keyring
from registration.models import Draft

LABEL = "draft"


def keep_draft(*, person_id: int, typed: dict[str, Any], at: datetime) -> None:
    """Keep what was typed; it replaces what was kept before."""
    sealed = keyring().seal(json.dumps(typed), LABEL)
    Draft.objects.update_or_create(person_id=person_id, defaults={"sealed": sealed, "kept_at": at})


def draft_of(*, person_id: int, at: datetime) -> dict[str, Any]:
    """What a person typed within the day; nothing otherwise."""
    recent = Draft.objects.filter(person_id=person_id, kept_at__gt=at - settings.DRAFT_LASTS)
    draft = recent.first()
    return json.loads(keyring().unseal(draft.sealed, LABEL)) if draft else {}


def drop_draft(*, person_id: int) -> None:
    """Forget what was typed: it was sent."""
    Draft.objects.filter(person_id=person_id).delete()


def forget_old_drafts(*, at: datetime) -> int:
    """Forget what is older than a day."""
    return Draft.objects.filter(kept_at__lte=at - settings.DRAFT_LASTS).delete()[0]

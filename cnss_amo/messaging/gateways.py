"""The port to whoever carries SMS; `SMS_GATEWAY` names the adapter."""

import logging
from typing import Protocol

from django.conf import settings

from cnss_amo.kernel.identifiers import mask_phone
from cnss_amo.messaging.segments import cost

logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """The operator did not take the message: it is tried again later."""


class Gateway(Protocol):
    """Hands one SMS to an operator; raises NotTaken, or whatever went wrong on the way."""

    def send(self, *, to: str, words: str, effect: str) -> None:
        """Return once the operator has the message; the same effect is the same message."""


class Console:
    """Says each SMS in the log of the worker, and costs nothing.

    The words are said in development only: elsewhere a log keeps no personal datum.
    """

    def send(self, *, to: str, words: str, effect: str) -> None:
        """Write one line."""
        shown = words if settings.DEVELOPMENT else f"{cost(words).parts} SMS"
        logger.info("SMS %s -> %s: %s", effect.partition("/")[0], mask_phone(to), shown)


GATEWAYS: dict[str, type[Gateway]] = {"console": Console}


def gateway() -> Gateway:
    """Return the adapter that this installation chose."""
    return GATEWAYS[settings.SMS_GATEWAY]()

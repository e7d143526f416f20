"""The Celery application of the tests: as many deliveries of each message as DELIVERIES says."""

import os

from cnss_amo.celery import app

DELIVERIES = int(os.environ.get("DELIVERIES", "1"))
_send_once = app.amqp.send_task_message


def _send_again(*arguments: object, **said: object) -> object:
    for _time in range(DELIVERIES - 1):
        _send_once(*arguments, **said)
    return _send_once(*arguments, **said)


app.amqp.__dict__["send_task_message"] = _send_again

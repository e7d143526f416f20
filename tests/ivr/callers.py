"""People who call the voice server, for the tests: what they press, what they hear."""

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from cnss_amo.ivr import services
from tests.registration.completing import NOON, code_sent, later

FRENCH, ARABIC = "2", "1"
# Karim's card is AB123456, and he was born on 12/03/1980.
WHO_IS_KARIM = ("22", "123456", "12031980", "1")
TO_HIS_CODE = ("2", *WHO_IS_KARIM, "1")
ALL_IS_RIGHT = ("1", "1", "1", "2")  # phone, the rest, notice, no password now


class Caller:
    """One call, step by step; `heard` holds every answer."""

    def __init__(self, *pressed: str, phone: str = "", at: datetime = NOON) -> None:
        self.begun = partial(
            services.begin, platform="test", session=str(uuid4()), caller=phone, at=at
        )
        self.heard = [self.begun()]
        self.press(*pressed, at=at)

    @property
    def key(self) -> UUID:
        return self.heard[0].call

    @property
    def last(self) -> services.Answer:
        return self.heard[-1]

    @property
    def prompts(self) -> list[str]:
        """What the last answer says, without its language."""
        return [name.partition("/")[2] for name in self.last.say]

    def press(self, *pressed: str, at: datetime = NOON) -> services.Answer:
        for typed in pressed:
            self.heard.append(
                services.answer(
                    platform="test", key=self.key, step=self.last.step, typed=typed, at=at
                )
            )
        return self.last

    def hang_up(self, at: datetime = NOON) -> None:
        services.hang_up(platform="test", key=self.key, at=at)


def known_by_code(*, language: str = FRENCH, phone: str = "") -> Caller:
    """Karim, who typed the code that he received."""
    caller = Caller(language, *TO_HIS_CODE, phone=phone)
    caller.press(code_sent(), at=later(minutes=1))
    return caller

from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def _attempts_of_this_test_only(settings):
    """Wrong passwords are counted in the cache: one test's are not the next one's."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """argon2id at 19 MiB, two passes, one lane (OWASP's first choice): about 30 ms of one core."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

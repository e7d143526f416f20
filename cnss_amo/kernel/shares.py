"""Sharing a whole number among many, in proportion to their weights."""


def apportion(weights: list[float] | list[int], seats: int) -> list[int]:
    """Share seats in proportion to weights, the largest remainders served first."""
    quotas = [weight * seats / sum(weights) for weight in weights]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (shares[i] - quotas[i], i))
    for i in by_remainder[: seats - sum(shares)]:
        shares[i] += 1
    return shares

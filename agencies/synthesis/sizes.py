from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """How many places of each kind; what the press says of 2022, unless asked otherwise."""

    first: int = 60
    second: int = 68
    offices: int = 40
    kiosks: int = 2
    mobile: int = 55
    points: int = 2_100


OF_2022 = Sizes()

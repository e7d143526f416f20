"""What stands for the outside world in tests: written once, at the edge only."""


class Operator:
    """Carries SMS to nobody; may be down, or choke on one phone."""

    def __init__(self):
        self.taken = []
        self.is_down = False
        self.chokes_on = ""

    def send(self, *, to, words, effect):
        if self.is_down or to == self.chokes_on:
            raise ConnectionError("no answer")
        self.taken.append((to, words, effect))

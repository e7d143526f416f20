"""Pages of the lists: they translate a request into one query or one service, and hold no rule."""

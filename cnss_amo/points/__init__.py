"""The light pages of a partner's point: one person at a time, her paper in hand."""

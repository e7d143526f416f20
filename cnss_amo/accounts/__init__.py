"""Who signs in, in which role, and who looked at whom."""

"""The way of a person: who she is, her code, her data, what she takes away; sign-in."""

"""The personal space of an insured person: what remains to do, what the CNSS knows, who saw it.

Each page is about whoever is in the space: no address names anybody, so nobody else is reached.
"""

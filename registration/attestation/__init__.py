"""The attestation d'immatriculation: rendered on demand, sealed, checked by its reference.

`services` issues, revokes and checks; `document` lays it out; `seal` signs it. Nothing of a
document is stored but the facts it attests (decision 29).
"""

"""«Où me rendre ?»: what one comes for and where one is, then the places, the nearest first.

A question by GET names a commune and nothing personal: it may be kept by caches and shared. A
position comes by POST alone, so that no address, log or history ever holds it.
"""

"""Work that waits for people: what a queue is, and who holds what.

What waits stays where it is; a queue only knows how to find it (`queue.Queue`). Who has it in hand
is a `Hold`. Workers have their own due work: rows, and the lock that is the lease.
"""

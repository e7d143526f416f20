"""Verbs of the lists, one module a step: receive, read, plan, approve, register, close, undo."""

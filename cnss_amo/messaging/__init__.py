"""The outbox: messages to people, written with their cause, sent by a worker."""

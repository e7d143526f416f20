"""The operations of the interface, one class each; and its page for people."""

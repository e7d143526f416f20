"""Lists of the liaison bodies, from a file to registered people."""

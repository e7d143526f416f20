"""The pages of the counter, one module for each of its rooms."""

"""The pages, one module for the counter and one for the acts."""

"""Performance programs: ratios measured in one run, on a database of their own."""

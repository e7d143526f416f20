"""Performance programs: ratios measured in one run, on servers and a database of their own."""

"""The register: every person it knows, their number, their activities."""

"""The network of the CNSS: territory for now."""

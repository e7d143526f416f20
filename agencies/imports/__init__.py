"""CSV files of the network: read, previewed against the tables, then written once confirmed."""

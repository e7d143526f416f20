"""Small modules wanted by two apps or more."""

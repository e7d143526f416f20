"""Door of the partners: what their programs may ask, under OAuth 2.0, in `/api/v1/`."""

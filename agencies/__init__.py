"""The network of the CNSS: territory, agencies, partners' points, calendar, postings."""

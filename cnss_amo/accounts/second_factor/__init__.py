"""The second factor: an application that counts, a key, and codes on paper for bad days."""

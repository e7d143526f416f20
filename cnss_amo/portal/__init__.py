"""The public face: what anybody may read without signing in."""

"""The voice server: a dialogue by telephone, told to whoever carries calls by HTTP or FastAGI."""

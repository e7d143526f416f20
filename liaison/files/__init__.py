"""From the bytes a body sent to lines cut into cells, whatever the container and the encoding."""

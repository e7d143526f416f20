"""What people submit from the portal: contests from their space, requests from anywhere."""

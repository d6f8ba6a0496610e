"""What people type in the room of cycles, and how it is judged and saved."""

"""Who is in the class: students who join, leave, or get another id, with all their work."""

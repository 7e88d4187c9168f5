"""Moodle and Canvas: rosters and downloads in, grades out, all by files."""

"""From a submission to its receipt."""

"""Is the grader itself right?  Made-up submissions, graded to find out."""

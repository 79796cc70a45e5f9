"""Background work on top of Django Tasks: workers that are seen to live, retries, dead letters,
recurring jobs, progress, and effects that happen once. The room owns the rows that tell of work,
and the record of what went wrong anywhere."""

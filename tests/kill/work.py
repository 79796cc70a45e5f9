"""`python -m tests.kill.work`: our worker with an empty timetable."""

import django

django.setup()

from merkwerk.jobs.loop import Loop  # noqa: E402

Loop().run()

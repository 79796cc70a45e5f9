"""The same stories in Wagtail, as its own guide sets it up; run by a venv of its own."""

"""What stands under /.well-known/, where every server looks first."""

from __future__ import annotations

from django.urls import path

from merkwerk.fediverse.views import known

app_name = "known"
urlpatterns = [
    path("webfinger", known.webfinger, name="webfinger"),
    path("nodeinfo", known.nodeinfo_index, name="nodeinfo"),
]

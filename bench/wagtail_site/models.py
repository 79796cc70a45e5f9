"""A list of stories and a story."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class Story(Page):
    opening = models.TextField()
    body = RichTextField()
    template = "story.html"

    class Meta:
        app_label = "wagtail_site"


class Index(Page):
    template = "index.html"

    class Meta:
        app_label = "wagtail_site"

    def get_context(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]
        told = super().get_context(request, *args, **kwargs)
        told["stories"] = Story.objects.live().child_of(self).order_by("-first_published_at")[:20]
        return told

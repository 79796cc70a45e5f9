"""Fills the Wagtail peer with the stories of a JSON file."""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from bench.wagtail_site.models import Index, Story  # noqa: E402

call_command("migrate", verbosity=0)
root = Page.objects.get(depth=1)
index = root.add_child(instance=Index(title="Verhalen", slug="verhalen"))
Site.objects.update(root_page=index)
for one in json.loads(Path(sys.argv[1]).read_text()):
    index.add_child(instance=Story(**{k: one[k] for k in ("title", "slug", "opening", "body")}))

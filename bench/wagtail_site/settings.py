"""Settings of the Wagtail peer: production, one SQLite file, nothing kept in front."""

import os

SECRET_KEY = "only for a measurement on the loopback"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "bench.wagtail_site",
    *(f"wagtail.{one}" for one in ("users", "snippets", "documents", "images", "search", "admin")),
    *("wagtail", "modelcluster", "taggit"),
    *(f"django.contrib.{one}" for one in ("auth", "contenttypes", "sessions", "messages")),
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
]
ROOT_URLCONF = "bench.wagtail_site.urls"
PAGE = """<!doctype html><html lang=nl><meta charset=utf-8><title>{% block title %}{% endblock %}
</title><body>{% block main %}{% endblock %}</body></html>"""
INDEX = """{% extends "page.html" %}{% load wagtailcore_tags %}{% block main %}
{% for story in stories %}<h2><a href="{% pageurl story %}">{{ story.title }}</a></h2>
<p>{{ story.opening }}</p>{% endfor %}{% endblock %}"""
STORY = """{% extends "page.html" %}{% load wagtailcore_tags %}{% block title %}{{ page.title }}
{% endblock %}{% block main %}<h1>{{ page.title }}</h1><p>{{ page.opening }}</p>
{{ page.body|richtext }}{% endblock %}"""
KEPT = {"page.html": PAGE, "index.html": INDEX, "story.html": STORY}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        ("django.template.loaders.locmem.Loader", KEPT),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BENCH_DATABASE"],
        "CONN_MAX_AGE": 60,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Peer"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

"""The addresses at which stories are made and the site is looked after."""

from __future__ import annotations

from django.urls import path

from merkwerk.stories.reader_urls import AT_THE_DESK
from merkwerk.stories.views import (
    desk,
    desk_beginning,
    desk_files,
    desk_interview,
    desk_proposals,
    desk_publishing,
    desk_versions,
    desk_writing,
)
from merkwerk.stories.views.site import own_page, settings

app_name = "stories"
urlpatterns = [
    *AT_THE_DESK,
    path("", desk.desk, name="desk"),
    path("site/", settings.settings, name="site"),
    path("site/preview/", settings.preview, name="site_preview"),
    path("site/look.css", settings.sheet, name="site_sheet"),
    path("me/", own_page.own_page, name="own_page"),
    path("me/close/", own_page.close, name="close_own_page"),
    path("begin/", desk_beginning.begin, name="begin"),
    path("begin/thread/", desk_beginning.with_thread, name="with_thread"),
    path("slides/", desk_files.slides, name="slides"),
    path("memos/", desk_files.memos, name="memos"),
    path("memos/<int:pk>/", desk_files.memo, name="memo"),
    path("interviews/", desk_interview.ask, name="ask_interview"),
    path("proposals/<int:pk>/", desk_proposals.proposal, name="proposal"),
    path("<int:pk>/", desk_writing.story, name="story"),
    path("<int:pk>/seen/", desk_writing.seen_others, name="seen_others"),
    path("<int:pk>/sources/", desk_writing.sources, name="sources"),
    path("<int:pk>/place/", desk_writing.place, name="place"),
    path("<int:pk>/throw-away/", desk_writing.throw_away, name="throw_away"),
    path("<int:pk>/slides/", desk_files.slides_file, name="slides_file"),
    path("<int:pk>/versions/", desk_versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", desk_versions.version, name="version"),
    path("<int:pk>/editors/", desk_proposals.editors, name="editors"),
    path("<int:pk>/read/", desk_proposals.read, name="read"),
    path("<int:pk>/interview/", desk_interview.interview, name="interview"),
    path("<int:pk>/interview/answer/", desk_interview.answer, name="answer_interview"),
    path("<int:pk>/interview/text/", desk_interview.as_text, name="as_text"),
    path("<int:pk>/preview/", desk_publishing.preview, name="preview"),
    path("<int:pk>/publish/", desk_publishing.publish, name="publish"),
    path("<int:pk>/take-down/", desk_publishing.take_down, name="take_down"),
]

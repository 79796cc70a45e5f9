"""Addresses of the accounts room."""

from django.urls import path

from merkwerk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("first/", views.first_run, name="first_run"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("sign-in/<str:secret>/", views.sign_in_link, name="sign_in_link"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("colleagues/<int:pk>/", views.colleague, name="colleague"),
    path("colleagues/<int:pk>/link/", views.link, name="link"),
    path("invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]

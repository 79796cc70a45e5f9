"""Addresses of the colleagues room."""

from django.urls import path

from merkwerk.colleagues import views

app_name = "colleagues"
urlpatterns = [
    path("", views.people, name="people"),
    path("me/", views.profile, name="profile"),
    path("me/subjects/", views.subjects, name="subjects"),
    path("me/subjects/<int:pk>/", views.feel, name="feel"),
    path("me/subjects/<int:pk>/remove/", views.remove_stance, name="remove_stance"),
    path("departments/", views.departments, name="departments"),
    path("departments/<int:pk>/", views.department, name="department"),
    path("departments/<int:pk>/remove/", views.remove_department, name="remove_department"),
    path("<int:pk>/", views.colleague, name="colleague"),
]

"""Addresses of the notifications room."""

from django.urls import path

from merkwerk.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/read/", views.read, name="read"),
    path("phone/", views.phone, name="phone"),
    path("phone/on/", views.switch_on, name="switch_on"),
    path("phone/wishes/", views.wishes, name="wishes"),
    path("phone/<int:pk>/name/", views.name_device, name="name_device"),
    path("phone/<int:pk>/off/", views.switch_off, name="switch_off"),
    path("phone/<int:pk>/try/", views.try_device, name="try_device"),
]

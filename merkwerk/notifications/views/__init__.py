"""The pages of notifications: what was told, and the devices that may be told at once."""

from merkwerk.notifications.views.devices import (
    name_device,
    phone,
    service_worker,
    switch_off,
    switch_on,
    try_device,
    wishes,
)
from merkwerk.notifications.views.notices import notices, read, read_all

__all__ = [
    "name_device",
    "notices",
    "phone",
    "read",
    "read_all",
    "service_worker",
    "switch_off",
    "switch_on",
    "try_device",
    "wishes",
]

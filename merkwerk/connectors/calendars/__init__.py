"""Calendars that are subscribed to by their address.

`client` fetches one; `exports.calendar` reads what came.
"""

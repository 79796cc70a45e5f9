"""Tells a colleague something, here, by mail or on a device of theirs. The room owns notices, the
letters that wait for the post, and the devices that may be told something at once."""

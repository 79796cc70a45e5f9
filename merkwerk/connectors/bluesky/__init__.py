"""Speaks the AT Protocol with any data server and, where there is one, Bluesky's AppView.

`session` and `oauth` get the right to speak for somebody, `identity` finds who and where
somebody is, `client` reads, `writing` writes, `translate` makes values; `calls` is the way out.
"""

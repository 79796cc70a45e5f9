"""Speaks the Mastodon client API with any server that has it (Mastodon, GoToSocial, snac, …).

`access` gets and gives back the right to speak for somebody, `client` reads and writes,
`translate` makes values of what came; `calls` is their only way out.
"""

"""Newsletters that come by mail.

`client` collects from a mailbox, `imap` speaks with its server, `translate` makes posts of
letters. Nothing in the mailbox is changed, and nothing a letter names is fetched.
"""

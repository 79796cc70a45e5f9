"""Mail: newsletters, what was written with others, and letters to a moment address.

`imap` speaks with a server. `client` collects newsletters, which `translate` makes posts of;
`history` reads the heads of a folder, of which `contact` says whether they are contact between
two people; `moment_box` collects what `moments` understands. Nothing in a mailbox is changed, and
nothing a letter names is fetched.
"""

"""Mail: newsletters, what was written with others, and letters to addresses of colleagues' own.

`imap` speaks with a server. `client` collects newsletters, which `translate` makes posts of;
`history` reads the heads of a folder, of which `contact` says whether they are contact between
two people; `own_box` collects letters to own addresses, which `moments` and `drafts` understand.
Nothing in a mailbox is changed, and nothing a letter names is fetched.
"""

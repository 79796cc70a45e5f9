"""Who may enter, and as what: signing in, invitations, roles, language and time zone, leaving.
The room owns colleagues as accounts, their roles, invitations, and the organisation itself; its
`permissions` (who may open a page) are for the views of every room."""

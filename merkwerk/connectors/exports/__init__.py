"""Files that people bring from elsewhere (address books, archives of networks, mail, calendars),
and the open formats in which Merkwerk gives everything back. It reads files, never a network."""

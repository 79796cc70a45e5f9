"""ActivityPub from server to server (W3C 2018): signatures, actors, what is said, fetching and
delivering. Plain functions over values; rows are the room's."""

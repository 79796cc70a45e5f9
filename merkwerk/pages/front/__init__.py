"""The door before Django: what was made is sent from memory, everything else is handed on."""

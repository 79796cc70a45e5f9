"""Public pages, made once and answered before Django is entered. The room owns the made pages,
what each of them shows, and their exact removal when something of it changes."""

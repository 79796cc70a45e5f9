"""Where photos are developed: a process of its own, with walls around it, that reads one file and
writes its sizes into one folder. Nothing in here knows Django."""

"""Pictures for everybody's eyes, and the yes of those who stand on them. The room owns photos with
their sizes, where each is used, the people in them, and what these agreed to."""

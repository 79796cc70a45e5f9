"""What goes on that a colleague wants to hear of. The room owns topics, the matches between a
topic and a post, and posts passed on from one colleague to one other."""

"""What runs when nobody looks: the timetable, the pipeline that takes posts and messages up
through the rooms in order, the sweeps, and the health page. It owns no tables."""

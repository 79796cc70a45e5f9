"""The policy as living examples. The room owns the handbook's editions and examples, the own
stands of leaders, and the question desk."""

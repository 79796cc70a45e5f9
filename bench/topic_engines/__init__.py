"""The engines that `bench.topics` runs side by side, each in a process of its own."""

// The room CXone.

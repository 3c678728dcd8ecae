// The unit that the precompiled header is made with.

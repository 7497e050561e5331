//! Loads everything; returns the Library, or every problem found.

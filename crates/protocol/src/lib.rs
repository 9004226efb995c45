//! Version 1 of the JSON between widget, inbox and edge.

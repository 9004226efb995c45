//! Opening hours made into a timeline, and arithmetic in opening time.

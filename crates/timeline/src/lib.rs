//! Opening hours worked out as moments of change, and the status at a moment.

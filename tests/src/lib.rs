//! End to end: the built worker on workerd, talked to as clients do.

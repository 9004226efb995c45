//! Every visible word, checked for completeness when building.

//! Set-up, build, dev, test and size.

fn main() {}

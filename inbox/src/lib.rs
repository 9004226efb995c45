//! The team's page, compiled to WebAssembly.

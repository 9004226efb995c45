//! The visitor's panel, compiled to WebAssembly.

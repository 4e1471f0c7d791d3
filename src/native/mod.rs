//! The edge: all input and output.

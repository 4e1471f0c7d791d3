//! New site.

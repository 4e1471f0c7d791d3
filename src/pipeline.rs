//! The whole way from sources to a site.

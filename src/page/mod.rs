//! Stage 5: pages.
//!
//! Which pages there are, what each shows (the view, which is the vocabulary of the templates), and the HTML.

//! Stage 5: pages.
//!
//! Which pages there are ([`Pages::plan`]), what each shows (the [`view`]s, which are the vocabulary of the
//! templates), and the HTML ([`show`], then [`Shown::render`]). What a page needs of the whole record is worked out
//! once in the plan; a page is then made from its own document and that plan alone, so that pages can be rendered in
//! parallel, one by one when they are asked for, and in the browser.

mod action;
mod board;
mod date;
mod decision;
mod discussion;
mod folder;
mod forge;
mod heading;
pub mod html;
mod log;
mod meeting;
mod mention;
mod navigation;
mod person;
mod plan;
mod release;
mod render;
mod scope;
mod shipped;
mod standard;
mod status;
pub mod template;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod topic;
pub mod url;
pub mod view;

pub use plan::{ONLY_OF_DOCUMENTS, Page, PageKind, Pages, Plan};
pub use render::{Beside, Keys, Shown, show};
pub use shipped::{Shipped, ShippedStep};
pub use template::Templates;
pub use theme::Theme;

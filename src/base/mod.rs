//! Words that every stage uses, importing nothing of ours.
//!
//! A path that cannot escape its root, a span of bytes, a diagnostic that is plain data, a calendar date, a
//! content hash, names that look alike, the nearest name to a misspelt one, work for many processors, what modules of
//! one program hand to each other, and YAML that knows where its values stand.

pub mod alike;
pub mod date;
pub mod diagnostic;
pub mod hash;
pub mod line;
pub mod nearest;
pub mod parallel;
pub mod parcel;
pub mod path;
pub mod pin;
pub mod span;
pub mod url;
pub mod yaml;

pub use alike::fold;
pub use date::Date;
pub use diagnostic::{Code, Diagnostic, Hint, Location, Severity, Warned};
pub use hash::{Hash, Hasher};
pub use line::{LineColumn, LineIndex};
pub use path::{OutPath, PathError, RelPath, SourceName, SourcePath};
pub use pin::Pin;
pub use span::Span;

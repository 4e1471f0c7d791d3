//! Every way in which a plugin can fail, and what a person is told of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::wire::Hook;
use crate::base::{Code, Diagnostic, Pin};
use crate::code;

/// Why a module is no plugin. It is told once, where `annals.yaml` names the module.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Unusable {
    /// The file could not be read; the edge has told why.
    Unread,
    /// It is not pinned. Gives its pin.
    Unpinned(Pin),
    /// It is another file than the one that was pinned. Gives its pin.
    OtherFile(Pin),
    /// It is larger than a module may be: its size and the limit, in bytes.
    TooLarge(usize, usize),
    /// It is no valid module, or uses something that plugins may not.
    Invalid(String),
    /// It wants something of its host: the name of what.
    Import(String),
    /// It has no memory, or more than its limit allows.
    Memory,
    /// It lacks a function, or has something else of that name.
    Export(&'static str),
}

/// Why a call of a plugin came to nothing.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub enum Failure {
    /// What was to be handed in is larger than its limit, in bytes.
    Input(u32),
    /// It worked longer than its limit.
    Fuel,
    /// The calls for this document worked longer than they may together.
    DocumentFuel,
    /// It wanted more memory or larger tables than its limit.
    Memory,
    /// It called itself too often.
    Stack,
    /// What it made is larger than its limit, in bytes.
    Output(u32),
    /// It named a place for its input or output that is outside its memory.
    Place,
    /// It broke off, for this reason.
    Trap(String),
    /// What it made is not what the hook asks for.
    Answer(String),
    /// It says that the input is wrong: on which line, if it says so, and why.
    Refused(Option<u32>, String),
}

impl Unusable {
    /// What a person reads of the plugin called `name`, where it matters.
    pub fn diagnostic(&self, name: &str) -> Option<Diagnostic> {
        let pinned = |message: String, pin: &Pin| {
            Diagnostic::error(code::PLUGIN_HASH, message).hint(format!("write `hash: {pin}`"))
        };
        Some(match self {
            Unusable::Unread => return None,
            Unusable::Unpinned(pin) => pinned(format!("plugin `{name}` is not pinned"), pin),
            Unusable::OtherFile(pin) => pinned(format!("plugin `{name}` has another hash"), pin)
                .hint("if nobody meant to change the file, get the one that was pinned"),
            Unusable::TooLarge(size, limit) => unusable(
                format!("plugin `{name}` has {size} bytes, and {limit} are allowed"),
                "build it for size and without debugging information",
            ),
            Unusable::Invalid(reason) => unusable(
                format!("plugin `{name}` is no module that can be run: {reason}"),
                "build it for `wasm32-unknown-unknown`, without vectors and threads",
            ),
            Unusable::Import(import) => unusable(
                format!("plugin `{name}` imports `{import}`"),
                "build it without WASI and without a binding to JavaScript: nothing is given to plugins",
            ),
            Unusable::Memory => unusable(
                format!("plugin `{name}` has no memory that is exported and within its limit"),
                "export it as `memory`, or raise `limits.memory`",
            ),
            Unusable::Export(function) => unusable(
                format!("plugin `{name}` exports no function `{function}` of the right type"),
                "its types are in the reference of the wire format",
            ),
        })
    }
}

/// A problem of a module.
fn unusable(message: String, hint: &str) -> Diagnostic {
    Diagnostic::error(code::PLUGIN_UNUSABLE, message).hint(hint)
}

impl Failure {
    /// The kind of problem that it is.
    fn code(&self) -> Code {
        match self {
            Failure::Refused(..) => code::PLUGIN_REFUSED,
            _ => code::PLUGIN_FAILED,
        }
    }

    /// What a person reads, where the plugin called `name` was asked by `hook`.
    pub fn diagnostic(&self, name: &str, hook: Hook) -> Diagnostic {
        let problem = Diagnostic::warning(self.code(), format!("plugin `{name}` {self}"));
        let hint = match self {
            Failure::Refused(..) => return problem,
            Failure::DocumentFuel => "make it several pages",
            Failure::Fuel | Failure::Memory | Failure::Input(_) | Failure::Output(_) => {
                "make it smaller, or raise the `limits` of the plugin"
            }
            Failure::Stack | Failure::Place | Failure::Trap(_) | Failure::Answer(_) => {
                "this is a fault of the plugin: tell those who made it what it was given"
            }
        };
        let instead = match hook {
            Hook::Fence => "the block is shown as it is written",
            Hook::Document => "the text is shown as it is written",
            Hook::Check => "the text is not checked by it",
        };
        problem.hint(hint).hint(instead)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Input(limit) => write!(f, "may be given {limit} bytes, and this is more"),
            Failure::Fuel => f.write_str("was stopped, because it worked too long"),
            Failure::DocumentFuel => {
                f.write_str("was not asked, because plugins have worked too long for this document")
            }
            Failure::Memory => f.write_str("was stopped, because it wanted too much memory"),
            Failure::Stack => f.write_str("was stopped, because it called itself too often"),
            Failure::Output(limit) => write!(f, "may make {limit} bytes, and made more"),
            Failure::Place => f.write_str("names a place outside its memory"),
            Failure::Trap(reason) => write!(f, "broke off: {reason}"),
            Failure::Answer(reason) => write!(f, "gave an answer that cannot be used: {reason}"),
            Failure::Refused(_, message) => write!(f, "says: {message}"),
        }
    }
}

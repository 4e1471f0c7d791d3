//! The program. Everything that it does is in the library, so that tests and other programs can do it too.

use std::process::ExitCode;

/// Texts of all sizes are made and dropped by the million, for which this takes half the time of the system's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    annals::native::cli::run(std::env::args_os())
}

//! The program. Everything that it does is in the library, so that tests and other programs can do it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    annals::native::cli::run(std::env::args_os())
}

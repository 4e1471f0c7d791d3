//! How long the stages take.

use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Wall times of named stretches of work, one after the other.
#[derive(Debug, Default)]
pub struct Timings {
    stretches: Mutex<Vec<Stretch>>,
}

/// One stretch of work.
#[derive(Debug)]
struct Stretch {
    name: &'static str,
    start: Instant,
    time: Option<Duration>,
}

impl Timings {
    /// Ends the stretch that is under way, and begins the one called `name`.
    pub fn begin(&self, name: &'static str) {
        self.end();
        if let Ok(mut stretches) = self.stretches.lock() {
            stretches.push(Stretch { name, start: Instant::now(), time: None });
        }
    }

    /// Ends the stretch that is under way.
    pub fn end(&self) {
        if let Ok(mut stretches) = self.stretches.lock()
            && let Some(last) = stretches.last_mut()
        {
            last.time.get_or_insert_with(|| last.start.elapsed());
        }
    }
}

impl fmt::Display for Timings {
    /// One line: `read 12.3 ms, document 45.6 ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(stretches) = self.stretches.lock() else { return Ok(()) };
        for (number, Stretch { name, time, .. }) in stretches.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let milliseconds = time.unwrap_or_default().as_secs_f64() * 1000.0;
            write!(f, "{comma}{name} {milliseconds:.1} ms")?;
        }
        Ok(())
    }
}

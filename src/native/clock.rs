//! What day it is.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::base::Date;

/// Today, in UTC: a build gives the same bytes in every time zone.
pub fn today() -> Date {
    // A clock that was never set may stand before its own beginning.
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    i64::try_from(seconds).ok().and_then(Date::of_clock).unwrap_or(Date::EPOCH)
}

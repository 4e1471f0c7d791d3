//! What day it is.

use std::time::SystemTime;

use jiff::tz::TimeZone;

use crate::base::Date;

/// Today, in UTC: a build gives the same bytes in every time zone.
pub fn today() -> Date {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(TimeZone::UTC).date()
}

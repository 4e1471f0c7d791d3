//! Open pages, each with a stream on which it is told of changes (server-sent events, HTML Living Standard 9.2).
//!
//! Each stream has a thread of its own, which waits for a message and writes it: a page that does not read holds up
//! nobody but itself, and is forgotten when it is too far behind.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How many pages may be open at once.
const LIMIT: usize = 512;

/// How many messages a page may be behind.
const BEHIND: usize = 16;

/// A stream on which nothing happens says so this often, which is how a page that is gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// All open pages.
#[derive(Debug, Default)]
pub struct Events {
    streams: Mutex<Vec<Stream>>,
}

/// One open page.
#[derive(Debug)]
struct Stream {
    /// Its address on the site, as the browser has it.
    page: String,
    /// Where its thread waits.
    messages: SyncSender<Arc<str>>,
}

impl Events {
    /// Opens a stream for the page at `page`; nothing if there are too many.
    pub fn open(&self, page: &str) -> Option<Receiver<Arc<str>>> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if streams.len() >= LIMIT {
            return None;
        }
        let (messages, received) = sync_channel(BEHIND);
        streams.push(Stream { page: page.to_owned(), messages });
        Some(received)
    }

    /// The addresses of all open pages.
    #[cfg(test)]
    pub fn pages(&self) -> Vec<String> {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.iter().map(|stream| stream.page.clone()).collect()
    }

    /// Tells each page what `message` says to it.
    pub fn tell(&self, message: impl Fn(&str) -> Arc<str>) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.retain(|stream| stream.messages.try_send(message(&stream.page)).is_ok());
    }
}

/// Writes the head of the answer and then every message, until the page is gone.
pub fn stream(mut to: impl Write, messages: &Receiver<Arc<str>>) -> io::Result<()> {
    // By hand: in chunks, browsers would wait for the end of one.
    to.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
          X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n",
    )?;
    to.flush()?;
    loop {
        match messages.recv_timeout(HEARTBEAT) {
            Ok(message) => write!(to, "data: {message}\n\n")?,
            Err(RecvTimeoutError::Timeout) => to.write_all(b": still here\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        to.flush()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_does_not_read_is_forgotten_and_holds_up_nobody() {
        let events = Events::default();
        let (slow, quick) = (events.open("/slow/").unwrap(), events.open("/quick/").unwrap());
        for number in 0..BEHIND + 1 {
            events.tell(|page| format!("{number} {page}").into());
            assert_eq!(&*quick.recv().unwrap(), format!("{number} /quick/"));
        }
        assert_eq!(events.pages(), ["/quick/"]);
        assert_eq!(slow.iter().count(), BEHIND);
    }

    #[test]
    fn there_is_an_end_to_open_pages() {
        let events = Events::default();
        let open: Vec<_> = (0..LIMIT + 1).map(|_| events.open("/")).collect();
        assert_eq!(open.iter().filter(|stream| stream.is_some()).count(), LIMIT);
    }
}

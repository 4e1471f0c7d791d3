//! Serves a site from memory while it changes.
//!
//! Every request has a thread of its own, so that a client that reads slowly, or an open page that waits for news,
//! holds up nobody else. Addresses are looked up in the site, never on disk, so that no path can leave it; who is
//! answered at all says [`guard`].

mod answer;
mod guard;
#[cfg(test)]
mod tests;
mod text;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use tiny_http::{Request, Response, Server};

use super::live::{self, Live};
use answer::{Answer, answer, page_parameter, respond};
use guard::{Access, Asked};

/// How many requests may be answered at the same time, open pages among them.
const REQUESTS: usize = 1024;

/// How many connections [`knock`] opens at a time.
const KNOCKS: usize = 8;

/// How long a connection may be left without a thread while there are no requests; see [`knock`].
const LEFT: Duration = Duration::from_millis(500);

/// How many ports are tried, from the wanted one upwards.
const PORTS: u16 = 32;

/// A server that has its port, and does not answer yet.
pub struct Preview {
    server: Server,
    address: SocketAddr,
    access: Access,
}

impl Preview {
    /// Takes `port` at `host`, or the next free one. On other addresses than loopback's, `token` has to be given.
    pub fn bind(
        host: IpAddr,
        port: u16,
        token: impl FnOnce() -> Result<String, String>,
    ) -> Result<Preview, String> {
        let mut last = String::new();
        for port in port..=port.saturating_add(PORTS) {
            match Server::http(SocketAddr::new(host, port)) {
                Ok(server) => {
                    // Port 0 asks the system for any free port.
                    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
                    let access = match host.is_loopback() {
                        true => Access::Local(port),
                        false => Access::Token(token()?),
                    };
                    return Ok(Preview { server, address: SocketAddr::new(host, port), access });
                }
                Err(error) => last = error.to_string(),
            }
        }
        Err(format!("no free port from {port} on: {last}"))
    }

    /// Where the site is.
    pub fn url(&self) -> String {
        match &self.access {
            Access::Local(_) => format!("http://{}/", self.address),
            Access::Token(token) => format!("http://{}/?token={token}", self.address),
        }
    }

    /// Ends [`Preview::serve`].
    pub fn end(&self) {
        self.server.unblock();
    }

    /// Answers until [`Preview::end`] is called.
    pub fn serve(self: &std::sync::Arc<Self>, live: &std::sync::Arc<Live>) {
        let open = std::sync::Arc::new(AtomicUsize::new(0));
        let (knocks, wanted) = sync_channel(1);
        let address = self.address;
        std::thread::spawn(move || knock(address, &wanted));
        for request in self.server.incoming_requests() {
            if open.fetch_add(1, Ordering::Relaxed) >= REQUESTS {
                // Dropped, which closes it.
                open.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
            let (preview, live, open, knocks) = (self.clone(), live.clone(), open.clone(), knocks.clone());
            std::thread::spawn(move || {
                preview.handle(request, &live, &knocks);
                open.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }

    /// Answers one request.
    fn handle(&self, mut request: Request, live: &Live, knocks: &SyncSender<()>) {
        // One is enough, and one that waits already is as good.
        let _ = knocks.try_send(());
        let asked = Asked::of(&request);
        let (target, refused) = (asked.target.to_owned(), self.access.refuse(&asked));
        let is_stream = target
            .strip_prefix("/_annals/events")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('?'));
        if request.body_length().is_some_and(|length| length > text::LIMIT) {
            return turn_away(request);
        }
        // The browser may have gone; that is its right.
        let _ = match refused {
            Some(refused) => respond(request, refused),
            None if is_stream => match live.open(&page_parameter(&target)) {
                Some(messages) => live::stream(request.into_writer(), &messages),
                None => respond(request, Answer::text(503, "too many pages are open\n")),
            },
            None if text::is_here(&target) => {
                let answer = text::answer(&mut request, live);
                respond(request, answer)
            }
            None => {
                let answer = answer(&target, asked.known, live);
                respond(request, answer)
            }
        };
    }
}

/// Answers to a request that announces more than anybody listens to.
///
/// Its connection is never given back, and ends with the process: the library would ask for memory for all that is left
/// of a request when that ends (util/equal_reader.rs of version 0.12), and a system without so much ends the process.
fn turn_away(request: Request) {
    let answer = Response::from_string("the request is too long\n").with_status_code(413);
    std::mem::forget(request.upgrade("none", answer));
}

/// Opens and closes a few connections a little after requests came in, and now and then without.
///
/// tiny_http gives each connection a thread, and counts those that wait for one before they have taken it up: of two
/// that come at once, the second can be left without, until one of the others ends or the next connection comes
/// (task_pool.rs of version 0.12). These are the next connections: each gets a thread, which has nothing to do and
/// takes up one that was left. A connection may be left without any request being seen, when all that have a thread
/// keep silent, as those do that browsers open in advance; hence the others.
fn knock(address: SocketAddr, wanted: &Receiver<()>) {
    let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    let address = SocketAddr::new(ip, address.port());
    loop {
        match wanted.recv_timeout(LEFT) {
            Ok(()) => std::thread::sleep(Duration::from_millis(50)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let open = || TcpStream::connect_timeout(&address, Duration::from_millis(200));
        // All are open before the first is closed, so that each has a thread of its own.
        let knocks: Vec<_> = (0..KNOCKS).map(|_| open()).collect();
        drop(knocks);
    }
}

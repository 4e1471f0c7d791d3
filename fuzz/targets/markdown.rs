//! x
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| { if let Ok(t) = std::str::from_utf8(data) { let _ = annals::base::RelPath::resolve("a/b", t); } });

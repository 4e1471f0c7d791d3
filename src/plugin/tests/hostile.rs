//! Modules that loop, grow, lie and break: each is a diagnostic, and nothing else happens.
//!
//! Every module that is checked here is also asked in browsers, where the same must come of it: the last test of this
//! file hands them to `tests/tools/hostile.mjs`.

use std::cell::RefCell;

use super::*;

thread_local! {
    /// The modules that were checked.
    static CHECKED: RefCell<Vec<Arc<[u8]>>> = const { RefCell::new(Vec::new()) };
}

/// Asks `module` about a block with the lines `abc`.
fn asked(module: Arc<[u8]>) -> String {
    CHECKED.with_borrow_mut(|checked| checked.push(module.clone()));
    html(&plugins(settings(module)), "abc\n")
}

/// Asks the module with this text and looks at what is told.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(asked(module(text)), expected, "{text}");
}

/// A module beside the usual one: `extra` is put at its end.
fn with(extra: &str) -> String {
    format!(
        "(module {BEGIN} (func (export \"fence\") (param i32 i32 i32 i32) (result i64) (i64.const 0)) {extra})"
    )
}

/// The module with these bytes, which need not be one.
#[track_caller]
fn check_bytes(bytes: &[u8], expected: &str) {
    let told = asked(bytes.into());
    assert!(told.starts_with(expected), "{told}");
}

/// Asks the module with this text and looks at the beginning of what is told.
#[track_caller]
fn check_start(text: &str, expected: &str) {
    let told = asked(module(text));
    assert!(told.starts_with(expected), "{told}\n{text}");
}

const FAILED: &str = "plugin-failed: plugin `demo`";
const UNUSABLE: &str = "plugin-unusable: plugin `demo`";

#[test]
fn what_never_ends_is_stopped() {
    let too_long = format!("{FAILED} was stopped, because it worked too long");
    check(&fence("(loop $l (br $l)) (i64.const 0)"), &too_long);
    // Two functions that call each other in turn and return, for ever.
    check(
        &fence("(loop $l (drop (call $answer (i32.const 0) (i32.const 0))) (br $l)) (i64.const 0)"),
        &too_long,
    );
    // In `alloc`, before the question is even there.
    check(
        "(module (memory (export \"memory\") 1)
            (func (export \"alloc\") (param i32) (result i32) (loop $l (br $l)) (i32.const 0))
            (func (export \"fence\") (param i32 i32 i32 i32) (result i64) (i64.const 0)))",
        &too_long,
    );
    // One instruction that works long, again and again.
    check(
        &fence("(loop $l (memory.fill (i32.const 0) (i32.const 7) (i32.const 65536)) (br $l)) (i64.const 0)"),
        &too_long,
    );
    check(
        &fence("(loop $l (memory.copy (i32.const 0) (i32.const 1) (i32.const 65535)) (br $l)) (i64.const 0)"),
        &too_long,
    );
}

#[test]
fn what_grows_is_stopped() {
    let too_much = format!("{FAILED} was stopped, because it wanted too much memory");
    check(&fence("(drop (memory.grow (i32.const 65534))) (i64.const 0)"), &too_much);
    // No machine has as much, and the module is told so: it goes on, and answers nothing.
    let none = format!("{FAILED} gave an answer that cannot be used: it is empty");
    check(&fence("(drop (memory.grow (i32.const 65535))) (i64.const 0)"), &none);
    check(&fence("(loop $l (drop (memory.grow (i32.const 1))) (br $l)) (i64.const 0)"), &too_much);
    check(
        &with("").replace("\"memory\") 1)", "\"memory\") 65536)"),
        &format!("{UNUSABLE} has no memory that is exported and within its limit"),
    );
    let tables = |body: &str| {
        format!(
            "(module {BEGIN} (table $t 1 funcref) (func (export \"fence\") (param i32 i32 i32 i32) (result i64)
                {body} (i64.const 0)))"
        )
    };
    check(&tables("(drop (table.grow $t (ref.null func) (i32.const 1000000)))"), &too_much);
    check(&with("(table 4000000 funcref)"), &too_much);
}

#[test]
fn what_calls_itself_is_stopped() {
    let too_deep = format!("{FAILED} was stopped, because it called itself too often");
    check(
        &format!(
            "(module {BEGIN} (func $f (export \"fence\") (param i32 i32 i32 i32) (result i64)
            (call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3))))"
        ),
        &too_deep,
    );
    // With many values on the stack at each level.
    let locals = "i64 ".repeat(2_000);
    check(
        &format!("(module {BEGIN} (func $f (export \"fence\") (param i32 i32 i32 i32) (result i64) (local {locals})
            (i64.add (call $f (local.get 0) (local.get 1) (local.get 2) (local.get 3)) (local.get 2003))))"),
        &too_deep,
    );
    // By way of a table.
    check(
        &format!("(module {BEGIN} (type $t (func (param i32 i32 i32 i32) (result i64))) (table funcref (elem $f))
            (func $f (export \"fence\") (type $t)
                (call_indirect (type $t) (local.get 0) (local.get 1) (local.get 2) (local.get 3) (i32.const 0))))"),
        &too_deep,
    );
}

#[test]
fn what_lies_about_places_is_told() {
    let outside = format!("{FAILED} names a place outside its memory");
    for answer in [
        "(i64.const -1)",
        "(call $answer (i32.const 65536) (i32.const 1))",
        "(call $answer (i32.const 65535) (i32.const 2))",
        "(call $answer (i32.const 0) (i32.const -1))",
        "(call $answer (i32.const -1) (i32.const -1))",
    ] {
        check(&fence(answer), &outside);
    }
    for place in ["-1", "65536", "65533", "2147483647"] {
        check(&fence("(i64.const 0)").replace("(i32.const 1024)", &format!("(i32.const {place})")), &outside);
    }
}

#[test]
fn what_makes_too_much_is_told() {
    let mut large = settings(module(&fence("(call $answer (i32.const 0) (i32.const 60000))")));
    check(
        &fence("(call $answer (i32.const 0) (i32.const 60000))"),
        &format!("{FAILED} may make 100 bytes, and made more"),
    );
    large.limits.output = 59_999;
    assert!(!html(&plugins(large), "x").starts_with(FAILED));
    let tight = settings(module(&fence(ECHO)));
    assert_eq!(
        html(&plugins(tight), &"x".repeat(1_000)),
        format!("{FAILED} may be given 1000 bytes, and this is more")
    );
}

#[test]
fn what_answers_nonsense_is_told() {
    check(&fence("(i64.const 0)"), &format!("{FAILED} gave an answer that cannot be used: it is empty"));
    check(
        &fence("(call $answer (i32.const 1024) (i32.const 3))"),
        &format!("{FAILED} gave an answer that cannot be used: it begins with the byte 97"),
    );
    check(
        &fence("(i32.store8 (i32.const 1) (i32.const 255)) (call $answer (i32.const 0) (i32.const 2))"),
        &format!("{FAILED} gave an answer that cannot be used: it is not UTF-8"),
    );
}

#[test]
fn what_breaks_off_is_told() {
    for (body, reason) in [
        ("(unreachable)", "it came where it says it never comes"),
        ("(drop (i32.div_s (i32.const 1) (i32.const 0))) (i64.const 0)", "it divided by zero"),
        (
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1))) (i64.const 0)",
            "a division has no result",
        ),
        ("(drop (i32.trunc_f64_s (f64.const nan))) (i64.const 0)", "a number does not fit"),
        ("(drop (i64.load (i32.const -4))) (i64.const 0)", "it reached outside its memory"),
        (
            "(i64.store offset=4294967295 (i32.const -1) (i64.const 1)) (i64.const 0)",
            "it reached outside its memory",
        ),
        (
            "(memory.copy (i32.const 65535) (i32.const 0) (i32.const 2)) (i64.const 0)",
            "it reached outside its memory",
        ),
        (
            "(memory.fill (i32.const 65535) (i32.const 0) (i32.const 2)) (i64.const 0)",
            "it reached outside its memory",
        ),
    ] {
        check_start(&fence(body), &format!("{FAILED} broke off: {reason}"));
    }
    let table =
        |body: &str| format!("{} (table 2 funcref))", fence(body).trim_end().strip_suffix(')').unwrap());
    let call = |index: &str| {
        table(&format!("(call_indirect (param i32) (i32.const 0) (i32.const {index})) (i64.const 0)"))
    };
    check_start(&call("0"), &format!("{FAILED} broke off: it called a function that is not there"));
    check_start(&call("2"), &format!("{FAILED} broke off: it reached outside a table"));
    let other = format!(
        "{} (table funcref (elem $answer)))",
        fence("(call_indirect (param i32) (i32.const 0) (i32.const 0)) (i64.const 0)")
            .trim_end()
            .strip_suffix(')')
            .unwrap()
    );
    check_start(&other, &format!("{FAILED} broke off: it called a function of another type"));
    // While it is made: data that lies outside the memory.
    check_start(&with("(data (i32.const 65536) \"x\")"), &format!("{FAILED} broke off"));
    check_start(&with("(table 1 funcref) (elem (i32.const 2) func $answer)"), &format!("{FAILED} broke off"));
}

#[test]
fn what_wants_more_than_bytes_is_no_plugin() {
    check(
        &format!(
            "(module (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32))) {})",
            &with("")[8..with("").len() - 1]
        ),
        &format!("{UNUSABLE} imports `wasi_snapshot_preview1.fd_write`"),
    );
    for import in ["(memory 1)", "(global i32)", "(table 1 funcref)"] {
        let text = format!(
            "(module (import \"env\" \"it\" {import}) (func (export \"alloc\") (param i32) (result i32) (i32.const 0)))"
        );
        check(&text, &format!("{UNUSABLE} imports `env.it`"));
    }
    check_start(
        &with("(func $s (loop $l (br $l))) (start $s)"),
        &format!("{UNUSABLE} is no module that can be run"),
    );
    check_start(&with("(memory 1)"), &format!("{UNUSABLE} is no module that can be run"));
    let without =
        |what: &str| with("").replace(what, &what.replace("(export", "(; (export").replace("\")", "\") ;)"));
    check(
        &without("(export \"memory\")"),
        &format!("{UNUSABLE} has no memory that is exported and within its limit"),
    );
    check(
        &without("(export \"alloc\")"),
        &format!("{UNUSABLE} exports no function `alloc` of the right type"),
    );
    check(
        &without("(export \"fence\")"),
        &format!("{UNUSABLE} exports no function `fence` of the right type"),
    );
    check(
        &with("").replace(
            "(param i32 i32 i32 i32) (result i64) (i64.const 0)",
            "(param i32) (result i64) (i64.const 0)",
        ),
        &format!("{UNUSABLE} exports no function `fence` of the right type"),
    );
    check(
        &format!("(module {BEGIN} (global (export \"fence\") i32 (i32.const 0)))"),
        &format!("{UNUSABLE} exports no function `fence` of the right type"),
    );
}

#[test]
fn what_is_no_module_is_no_plugin() {
    let good = module(&with(""));
    check_bytes(b"", UNUSABLE);
    check_bytes(b"\0asm", UNUSABLE);
    check_bytes(b"\0asm\x0d\0\x01\0", UNUSABLE);
    check_bytes(b"(module)", UNUSABLE);
    check_bytes(&good[..good.len() - 1], UNUSABLE);
    check_bytes(&[&good[..], b"\x0a\xff\xff\xff\xff\x0f"].concat(), UNUSABLE);
    let mut damaged = good.to_vec();
    // Each byte in turn, and whatever comes of it: nothing panics, and everything ends.
    for at in 0..damaged.len() {
        for flip in [0x01, 0x80, 0xff] {
            damaged[at] ^= flip;
            html(&plugins(settings(damaged.as_slice().into())), "abc");
            damaged[at] ^= flip;
        }
    }
}

#[test]
fn what_is_too_large_is_no_plugin() {
    let huge: Arc<[u8]> = vec![0; limit::LARGEST_MODULE + 1].into();
    assert_eq!(
        asked(huge),
        format!(
            "{UNUSABLE} has {} bytes, and {} are allowed",
            limit::LARGEST_MODULE + 1,
            limit::LARGEST_MODULE
        )
    );
    check_start(&with(&"(func)".repeat(20_000)), &format!("{UNUSABLE} is no module that can be run"));
    check_start(
        &with(&"(global i32 (i32.const 0))".repeat(2_000)),
        &format!("{UNUSABLE} is no module that can be run"),
    );
    check_start(
        &with(&"(data (i32.const 0) \"\")".repeat(2_000)),
        &format!("{UNUSABLE} is no module that can be run"),
    );
    // Fifty thousand locals in each of many functions would take more room than the module itself by far.
    check_start(
        &with(&format!("(func {})", "(local i64) ".repeat(60_000))),
        &format!("{UNUSABLE} is no module that can be run"),
    );
    // Blocks within blocks.
    let nested = format!("(func {} {})", "(block ".repeat(20_000), ")".repeat(20_000));
    if let Ok(bytes) = wat::parse_str(with(&nested)) {
        html(&plugins(settings(bytes.into())), "x");
    }
}

#[test]
fn what_is_newer_than_the_rules_is_no_plugin() {
    for body in [
        "(drop (v128.const i64x2 0 0)) (i64.const 0)",
        "(return_call $answer (i32.const 0) (i32.const 0))",
        "(drop (i32.atomic.load (i32.const 0))) (i64.const 0)",
    ] {
        check_start(&fence(body), &format!("{UNUSABLE} is no module that can be run"));
    }
    check_start(&with("").replace("\"memory\") 1)", "\"memory\") i64 1)"), UNUSABLE);
    check_start(&with("").replace("\"memory\") 1)", "\"memory\") 1 2 shared)"), UNUSABLE);
}

#[test]
fn a_number_that_is_none_has_one_spelling() {
    // Each computes something that is no number and answers with its bits, in hexadecimal. Machines differ in them.
    let bits = |compute: &str| {
        fence(&format!(
            "(local $bits i64) (local $at i32)
             (local.set $bits {compute})
             (local.set $at (i32.const 16))
             (loop $l
                (i32.store8 (local.get $at)
                    (i32.load8_u offset=200 (i32.wrap_i64 (i64.and (local.get $bits) (i64.const 15)))))
                (local.set $bits (i64.shr_u (local.get $bits) (i64.const 4)))
                (br_if $l (local.tee $at (i32.sub (local.get $at) (i32.const 1)))))
             (call $answer (i32.const 0) (i32.const 17))"
        ))
        .trim_end()
        .strip_suffix(')')
        .unwrap()
        .to_owned()
            + "(data (i32.const 200) \"0123456789abcdef\"))"
    };
    let double = |compute: &str| bits(&format!("(i64.reinterpret_f64 {compute})"));
    let single = |compute: &str| bits(&format!("(i64.extend_i32_u (i32.reinterpret_f32 {compute}))"));
    for compute in [
        "(f64.div (f64.const 0) (f64.const 0))",
        "(f64.sqrt (f64.const -1))",
        "(f64.sub (f64.const inf) (f64.const inf))",
        "(f64.mul (f64.const 0) (f64.const -inf))",
        "(f64.add (f64.const nan:0x123) (f64.const -nan:0x456))",
        "(f64.min (f64.const -nan:0x123) (f64.const 1))",
        "(f64.max (f64.const 1) (f64.const nan:0x8000000000001))",
        "(f64.ceil (f64.const -nan:0x123))",
        "(f64.nearest (f64.const nan:0x123))",
        "(f64.promote_f32 (f32.const -nan:0x12))",
    ] {
        check(&double(compute), "7ff8000000000000");
    }
    for compute in [
        "(f32.div (f32.const 0) (f32.const -0))",
        "(f32.sqrt (f32.const -1))",
        "(f32.add (f32.const nan:0x12) (f32.const 1))",
        "(f32.demote_f64 (f64.const -nan:0x123))",
    ] {
        check(&single(compute), "000000007fc00000");
    }
    // What only moves bits moves all of them.
    check(&double("(f64.neg (f64.const nan:0x123))"), "fff0000000000123");
    check(&double("(f64.copysign (f64.const nan:0x123) (f64.const -1))"), "fff0000000000123");
    check(&double("(f64.abs (f64.const -nan:0x123))"), "7ff0000000000123");
    // By way of memory.
    check(
        &bits("(f64.store (i32.const 64) (f64.div (f64.const 0) (f64.const 0))) (i64.load (i32.const 64))")
            .replace("(local.set $bits (f64.store", "(f64.store")
            .replace(
                "(f64.const 0))) (i64.load (i32.const 64)))",
                "(f64.const 0))) (local.set $bits (i64.load (i32.const 64)))",
            ),
        "7ff8000000000000",
    );
}

/// Not a test by itself: writes all modules down, one on a line, for the test in browsers.
#[test]
#[ignore = "for `tests/tools/hostile.sh`"]
#[expect(clippy::print_stdout, reason = "this is how they get there")]
fn the_modules_for_browsers() {
    what_never_ends_is_stopped();
    what_grows_is_stopped();
    what_calls_itself_is_stopped();
    what_lies_about_places_is_told();
    what_makes_too_much_is_told();
    what_answers_nonsense_is_told();
    what_breaks_off_is_told();
    what_wants_more_than_bytes_is_no_plugin();
    what_is_no_module_is_no_plugin();
    what_is_too_large_is_no_plugin();
    what_is_newer_than_the_rules_is_no_plugin();
    a_number_that_is_none_has_one_spelling();
    for module in CHECKED.take() {
        let hex: String = module.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("module {hex}");
    }
}

//! Carries out one of the tests that the compiler has collected, in the place of the standard library's own runner, which would write of it into what the test prints.
#![feature(test)]
extern crate test;

use std::ffi::{CString, c_char, c_int};
use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;
use test::{ShouldPanic, TestDescAndFn, TestFn};

unsafe extern "C" {
    fn glovebox_number() -> c_int;
    fn glovebox_end(status: *const c_char, message: *const c_char, expected: *const c_char, got: *const c_char) -> !;
}

/// The message and the place of the panic that ended the test.
static PANIC: Mutex<Option<(String, String)>> = Mutex::new(None);

fn note(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "panic".to_string(),
    };
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    if std::thread::current().name() != Some("main") {
        eprintln!("a thread panicked at {place}: {message}");
        return;
    }
    if let Ok(mut noted) = PANIC.lock() {
        *noted = Some((message, place));
    }
}

fn end(status: &str, message: &str, compared: Option<(&str, &str)>) -> ! {
    let text = |text: &str| CString::new(text.replace('\0', " ")).unwrap_or_default();
    let (status, message) = (text(status), text(message));
    let compared = compared.map(|(expected, got)| (text(expected), text(got)));
    let none = std::ptr::null();
    let (expected, got) = compared.as_ref().map_or((none, none), |(expected, got)| (expected.as_ptr(), got.as_ptr()));
    use std::io::Write;
    let _ = std::io::stdout().flush();
    unsafe { glovebox_end(status.as_ptr(), message.as_ptr(), expected, got) }
}

/// What `assert_eq!` says it has compared: the right side is what was expected.
fn compared(message: &str) -> Option<(&str, &str)> {
    if !message.starts_with("assertion `left == right` failed") {
        return None;
    }
    let (got, expected) = message.split_once("\n  left: ")?.1.split_once("\n right: ")?;
    Some((expected, got))
}

pub fn run(tests: &[&TestDescAndFn]) {
    let mut tests: Vec<_> = tests.iter().collect();
    tests.sort_by_key(|test| (test.desc.source_file, test.desc.start_line));
    let number = unsafe { glovebox_number() };
    let Some(test) = usize::try_from(number).ok().and_then(|number| tests.get(number)) else {
        std::process::exit(2);
    };
    let TestFn::StaticTestFn(body) = test.testfn else {
        end("error", "Only plain tests can be carried out.", None);
    };
    panic::set_hook(Box::new(note));
    let result = panic::catch_unwind(body);
    let noted = PANIC.lock().ok().and_then(|mut noted| noted.take()).unwrap_or_default();
    match (result, test.desc.should_panic) {
        (Ok(Ok(())), ShouldPanic::No) => end("pass", "", None),
        (Ok(Ok(())), _) => end("fail", "The test should have panicked, and did not.", None),
        (Ok(Err(message)), _) => end("fail", &message, None),
        (Err(_), ShouldPanic::Yes) => end("pass", "", None),
        (Err(_), ShouldPanic::YesWithMessage(part)) if noted.0.contains(part) => end("pass", "", None),
        (Err(_), ShouldPanic::YesWithMessage(part)) => {
            let message = format!("It panicked with another message: {}\n    at {}", noted.0, noted.1);
            end("fail", &message, Some((part, &noted.0)))
        }
        (Err(_), ShouldPanic::No) => end("fail", &format!("{}\n    at {}", noted.0, noted.1), compared(&noted.0)),
    }
}

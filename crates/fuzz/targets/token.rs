//! Fuzzes `checks::token`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| thoughts_fuzz::checks::token(data));

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| speclens_fuzz::check(bytes, "a.itx"));

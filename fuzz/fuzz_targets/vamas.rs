#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| speclens_formats::soundness::check(bytes, "a.vms"));

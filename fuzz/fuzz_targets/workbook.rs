#![no_main]
//! Workbooks from the files inside them: a zip archive with right checksums around any content.

libfuzzer_sys::fuzz_target!(|parts: &[u8]| {
    speclens_formats::soundness::check(&speclens_containers::testing::zip::of_parts(parts), "a.xlsx");
});

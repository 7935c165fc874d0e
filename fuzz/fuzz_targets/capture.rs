//! Arbitrary bytes as a capture file of any format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thymus_capture::CaptureReader;

fuzz_target!(|input: &[u8]| {
    let input = std::io::Cursor::new(input.to_vec());
    let Ok(mut reader) = CaptureReader::new(Box::new(input)) else { return };
    while let Ok(Some(_)) = reader.next() {}
});

//! Integers at fixed places of an array: a place outside the array does not compile.

/// The big-endian 16-bit integer at `$at` of the array `$array`.
macro_rules! be16 {
    ($array:expr, $at:expr) => {
        u16::from_be_bytes([$array[$at], $array[$at + 1]])
    };
}

/// The big-endian 24-bit integer at `$at` of the array `$array`.
macro_rules! be24 {
    ($array:expr, $at:expr) => {
        u32::from_be_bytes([0, $array[$at], $array[$at + 1], $array[$at + 2]])
    };
}

/// The big-endian 32-bit integer at `$at` of the array `$array`.
macro_rules! be32 {
    ($array:expr, $at:expr) => {
        u32::from_be_bytes([$array[$at], $array[$at + 1], $array[$at + 2], $array[$at + 3]])
    };
}

/// The bytes that hexadecimal digits say, with spaces wherever they help.
#[cfg(test)]
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(|digit| !digit.is_ascii_whitespace()).collect();
    let value = |digit: u8| char::from(digit).to_digit(16).expect("a hexadecimal digit");
    digits
        .chunks(2)
        .map(|pair| u8::try_from(value(pair[0]) << 4 | value(pair[1])).expect("two digits"))
        .collect()
}

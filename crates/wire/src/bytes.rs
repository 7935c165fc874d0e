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

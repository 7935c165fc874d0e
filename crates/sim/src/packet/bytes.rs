//! Putting messages together.

/// What every writer of a wire format needs.
pub(crate) trait Put {
    fn u8(&mut self, value: u8) -> &mut Self;
    fn u16_be(&mut self, value: u16) -> &mut Self;
    fn u24_be(&mut self, value: u32) -> &mut Self;
    fn u32_be(&mut self, value: u32) -> &mut Self;
    fn u16_le(&mut self, value: u16) -> &mut Self;
    fn u32_le(&mut self, value: u32) -> &mut Self;
    fn u64_le(&mut self, value: u64) -> &mut Self;
    fn put(&mut self, bytes: &[u8]) -> &mut Self;
    fn zeros(&mut self, count: usize) -> &mut Self;
    /// Zeros up to the next multiple of `unit`.
    fn align(&mut self, unit: usize) -> &mut Self;
    /// What comes after its own length in two bytes.
    fn sized_u16_be(&mut self, bytes: &[u8]) -> &mut Self;
}

impl Put for Vec<u8> {
    fn u8(&mut self, value: u8) -> &mut Self {
        self.push(value);
        self
    }

    fn u16_be(&mut self, value: u16) -> &mut Self {
        self.put(&value.to_be_bytes())
    }

    fn u24_be(&mut self, value: u32) -> &mut Self {
        let [_, high, middle, low] = value.to_be_bytes();
        self.put(&[high, middle, low])
    }

    fn u32_be(&mut self, value: u32) -> &mut Self {
        self.put(&value.to_be_bytes())
    }

    fn u16_le(&mut self, value: u16) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    fn u32_le(&mut self, value: u32) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    fn u64_le(&mut self, value: u64) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    fn put(&mut self, bytes: &[u8]) -> &mut Self {
        self.extend_from_slice(bytes);
        self
    }

    fn zeros(&mut self, count: usize) -> &mut Self {
        self.resize(self.len() + count, 0);
        self
    }

    fn align(&mut self, unit: usize) -> &mut Self {
        self.resize(self.len().next_multiple_of(unit), 0);
        self
    }

    fn sized_u16_be(&mut self, bytes: &[u8]) -> &mut Self {
        self.u16_be(bytes.len() as u16).put(bytes)
    }
}

/// Text in UTF-16, little-endian.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

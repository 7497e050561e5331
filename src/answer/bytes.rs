//! Numbers and words as bytes, and back without trusting them: how what was learnt is kept.

use thiserror::Error;

/// The bytes end early, or hold what cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the bytes are damaged")]
pub struct Damaged;

/// Writes little-endian numbers, and words with their length before them.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub fn number(&mut self, number: u32) {
        self.raw(&number.to_le_bytes());
    }

    pub fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub fn real(&mut self, real: f32) {
        self.raw(&real.to_le_bytes());
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.raw(text.as_bytes());
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what a [`Writer`] wrote.
#[derive(Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    /// # Errors
    ///
    /// [`Damaged`] when fewer bytes are left; so for every function here.
    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn number(&mut self) -> Result<u32, Damaged> {
        let bytes = self.raw(4)?;
        bytes.try_into().map(u32::from_le_bytes).map_err(|_| Damaged)
    }

    /// A number that must be smaller than `limit`, such as a place in a list.
    pub fn number_below(&mut self, limit: usize) -> Result<u32, Damaged> {
        self.number().and_then(|number| if (number as usize) < limit { Ok(number) } else { Err(Damaged) })
    }

    /// How many things follow; never more than there are bytes left.
    pub fn count(&mut self) -> Result<usize, Damaged> {
        let count = self.number()? as usize;
        if count <= self.0.len() { Ok(count) } else { Err(Damaged) }
    }

    /// A finite number.
    pub fn real(&mut self) -> Result<f32, Damaged> {
        let real = f32::from_bits(self.number()?);
        if real.is_finite() { Ok(real) } else { Err(Damaged) }
    }

    pub fn reals(&mut self, count: usize) -> Result<Vec<f32>, Damaged> {
        (0..count).map(|_| self.real()).collect()
    }

    pub fn text(&mut self) -> Result<&'a str, Damaged> {
        let length = self.count()?;
        let bytes = self.raw(length)?;
        std::str::from_utf8(bytes).map_err(|_| Damaged)
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub fn is_finished(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let mut writer = Writer::default();
        writer.number(7);
        writer.real(0.5);
        writer.text("élève");
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.number(), reader.real(), reader.text()), (Ok(7), Ok(0.5), Ok("élève")));
        assert!(reader.is_finished());
    }

    #[test]
    fn a_length_past_the_end_is_damage() {
        let mut writer = Writer::default();
        writer.text("cut short");
        let bytes = writer.finish();
        assert_eq!(Reader::new(&bytes[..6]).text(), Err(Damaged));
        assert_eq!(Reader::new(&u32::MAX.to_le_bytes()).count(), Err(Damaged));
    }
}

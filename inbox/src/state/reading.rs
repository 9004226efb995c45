//! Reading one thing again and again, one request at a time.

/// Whether something is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    under_way: bool,
    again: bool,
}

impl Reading {
    /// Asks to read. True where a request must go out; while one is on its way,
    /// another follows it, since its answer may already be old.
    pub(crate) fn begin(&mut self) -> bool {
        self.again = self.under_way;
        !std::mem::replace(&mut self.under_way, true)
    }

    /// Takes note of the answer. True where it must be read again.
    pub(crate) fn end(&mut self) -> bool {
        self.under_way = false;
        std::mem::take(&mut self.again)
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn a_change_during_a_read_is_read_too_but_only_once() {
        let mut reading = Reading::default();
        assert!(reading.begin());
        assert!(!reading.begin());
        assert!(!reading.begin());
        assert!(reading.end());
        assert!(reading.begin());
        assert!(!reading.end());
    }
}

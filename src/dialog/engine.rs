//! Begin, choose, back, start again.

//! Seeking Alpha.
use super::{Draft, Layout};
use crate::source::Source;
pub(super) const LAYOUT: Layout = Layout { name: "seekingalpha", matches: |_| false, read };
fn read(_source: &Source) -> Vec<Draft> {
    Vec::new()
}

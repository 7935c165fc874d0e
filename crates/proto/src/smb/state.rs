//! The analyzer of one flow.

use super::dialog::Dialog;
use super::stream::Half;
use crate::{Analyzer, Context, Side};

/// Reads one flow of SMB.
#[derive(Default)]
pub(super) struct Smb {
    halves: Option<[Half; 2]>,
    dialog: Dialog,
}

impl Smb {
    fn half(&mut self, cx: &Context<'_>, from: Side) -> Option<(&mut Half, &mut Dialog)> {
        let new = || Half::new(cx.flow.midstream);
        let halves = self.halves.get_or_insert_with(|| [new(), new()]);
        Some((halves.get_mut(from.index())?, &mut self.dialog))
    }
}

impl Analyzer for Smb {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some((half, dialog)) = self.half(cx, from) {
            half.data(cx, from, bytes, dialog);
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if let Some((half, dialog)) = self.half(cx, from) {
            half.gap(cx, from, length, dialog);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.dialog.closed(cx);
        if !self.dialog.has_begun() {
            cx.retract(super::PROTOCOL.name);
        }
    }
}

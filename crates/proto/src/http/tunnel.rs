//! What is carried after CONNECT or an upgrade.

use super::frames::Frames;
use crate::{Context, Layer, Side};

/// Another protocol inside this connection.
pub(super) struct Tunnel {
    layer: Layer,
    /// The WebSocket frames of each side, where that is what carries it.
    frames: Option<[Frames; 2]>,
}

impl Tunnel {
    /// The bytes as they are.
    pub(super) fn plain() -> Self {
        Self { layer: Layer::default(), frames: None }
    }

    /// What WebSocket frames carry.
    pub(super) fn websocket() -> Self {
        Self { layer: Layer::default(), frames: Some([Frames::default(), Frames::default()]) }
    }

    pub(super) fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let Some([originator, responder]) = &mut self.frames else {
            return cx.inner(&mut self.layer, from, bytes);
        };
        let frames = if from == Side::Originator { originator } else { responder };
        let layer = &mut self.layer;
        if let Err(flaw) = frames.data(bytes, |content| cx.inner(layer, from, content)) {
            cx.weird("WEBSOCKET", flaw, 0);
        }
    }

    pub(super) fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        match &mut self.frames {
            Some([originator, responder]) => {
                let frames = if from == Side::Originator { originator } else { responder };
                frames.lose();
            }
            None => self.layer.gap(cx, from, length),
        }
    }

    pub(super) fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        self.layer.ended(cx, from);
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        self.layer.closed(cx);
    }
}

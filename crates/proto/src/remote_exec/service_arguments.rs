//! The arguments of the service control manager's operations (MS-SCMR 3.1.4).

use super::act::Act;
use crate::dce_rpc::ndr::{Ndr, Result};

/// What the server gives for an open manager or service.
pub(super) type ContextHandle = [u8; 20];

/// A service as RCreateServiceW gives it.
pub(super) struct Creation {
    pub(super) manager: ContextHandle,
    pub(super) name: String,
    pub(super) display_name: Option<String>,
    pub(super) binary_path: String,
    pub(super) account: Option<String>,
    /// Its type, start and error control in words.
    pub(super) settings: String,
}

/// Arguments whose texts are of two-byte or one-byte characters.
pub(super) struct Arguments<'a> {
    pub(super) ndr: Ndr<'a>,
    pub(super) wide: bool,
}

impl Arguments<'_> {
    fn text(&mut self) -> Result<String> {
        if self.wide { self.ndr.wide_string() } else { self.ndr.narrow_string() }
    }

    fn optional_text(&mut self) -> Result<Option<String>> {
        if self.ndr.pointer()? { self.text().map(Some) } else { Ok(None) }
    }

    /// The server that ROpenSCManager names.
    pub(super) fn manager(&mut self) -> Result<Option<String>> {
        let server = self.optional_text()?;
        self.optional_text()?;
        self.ndr.u32()?;
        Ok(server)
    }

    /// The manager and the service that ROpenService names.
    pub(super) fn opening(&mut self) -> Result<(ContextHandle, String)> {
        let manager = self.ndr.handle()?;
        let name = self.text()?;
        self.ndr.u32()?;
        Ok((manager, name))
    }

    pub(super) fn creation(&mut self) -> Result<Creation> {
        let manager = self.ndr.handle()?;
        let name = self.text()?;
        let display_name = self.optional_text()?;
        self.ndr.u32()?;
        let settings = self.settings()?;
        let binary_path = self.text()?;
        let mut creation = Creation { manager, name, display_name, binary_path, account: None, settings };
        creation.account = self.account().unwrap_or(None);
        Ok(creation)
    }

    fn settings(&mut self) -> Result<String> {
        let (kind, start, errors) = (self.ndr.u32()?, self.ndr.u32()?, self.ndr.u32()?);
        Ok(format!(
            "type {}, start {}, error control {}",
            kind_name(kind),
            start_name(start),
            errors_name(errors)
        ))
    }

    /// Passes over load order group, tag and dependencies to the account that the service runs as.
    fn account(&mut self) -> Result<Option<String>> {
        self.optional_text()?;
        if self.ndr.pointer()? {
            self.ndr.u32()?;
        }
        if self.ndr.pointer()? {
            self.ndr.bytes(0)?;
        }
        self.ndr.u32()?;
        self.optional_text()
    }

    pub(super) fn change(&mut self, act: &mut Act) -> Result<()> {
        act.arguments = Some(self.settings()?);
        act.command = self.optional_text()?;
        act.run_as = self.account()?;
        if self.ndr.pointer()? {
            self.ndr.bytes(0)?;
        }
        self.ndr.u32()?;
        act.display_name = self.optional_text()?;
        Ok(())
    }

    /// At most this many arguments of a start are read.
    const START_ARGUMENTS_MAX: usize = 32;

    pub(super) fn start(&mut self, act: &mut Act) -> Result<()> {
        self.ndr.u32()?;
        if !self.ndr.pointer()? {
            return Ok(());
        }
        let count = self.ndr.count()?.min(Self::START_ARGUMENTS_MAX);
        let mut present = 0;
        for _ in 0..count {
            present += usize::from(self.ndr.pointer()?);
        }
        let mut texts = Vec::new();
        for _ in 0..present {
            texts.push(self.text()?);
        }
        act.arguments = Some(texts.join(" ")).filter(|text| !text.is_empty());
        Ok(())
    }

    pub(super) fn control(&mut self, act: &mut Act) -> Result<()> {
        let control = self.ndr.u32()?;
        match control {
            1 => act.operation = "stop",
            2 => act.operation = "pause",
            3 => act.operation = "continue",
            4 => act.operation = "query",
            _ => act.arguments = Some(format!("control {control}")),
        }
        Ok(())
    }
}

/// The value by which a setting stays as it is.
const NO_CHANGE: u32 = u32::MAX;

fn kind_name(kind: u32) -> String {
    let interactive = if kind & 0x100 != 0 && kind != NO_CHANGE { " interactive" } else { "" };
    let name = match kind & !0x100 {
        _ if kind == NO_CHANGE => "unchanged",
        0x01 => "kernel driver",
        0x02 => "file system driver",
        0x10 => "own process",
        0x20 => "shared process",
        other => return format!("0x{other:x}{interactive}"),
    };
    format!("{name}{interactive}")
}

fn start_name(start: u32) -> &'static str {
    match start {
        0 => "boot",
        1 => "system",
        2 => "auto",
        3 => "demand",
        4 => "disabled",
        NO_CHANGE => "unchanged",
        _ => "unknown",
    }
}

fn errors_name(errors: u32) -> &'static str {
    match errors {
        0 => "ignore",
        1 => "normal",
        2 => "severe",
        3 => "critical",
        NO_CHANGE => "unchanged",
        _ => "unknown",
    }
}

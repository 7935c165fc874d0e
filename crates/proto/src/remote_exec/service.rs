//! Services (MS-SCMR): created, changed, started, stopped and deleted from afar.

use super::act::Act;
use super::service_arguments::{Arguments, ContextHandle};
use super::{Family, Handles};
use crate::dce_rpc::ndr::Result;
use crate::dce_rpc::{RpcCall, Uuid};
use std::collections::VecDeque;
use std::sync::Arc;

pub(super) static FAMILY: Family = Family {
    interfaces: &[Uuid::of("367abb81-9844-35f1-ad32-98f038001003")],
    reads: |opnum| Operation::of(opnum).is_some(),
    act,
    fits: |call| {
        let Some((operation, wide)) = Operation::of(call.opnum) else { return Ok(false) };
        let mut arguments = Arguments { ndr: call.arguments(), wide };
        Ok(match operation {
            Operation::Create => arguments.creation()?.binary_path.len() > 1,
            Operation::OpenManager => arguments.manager().is_ok() && arguments.ndr.rest().len() <= 4,
            Operation::Open => arguments.opening().is_ok() && arguments.ndr.rest().len() <= 4,
            _ => false,
        })
    },
    peculiar: &[12, 24, 44, 45],
};

/// At most this many open services of one association are remembered; the oldest goes first.
const SERVICES_MAX: usize = 64;

/// The names behind the handles of one association.
#[derive(Debug, Default)]
pub(super) struct OpenServices(VecDeque<(ContextHandle, Opened)>);

/// What a handle stands for: a manager has a server's name, a service its own as well.
#[derive(Clone, Debug, Default)]
struct Opened {
    server: Option<Arc<str>>,
    service: Option<Arc<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    OpenManager,
    Open,
    Create,
    Change,
    Start,
    Control,
    Delete,
    Close,
}

impl Operation {
    /// The operation of this number, and whether its texts are of two-byte characters (MS-SCMR 3.1.4).
    fn of(opnum: u16) -> Option<(Self, bool)> {
        Some(match opnum {
            0 => (Self::Close, true),
            1 => (Self::Control, true),
            2 => (Self::Delete, true),
            11 => (Self::Change, true),
            12 | 45 | 60 => (Self::Create, true),
            15 => (Self::OpenManager, true),
            16 => (Self::Open, true),
            19 => (Self::Start, true),
            23 => (Self::Change, false),
            24 | 44 => (Self::Create, false),
            27 => (Self::OpenManager, false),
            28 => (Self::Open, false),
            31 => (Self::Start, false),
            _ => return None,
        })
    }
}

fn act(call: &RpcCall<'_>, handles: &mut Handles) -> Option<Act> {
    let (operation, wide) = Operation::of(call.opnum)?;
    let arguments = Arguments { ndr: call.arguments(), wide };
    let services = &mut handles.services;
    match operation {
        Operation::OpenManager => services.open_manager(call, arguments),
        Operation::Open => services.open_service(call, arguments),
        Operation::Close => services.close(call),
        _ if call.sealed => return Some(new_act(operation)),
        _ => return Some(understood(operation, call, arguments, services)),
    }
    None
}

fn new_act(operation: Operation) -> Act {
    let name = match operation {
        Operation::Create => "create",
        Operation::Change => "change",
        Operation::Start => "start",
        Operation::Control => "control",
        _ => "delete",
    };
    let mut act = Act::new("service", name, "T1569.002");
    if matches!(operation, Operation::Create | Operation::Change) {
        act.mitre.push("T1543.003");
    }
    act
}

fn understood(
    operation: Operation,
    call: &RpcCall<'_>,
    mut arguments: Arguments<'_>,
    services: &mut OpenServices,
) -> Act {
    let mut act = new_act(operation);
    let read = match operation {
        Operation::Create => services.create(&mut act, call, arguments),
        _ => services.use_handle(&mut act, &mut arguments).and_then(|()| match operation {
            Operation::Change => arguments.change(&mut act),
            Operation::Start => arguments.start(&mut act),
            Operation::Control => arguments.control(&mut act),
            _ => Ok(()),
        }),
    };
    if read.is_err() {
        act.garble_arguments();
    }
    act
}

impl OpenServices {
    fn open_manager(&mut self, call: &RpcCall<'_>, mut arguments: Arguments<'_>) {
        if let (Ok(server), Some(handle)) = (arguments.manager(), handle_given(call)) {
            self.insert(handle, Opened { server: server.map(Arc::from), service: None });
        }
    }

    fn open_service(&mut self, call: &RpcCall<'_>, mut arguments: Arguments<'_>) {
        if let (Ok((manager, name)), Some(handle)) = (arguments.opening(), handle_given(call)) {
            let server = self.get(&manager).and_then(|manager| manager.server.clone());
            self.insert(handle, Opened { server, service: Some(name.into()) });
        }
    }

    fn close(&mut self, call: &RpcCall<'_>) {
        if let Ok(handle) = call.arguments().handle() {
            self.0.retain(|(known, _)| *known != handle);
        }
    }

    fn create(&mut self, act: &mut Act, call: &RpcCall<'_>, mut arguments: Arguments<'_>) -> Result<()> {
        let creation = arguments.creation()?;
        let server = self.get(&creation.manager).and_then(|manager| manager.server.clone());
        if let Some(handle) = handle_given(call) {
            let service = Some(Arc::from(creation.name.as_str()));
            self.insert(handle, Opened { server: server.clone(), service });
        }
        act.target = server.as_deref().map(str::to_owned);
        act.display_name = creation.display_name.filter(|display| *display != creation.name);
        act.object = Some(creation.name);
        act.command = Some(creation.binary_path);
        act.arguments = Some(creation.settings);
        act.run_as = creation.account;
        Ok(())
    }

    /// Names the service that the handle at the front of the arguments stands for.
    fn use_handle(&self, act: &mut Act, arguments: &mut Arguments<'_>) -> Result<()> {
        let handle = arguments.ndr.handle()?;
        if let Some(opened) = self.get(&handle) {
            act.target = opened.server.as_deref().map(str::to_owned);
            act.object = opened.service.as_deref().map(str::to_owned);
        } else {
            act.note = Some("the opening of the service was not seen");
        }
        Ok(())
    }

    fn get(&self, handle: &ContextHandle) -> Option<&Opened> {
        self.0.iter().rev().find(|(known, _)| known == handle).map(|(_, opened)| opened)
    }

    fn insert(&mut self, handle: ContextHandle, opened: Opened) {
        if self.0.len() >= SERVICES_MAX {
            self.0.pop_front();
        }
        self.0.push_back((handle, opened));
    }
}

/// The handle that the results end with, before the status; none where it is all zeros, which means that there is none.
fn handle_given(call: &RpcCall<'_>) -> Option<ContextHandle> {
    let (before_status, _) = call.response?.split_last_chunk::<4>()?;
    before_status.last_chunk().copied().filter(|handle| *handle != [0; 20])
}

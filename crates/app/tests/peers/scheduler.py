#!/usr/bin/python3
"""A task scheduler that can be reached over SMB, which Samba has none of, and whoever asks it for something.

Both ends are impacket's. What they say to each other is as Windows says it: calls on the pipe `atsvc`, not sealed.

    scheduler.py serve ADDRESS USER PASSWORD        takes at-jobs (MS-TSCH, ATSvc), refuses tasks (ITaskSchedulerService)
    scheduler.py at ADDRESS USER PASSWORD COMMAND   asks for an at-job
    scheduler.py task ADDRESS USER PASSWORD PATH COMMAND ARGUMENTS
"""

import sys

from impacket import smbserver
from impacket.dcerpc.v5 import atsvc, transport, tsch
from impacket.dcerpc.v5.dtypes import NULL
from impacket.dcerpc.v5.rpcrt import DCERPCServer
from impacket.ntlm import compute_lmhash, compute_nthash
from impacket.uuid import bin_to_uuidtup

PIPE = r"\PIPE\atsvc"
JOB_ID = 7
E_ACCESSDENIED = 0x80070005

TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
<Principals><Principal id="LocalSystem"><UserId>S-1-5-18</UserId></Principal></Principals>
<Actions Context="LocalSystem"><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>
</Task>"""


class Scheduler(DCERPCServer):
    def __init__(self):
        super().__init__()
        self.daemon = True
        self.addCallbacks(bin_to_uuidtup(atsvc.MSRPC_UUID_ATSVC), PIPE, {atsvc.NetrJobAdd.opnum: self.job_add})
        self.addCallbacks(bin_to_uuidtup(tsch.MSRPC_UUID_TSCHS), PIPE, {tsch.SchRpcRegisterTask.opnum: self.register})

    def job_add(self, _request):
        answer = atsvc.NetrJobAddResponse()
        answer["pJobId"] = JOB_ID
        answer["ErrorCode"] = 0
        return answer

    def register(self, _request):
        answer = tsch.SchRpcRegisterTaskResponse()
        answer["pActualPath"] = NULL
        answer["pErrorInfo"] = NULL
        answer["ErrorCode"] = E_ACCESSDENIED
        return answer


def serve(address, user, password):
    scheduler = Scheduler()
    server = smbserver.SimpleSMBServer(listenAddress=address)
    server.setSMB2Support(True)
    server.addCredential(user, 0, compute_lmhash(password).hex(), compute_nthash(password).hex())
    server.registerNamedPipe("atsvc", ("127.0.0.1", scheduler.getListenPort()))
    scheduler.start()
    server.start()


def bound(address, user, password, interface):
    """The pipe of the scheduler with an interface on it."""
    way = transport.DCERPCTransportFactory(rf"ncacn_np:{address}[\pipe\atsvc]")
    way.set_credentials(user, password, "LAB")
    rpc = way.get_dce_rpc()
    rpc.connect()
    rpc.bind(interface)
    return rpc


def at(address, user, password, command):
    job = atsvc.AT_INFO()
    job["JobTime"] = (13 * 60 + 37) * 60 * 1000
    job["DaysOfMonth"] = 0
    job["DaysOfWeek"] = 0
    job["Flags"] = 0
    job["Command"] = command + "\0"
    rpc = bound(address, user, password, atsvc.MSRPC_UUID_ATSVC)
    answer = atsvc.hNetrJobAdd(rpc, rf"\\{address}" + "\0", job)
    print(f"job {answer['pJobId']}")
    rpc.disconnect()


def task(address, user, password, path, command, arguments):
    rpc = bound(address, user, password, tsch.MSRPC_UUID_TSCHS)
    xml = TASK.format(command=command, arguments=arguments)
    try:
        tsch.hSchRpcRegisterTask(rpc, path, xml, tsch.TASK_CREATE, NULL, tsch.TASK_LOGON_NONE)
    except tsch.DCERPCSessionError as refusal:
        print(refusal)
    rpc.disconnect()


if __name__ == "__main__":
    {"serve": serve, "at": at, "task": task}[sys.argv[1]](*sys.argv[2:])

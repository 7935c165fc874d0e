#!/usr/bin/python3
"""A small network of real programs with `thymus capture` listening in on it.

A Samba file server with its RPC services and a Kerberos KDC stand in one network namespace, a task scheduler in another; in
a third, smbclient, kinit and the tools of impacket do what an intruder does. Between them is a bridge; at the client's port
of it listen thymus and, for comparison, tcpdump.

    scene.py --missing                      prints what this machine lacks for the scene, a word a line
    scene.py --thymus PROGRAM --into DIR    plays the scene and leaves in DIR: records/ out.pcapng tcpdump.pcap scene.json
                                            and the logs of everybody

To be run by `unshare --net --mount --pid --fork --kill-child --mount-proc`: then namespaces, mounts and servers are gone when it
ends, however it ends, and the machine's own Samba is not touched.
"""

import argparse
import binascii
import glob
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time

SERVER, CLIENT, SCHEDULER = "10.9.0.1", "10.9.0.2", "10.9.0.3"
REALM, SERVER_NAME = "LAB.EXAMPLE", "server.lab.example"
ACCOUNT, PASSWORD = "root", "Correct-Horse-7"
CREDENTIALS = f"{ACCOUNT}:{PASSWORD}@{SERVER}"
PORT = "to-client"

# Everything of the scene lies in memory below /run, which is a file system of the scene's own.
LAB = "/run/lab"
SHARE, LOGS, RECORDS, DATA = f"{LAB}/share", f"{LAB}/logs", f"{LAB}/records", f"{LAB}/data"

# The last packet of the scene. Nobody answers what is sent to everybody.
LAST_WORDS = b"the scene ends here"
SAY_LAST_WORDS = f"""
import socket
end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
end.sendto({LAST_WORDS}, ("10.9.0.255", 9))
"""

SERVER_SECONDS, CLIENT_SECONDS, RECORD_SECONDS, STOP_SECONDS = 60, 60, 20, 20

PROGRAMS = "ip ss smbd smbpasswd smbclient krb5kdc kdb5_util kadmin.local kinit tcpdump tshark capinfos unshare mount".split()
PYTHON = "/usr/bin/python3"
IMPACKET = ["/usr/share/doc/python3-impacket/examples", "/usr/share/python3-impacket/examples"]

SMB_CONF = f"""
[global]
 workgroup = LAB
 netbios name = SERVER
 realm = {REALM}
 security = user
 kerberos method = dedicated keytab
 dedicated keytab file = /etc/samba/krb5.keytab
 server smb encrypt = off
 rpc start on demand helpers = no
 svcctl list = cups
 load printers = no
 printcap name = /dev/null
[data]
 path = {SHARE}
 read only = no
"""

KRB5_CONF = f"""
[libdefaults]
 default_realm = {REALM}
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
[realms]
 {REALM} = {{
  kdc = {SERVER}
 }}
[domain_realm]
 .lab.example = {REALM}
"""

# Samba takes no privilege attribute certificates outside of a domain.
KDC_CONF = f"""
[realms]
 {REALM} = {{
  database_name = {LAB}/kdc/principal
  key_stash_file = {LAB}/kdc/stash
  acl_file = {LAB}/kdc/acl
  kdc_listen = {SERVER}:88
  kdc_tcp_listen = {SERVER}:88
  disable_pac = true
 }}
"""

HOSTS = f"127.0.0.1 localhost\n{SERVER} {SERVER_NAME} server\n{CLIENT} client.lab.example client\n"


def missing():
    """What has to be installed before the scene can be played."""
    lacking = [program for program in PROGRAMS if shutil.which(program) is None]
    if not dcerpcd():
        lacking.append("samba-dcerpcd")
    if not impacket():
        lacking.append("impacket")
    return lacking


def impacket():
    return next((folder for folder in IMPACKET if os.path.exists(f"{folder}/psexec.py")), None)


def scheduler_script():
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "scheduler.py")


def dcerpcd():
    places = ["/usr/libexec/samba/samba-dcerpcd", *glob.glob("/usr/lib/*/samba/samba-dcerpcd")]
    return next((place for place in places if os.path.exists(place)), None)


class Scene:
    """Whoever runs, and what was found out."""

    def __init__(self, thymus):
        self.thymus = thymus
        self.facts = {"server": SERVER, "client": CLIENT, "account": ACCOUNT, "clients": {}}

    def play(self):
        private_files()
        network()
        self.server("krb5kdc", ["krb5kdc", "-n"])
        self.server("smbd", ["smbd", "--foreground", "--no-process-group", "--debug-stdout"])
        rpc = [dcerpcd(), "--libexec-rpcds", "--foreground", "--no-process-group", "--debug-stdout"]
        self.server("samba-dcerpcd", rpc)
        start("scheduler", in_host("scheduler", PYTHON, scheduler_script(), "serve", SCHEDULER, ACCOUNT, PASSWORD))
        wait_until("the servers listen", SERVER_SECONDS,
                   lambda: {88, 135, 445} <= listening("server") and {445} <= listening("scheduler"))
        sensor, tcpdump = self.listen()
        self.files()
        self.kerberos()
        self.remote_execution()
        self.reconnaissance()
        self.look(sensor)
        self.stop(sensor, tcpdump)

    def server(self, name, command):
        start(name, in_host("server", *command))

    def client(self, act, command, given=""):
        """One client from beginning to end. What it says and how it ends is kept: many are meant to be refused."""
        began = time.time()
        done = subprocess.run(in_host("client", *command), input=given, text=True, errors="replace", timeout=CLIENT_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.facts["clients"][act] = {"status": done.returncode, "output": done.stdout,
                                      "began": began, "seconds": time.time() - began}

    def impacket(self, act, tool, *arguments):
        self.client(act, [PYTHON, f"{impacket()}/{tool}.py", CREDENTIALS, *arguments])

    def listen(self):
        """Starts the two who listen, and waits until both have begun."""
        tcpdump = start("tcpdump", ["tcpdump", "-i", PORT, "-n", "-U", "--immediate-mode", "-B", "16384", "-Z", "root",
                                    "-w", f"{LAB}/tcpdump.pcap"])
        sensor = start("thymus", [self.thymus, "capture", "-i", PORT, "--out", RECORDS, "--data", DATA,
                                  "--user", "nobody", "--ring-bytes", "16MiB"])
        wait_until("thymus captures", SERVER_SECONDS, lambda: "capturing" in log("thymus"))
        wait_until("tcpdump captures", SERVER_SECONDS, lambda: "listening" in log("tcpdump"))
        return sensor, tcpdump

    def files(self):
        content = random.Random(7).randbytes(300_000)
        sent, received = f"{LAB}/sent.bin", f"{LAB}/received.bin"
        write(sent, content)
        self.facts["report_sha256"] = hashlib.sha256(content).hexdigest()
        orders = f"put {sent} report.docx; get report.docx {received}; rename report.docx old.docx; ls"
        share = [f"//{SERVER}/data", "-c"]
        self.client("smbclient", ["smbclient", "-U", f"{ACCOUNT}%{PASSWORD}", *share, orders])
        self.facts["received_sha256"] = sha256_of(received)
        self.client("wrong password", ["smbclient", "-U", f"{ACCOUNT}%wrong", *share, "ls"])

    def kerberos(self):
        self.client("kinit", ["kinit", ACCOUNT], PASSWORD + "\n")
        self.client("kinit of nobody known", ["kinit", "nosuch"], PASSWORD + "\n")
        share = f"//{SERVER_NAME}/data"
        self.client("smbclient with a ticket", ["smbclient", "--use-kerberos=required", "-N", share, "-c", "get old.docx /dev/null"])

    def remote_execution(self):
        from impacket.examples import remcomsvc
        self.facts["psexec_sha256"] = hashlib.sha256(binascii.unhexlify(remcomsvc.REMCOMSVC)).hexdigest()
        self.impacket("psexec", "psexec", "ipconfig /all")
        self.impacket("smbexec", "smbexec")
        self.impacket("atexec", "atexec", "whoami /all")
        self.impacket("wmiexec", "wmiexec", "net user")
        self.impacket("services create", "services", "create", "-name", "upkeep", "-display", "System Upkeep",
                      "-path", r"c:\windows\temp\upkeep.exe -k all")
        self.schedule("at", r"c:\windows\temp\AV.exe -now")
        self.schedule("task", r"\Updates\Nightly", r"c:\windows\temp\nightly.exe", "/quiet")
        self.impacket("services start", "services", "start", "-name", "cups")

    def schedule(self, *what):
        how, *arguments = what
        self.client(how, [PYTHON, scheduler_script(), how, SCHEDULER, ACCOUNT, PASSWORD, *arguments])

    def reconnaissance(self):
        self.impacket("services list", "services", "list")
        self.impacket("reg", "reg", "query", "-keyName", r"HKLM\SOFTWARE")
        self.impacket("samrdump", "samrdump")

    def look(self, sensor):
        """What someone sees while capture goes on: records, packets, and a process without rights."""
        seen = lambda: "SamrQueryInformationUser" in read(f"{RECORDS}/dce_rpc.ndjson")
        self.facts["records_seen_live"] = wait_until("the last act is in the records", RECORD_SECONDS, seen, or_else=False)
        with open(f"/proc/{sensor.pid}/status") as status:
            self.facts["sensor_status"] = dict(line.rstrip("\n").split(":\t", 1) for line in status)
        self.client("end", [PYTHON, "-c", SAY_LAST_WORDS])
        wait_until("tcpdump has the last packet", RECORD_SECONDS, lambda: LAST_WORDS in content_of(f"{LAB}/tcpdump.pcap"))
        around = f"{self.facts['clients']['psexec']['began']:.6f}"
        whole = lambda: self.extract("out.pcapng", "--around", around) and LAST_WORDS in content_of(f"{LAB}/out.pcapng")
        wait_until("the last packet can be taken out of the store", RECORD_SECONDS, whole)
        self.extract("smb.pcapng", "--around", around, "--peer", SERVER, "--port", "445")

    def extract(self, file, *which):
        command = [self.thymus, "pcap", "--data", DATA, "--host", CLIENT, *which, "--window", "5m", "-o", f"{LAB}/{file}"]
        done = subprocess.run(command, text=True, timeout=CLIENT_SECONDS, stderr=subprocess.PIPE)
        self.facts[file] = {"status": done.returncode, "output": done.stderr}
        return done.returncode == 0

    def stop(self, sensor, tcpdump):
        began = time.time()
        sensor.terminate()
        self.facts["sensor_exit"] = sensor.wait(STOP_SECONDS)
        self.facts["sensor_stop_seconds"] = time.time() - began
        tcpdump.terminate()
        tcpdump.wait(STOP_SECONDS)


def private_files():
    """Hides the machine's configuration and state behind the scene's own."""
    mount("-t", "tmpfs", "scene", "/run")
    for folder in [SHARE, LOGS, RECORDS, DATA, f"{LAB}/kdc", "/run/netns", "/run/samba", "/run/lock"]:
        os.makedirs(folder)
    for folder in ["/etc/samba", "/var/lib/samba", "/var/cache/samba", "/var/log/samba"]:
        os.makedirs(folder, exist_ok=True)
        mount("-t", "tmpfs", "scene", folder)
    os.makedirs("/var/lib/samba/private")
    for folder in [RECORDS, DATA]:
        os.chmod(folder, 0o777)
    write(f"{LAB}/hosts", HOSTS)
    mount("--bind", f"{LAB}/hosts", "/etc/hosts")
    write("/etc/samba/smb.conf", SMB_CONF)
    write(f"{LAB}/krb5.conf", KRB5_CONF)
    write(f"{LAB}/kdc.conf", KDC_CONF)
    os.environ.update(KRB5_CONFIG=f"{LAB}/krb5.conf", KRB5_KDC_PROFILE=f"{LAB}/kdc.conf", KRB5CCNAME=f"FILE:{LAB}/tickets")
    accounts()


def accounts():
    service = f"cifs/{SERVER_NAME}"
    run("kdb5_util", "create", "-s", "-r", REALM, "-P", "master")
    run("kadmin.local", "addprinc", "-pw", PASSWORD, "+requires_preauth", ACCOUNT)
    run("kadmin.local", "addprinc", "-randkey", service)
    run("kadmin.local", "ktadd", "-k", "/etc/samba/krb5.keytab", service)
    run("smbpasswd", "-a", "-s", ACCOUNT, given=f"{PASSWORD}\n{PASSWORD}\n")


def network():
    """Three hosts on a bridge. Nothing leads out."""
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "wire", "type", "bridge")
    run("ip", "link", "set", "wire", "up")
    for name, address in [("server", SERVER), ("client", CLIENT), ("scheduler", SCHEDULER)]:
        run("ip", "netns", "add", name)
        run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", f"to-{name}", "master", "wire", "up")
        run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")
        run("ip", "-n", name, "link", "set", "lo", "up")


def in_host(host, *command):
    return ["ip", "netns", "exec", host, *command]


def listening(host):
    table = run(*in_host(host, "ss", "-H", "-l", "-n", "-t"))
    return {int(line.split()[3].rsplit(":", 1)[1]) for line in table.splitlines()}


def wait_until(what, seconds, holds, or_else=True):
    """Waits for something to hold; if it does not come, fails or, where that is for others to judge, returns false."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            if or_else:
                raise TimeoutError(f"waited {seconds} seconds in vain until {what}")
            return False
        time.sleep(0.1)
    return True


def start(name, command):
    with open(f"{LOGS}/{name}.log", "w") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)


def run(*command, given=None):
    done = subprocess.run(command, input=given, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}")
    return done.stdout


def mount(*arguments):
    run("mount", *arguments)


def log(name):
    return read(f"{LOGS}/{name}.log")


def read(path):
    """The text of a file; none if it is not there yet."""
    try:
        with open(path, errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def content_of(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    with open(path, "wb" if isinstance(content, bytes) else "w") as file:
        file.write(content)


def sha256_of(path):
    return hashlib.sha256(content_of(path)).hexdigest()


def main():
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--thymus")
    parser.add_argument("--into")
    arguments = parser.parse_args()
    if arguments.missing:
        print("\n".join(missing()))
        return
    scene = Scene(os.path.abspath(arguments.thymus))
    try:
        scene.play()
    finally:
        if os.path.isdir(LAB):
            write(f"{LAB}/scene.json", json.dumps(scene.facts, indent=1))
            shutil.copytree(LAB, arguments.into, dirs_exist_ok=True)


if __name__ == "__main__":
    sys.exit(main())

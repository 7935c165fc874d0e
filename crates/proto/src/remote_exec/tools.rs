//! Tools that give themselves away by how they name or phrase things. Names can be imitated or changed: these are hints.

use super::act::Act;

/// Pipes and services by the beginning of their names.
static NAMES: &[(&str, &str)] = &[
    ("psexesvc", "psexec"),
    ("remcom", "remcom"),
    ("paexec", "paexec"),
    ("csexec", "csexec"),
    ("winexesvc", "winexe"),
    ("ahexec", "winexe"),
    ("xcmdsvc", "xcmd"),
];

/// What command lines contain, in lower case: all of the parts.
static PHRASES: &[(&[&str], &str)] = &[
    (&["%comspec% /q /c echo", "\\__output"], "impacket-smbexec"),
    (&["cmd.exe /q /c ", "1> \\\\127.0.0.1\\admin$\\__"], "impacket-exec"),
    (&["cmd.exe /c ", "> %windir%\\temp\\", ".tmp 2>&1"], "impacket-atexec"),
    (&["%comspec% /b /c start /b /min powershell"], "metasploit-psexec"),
    (&["%systemroot%\\psexesvc.exe"], "psexec"),
];

/// The tool that makes a pipe of this name.
pub(super) fn of_pipe(pipe: &str) -> Option<&'static str> {
    named(pipe.rsplit('\\').next().unwrap_or(pipe))
}

/// The tool that a service's name or a command line hints at.
pub(super) fn of_act(act: &Act) -> Option<&'static str> {
    let by_object = act.object.as_deref().filter(|_| act.mechanism == "service").and_then(named);
    let by_command = act.command.as_deref().and_then(phrased);
    by_object.or(match by_command {
        Some("impacket-exec") if act.mechanism == "wmi" => Some("impacket-wmiexec"),
        Some("impacket-exec") if act.mechanism == "dcom" => Some("impacket-dcomexec"),
        other => other,
    })
}

fn named(name: &str) -> Option<&'static str> {
    let begins =
        |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    NAMES.iter().find(|(prefix, _)| begins(prefix)).map(|(_, tool)| *tool)
}

fn phrased(command: &str) -> Option<&'static str> {
    let command = command.to_lowercase();
    let fits = |parts: &[&str]| parts.iter().all(|part| command.contains(part));
    PHRASES.iter().find(|(parts, _)| fits(parts)).map(|(_, tool)| *tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phrases() {
        assert_eq!(of_pipe("PSEXESVC-VICTIM-PC-2412-stdin"), Some("psexec"));
        assert_eq!(of_pipe("RemCom_communicaton"), Some("remcom"));
        assert_eq!(of_pipe("srvsvc"), None);
        let smbexec = r"%COMSPEC% /Q /c echo dir ^> \\127.0.0.1\C$\__output 2^>^&1 > %TEMP%\execute.bat";
        assert_eq!(phrased(smbexec), Some("impacket-smbexec"));
        assert_eq!(phrased(r"C:\Windows\System32\svchost.exe -k netsvcs"), None);
    }
}

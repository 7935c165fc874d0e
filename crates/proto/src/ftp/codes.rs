//! Which replies fit which command (RFC 959 §5.4, RFC 2228, RFC 2428, RFC 3659), to tell what a late reply answers.

/// A command and the codes that its replies may have, beside 421 and 500 to 502, which every command may get.
#[rustfmt::skip]
static REPLIES: &[(&str, &[u16])] = &[
    ("<init>", &[120, 220]),
    ("USER", &[230, 331, 332, 530]),
    ("PASS", &[202, 230, 332, 503, 530]),
    ("ACCT", &[202, 230, 503, 530]),
    ("AUTH", &[234, 334, 431, 504, 534]),
    ("ADAT", &[235, 335, 535]),
    ("PBSZ", &[200, 503]),
    ("PROT", &[200, 431, 503, 504, 534, 536]),
    ("CWD", &[200, 250, 530, 550]),
    ("CDUP", &[200, 250, 530, 550]),
    ("XCUP", &[200, 250, 530, 550]),
    ("SMNT", &[202, 250, 530, 550]),
    ("REIN", &[120, 220]),
    ("QUIT", &[221]),
    ("PORT", &[200, 530]),
    ("EPRT", &[200, 522, 530]),
    ("PASV", &[227, 530]),
    ("EPSV", &[229, 522, 530]),
    ("MODE", &[200, 504, 530]),
    ("TYPE", &[200, 504, 530]),
    ("STRU", &[200, 504, 530]),
    ("ALLO", &[200, 202, 504, 530]),
    ("REST", &[350, 530]),
    ("STOR", &[110, 125, 150, 226, 250, 425, 426, 450, 451, 452, 532, 550, 551, 552, 553, 530]),
    ("STOU", &[110, 125, 150, 226, 250, 425, 426, 450, 451, 452, 532, 550, 551, 552, 553, 530]),
    ("APPE", &[110, 125, 150, 226, 250, 425, 426, 450, 451, 452, 532, 550, 551, 552, 553, 530]),
    ("RETR", &[110, 125, 150, 226, 250, 425, 426, 450, 451, 530, 550]),
    ("LIST", &[125, 150, 226, 250, 425, 426, 450, 451, 530, 550]),
    ("NLST", &[125, 150, 226, 250, 425, 426, 450, 451, 530, 550]),
    ("MLSD", &[125, 150, 226, 250, 425, 426, 450, 451, 530, 550]),
    ("MLST", &[250, 450, 530, 550]),
    ("RNFR", &[350, 450, 530, 550]),
    ("RNTO", &[250, 503, 530, 532, 550, 553]),
    ("DELE", &[250, 450, 530, 550]),
    ("RMD", &[250, 530, 550]),
    ("XRMD", &[250, 530, 550]),
    ("MKD", &[257, 530, 550]),
    ("XMKD", &[257, 530, 550]),
    ("PWD", &[257, 550]),
    ("XPWD", &[257, 550]),
    ("ABOR", &[225, 226]),
    ("SYST", &[215]),
    ("STAT", &[211, 212, 213, 450, 530]),
    ("HELP", &[211, 214]),
    ("SITE", &[200, 202, 214, 250, 530]),
    ("NOOP", &[200]),
    ("SIZE", &[213, 550]),
    ("MDTM", &[213, 253, 550]),
    ("FEAT", &[211]),
    ("OPTS", &[200, 451]),
];

/// Whether a reply with this code may answer this command.
pub(super) fn fits(command: &str, code: u16) -> bool {
    code == 500 || {
        let listed = REPLIES.iter().find(|(name, _)| *name == command);
        listed.is_some_and(|(_, codes)| codes.contains(&code) || matches!(code, 421 | 501 | 502))
    }
}

/// Commands whose argument is a file or directory.
pub(super) fn takes_path(command: &str) -> bool {
    matches!(
        command,
        "APPE"
            | "CWD"
            | "DELE"
            | "MKD"
            | "RETR"
            | "RMD"
            | "RNFR"
            | "RNTO"
            | "STOR"
            | "STOU"
            | "REST"
            | "SIZE"
            | "MDTM"
    )
}

/// Commands that become records: those of Zeek's default, and those of logging in, whose failures are worth knowing.
pub(super) fn is_logged(command: &str, code: Option<u16>) -> bool {
    match command {
        "APPE" | "DELE" | "RETR" | "STOR" | "STOU" | "ACCT" | "PORT" | "PASV" | "EPRT" | "EPSV" => true,
        "AUTH" | "PASS" => true,
        "USER" => !matches!(code, Some(331 | 332)),
        _ => false,
    }
}

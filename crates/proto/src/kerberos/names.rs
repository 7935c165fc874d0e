//! Numbers of Kerberos and their names (RFC 4120 section 7.5, RFC 3961 section 8, RFC 8009, MS-KILE, RFC 4556).

use std::borrow::Cow;

/// The name of an encryption type; `unknown-N` for others.
#[must_use]
pub fn cipher(number: i64) -> Cow<'static, str> {
    let name = match number {
        1 => "des-cbc-crc",
        2 => "des-cbc-md4",
        3 => "des-cbc-md5",
        5 => "des3-cbc-md5",
        7 => "des3-cbc-sha1",
        9 => "dsaWithSHA1-CmsOID",
        10 => "md5WithRSAEncryption-CmsOID",
        11 => "sha1WithRSAEncryption-CmsOID",
        12 => "rc2CBC-EnvOID",
        13 => "rsaEncryption-EnvOID",
        14 => "rsaES-OAEP-ENV-OID",
        15 => "des-ede3-cbc-Env-OID",
        16 => "des3-cbc-sha1-kd",
        17 => "aes128-cts-hmac-sha1-96",
        18 => "aes256-cts-hmac-sha1-96",
        19 => "aes128-cts-hmac-sha256-128",
        20 => "aes256-cts-hmac-sha384-192",
        23 => "rc4-hmac",
        24 => "rc4-hmac-exp",
        25 => "camellia128-cts-cmac",
        26 => "camellia256-cts-cmac",
        65 => "subkey-keymaterial",
        -128 => "rc4-md4",
        -133 => "rc4-hmac-old",
        -135 => "rc4-hmac-old-exp",
        _ => return Cow::Owned(format!("unknown-{number}")),
    };
    Cow::Borrowed(name)
}

/// The name of an error code; `unknown-N` for others.
#[must_use]
pub fn error(code: i64) -> Cow<'static, str> {
    let table: &[&'static str] = match code {
        0..=29 => &KDC_ERRORS,
        31..=52 => &AP_ERRORS,
        60..=76 => &LATER_ERRORS,
        _ => &[],
    };
    let first = match code {
        0..=29 => 0,
        31..=52 => 31,
        _ => 60,
    };
    let place = usize::try_from(code - first).ok();
    match place.and_then(|place| table.get(place)).copied().filter(|name| !name.is_empty()) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(format!("unknown-{code}")),
    }
}

/// Codes 0 to 29.
static KDC_ERRORS: [&str; 30] = [
    "KDC_ERR_NONE",
    "KDC_ERR_NAME_EXP",
    "KDC_ERR_SERVICE_EXP",
    "KDC_ERR_BAD_PVNO",
    "KDC_ERR_C_OLD_MAST_KVNO",
    "KDC_ERR_S_OLD_MAST_KVNO",
    "KDC_ERR_C_PRINCIPAL_UNKNOWN",
    "KDC_ERR_S_PRINCIPAL_UNKNOWN",
    "KDC_ERR_PRINCIPAL_NOT_UNIQUE",
    "KDC_ERR_NULL_KEY",
    "KDC_ERR_CANNOT_POSTDATE",
    "KDC_ERR_NEVER_VALID",
    "KDC_ERR_POLICY",
    "KDC_ERR_BADOPTION",
    "KDC_ERR_ETYPE_NOSUPP",
    "KDC_ERR_SUMTYPE_NOSUPP",
    "KDC_ERR_PADATA_TYPE_NOSUPP",
    "KDC_ERR_TRTYPE_NOSUPP",
    "KDC_ERR_CLIENT_REVOKED",
    "KDC_ERR_SERVICE_REVOKED",
    "KDC_ERR_TGT_REVOKED",
    "KDC_ERR_CLIENT_NOTYET",
    "KDC_ERR_SERVICE_NOTYET",
    "KDC_ERR_KEY_EXPIRED",
    "KDC_ERR_PREAUTH_FAILED",
    "KDC_ERR_PREAUTH_REQUIRED",
    "KDC_ERR_SERVER_NOMATCH",
    "KDC_ERR_MUST_USE_USER2USER",
    "KDC_ERR_PATH_NOT_ACCEPTED",
    "KDC_ERR_SVC_UNAVAILABLE",
];

/// Codes 31 to 52.
static AP_ERRORS: [&str; 22] = [
    "KRB_AP_ERR_BAD_INTEGRITY",
    "KRB_AP_ERR_TKT_EXPIRED",
    "KRB_AP_ERR_TKT_NYV",
    "KRB_AP_ERR_REPEAT",
    "KRB_AP_ERR_NOT_US",
    "KRB_AP_ERR_BADMATCH",
    "KRB_AP_ERR_SKEW",
    "KRB_AP_ERR_BADADDR",
    "KRB_AP_ERR_BADVERSION",
    "KRB_AP_ERR_MSG_TYPE",
    "KRB_AP_ERR_MODIFIED",
    "KRB_AP_ERR_BADORDER",
    "",
    "KRB_AP_ERR_BADKEYVER",
    "KRB_AP_ERR_NOKEY",
    "KRB_AP_ERR_MUT_FAIL",
    "KRB_AP_ERR_BADDIRECTION",
    "KRB_AP_ERR_METHOD",
    "KRB_AP_ERR_BADSEQ",
    "KRB_AP_ERR_INAPP_CKSUM",
    "KRB_AP_PATH_NOT_ACCEPTED",
    "KRB_ERR_RESPONSE_TOO_BIG",
];

/// Codes 60 to 76.
static LATER_ERRORS: [&str; 17] = [
    "KRB_ERR_GENERIC",
    "KRB_ERR_FIELD_TOOLONG",
    "KDC_ERROR_CLIENT_NOT_TRUSTED",
    "KDC_ERROR_KDC_NOT_TRUSTED",
    "KDC_ERROR_INVALID_SIG",
    "KDC_ERR_KEY_TOO_WEAK",
    "KDC_ERR_CERTIFICATE_MISMATCH",
    "KRB_AP_ERR_NO_TGT",
    "KDC_ERR_WRONG_REALM",
    "KRB_AP_ERR_USER_TO_USER_REQUIRED",
    "KDC_ERR_CANT_VERIFY_CERTIFICATE",
    "KDC_ERR_INVALID_CERTIFICATE",
    "KDC_ERR_REVOKED_CERTIFICATE",
    "KDC_ERR_REVOCATION_STATUS_UNKNOWN",
    "KDC_ERR_REVOCATION_STATUS_UNAVAILABLE",
    "KDC_ERR_CLIENT_NAME_MISMATCH",
    "KDC_ERR_KDC_NAME_MISMATCH",
];

/// The name of a kind of pre-authentication data; `PA-N` for others.
#[must_use]
pub fn preauth(number: i64) -> Cow<'static, str> {
    let name = match number {
        1 => "PA-TGS-REQ",
        2 => "PA-ENC-TIMESTAMP",
        3 => "PA-PW-SALT",
        11 => "PA-ETYPE-INFO",
        14 => "PA-PK-AS-REQ-OLD",
        15 => "PA-PK-AS-REP-OLD",
        16 => "PA-PK-AS-REQ",
        17 => "PA-PK-AS-REP",
        19 => "PA-ETYPE-INFO2",
        128 => "PA-PAC-REQUEST",
        129 => "PA-FOR-USER",
        130 => "PA-FOR-X509-USER",
        133 => "PA-FX-COOKIE",
        136 => "PA-FX-FAST",
        137 => "PA-FX-ERROR",
        138 => "PA-ENCRYPTED-CHALLENGE",
        149 => "PA-REQ-ENC-PA-REP",
        150 => "PA-AS-FRESHNESS",
        161 => "KERB-KEY-LIST-REQ",
        162 => "KERB-KEY-LIST-REP",
        165 => "PA-SUPPORTED-ENCTYPES",
        167 => "PA-PAC-OPTIONS",
        170 => "KERB-SUPERSEDED-BY-USER",
        171 => "KERB-DMSA-KEY-PACKAGE",
        _ => return Cow::Owned(format!("PA-{number}")),
    };
    Cow::Borrowed(name)
}

//! Certificates made with OpenSSL, whole, cut and damaged.

use crate::testing::TestFlow;

/// A self-signed certificate with a P-256 key and names of every kind, made with OpenSSL 3.0.
const ELLIPTIC: &str = "\
    308202753082021aa003020102020300ff01300a06082a8648ce3d0403023078310b300906035504061302444531153013060355\
    04080c0c48657373656e2c204e6f726431153013060355040a0c0c4772c3b6c39f652022414722310b3009060355040b0c022331\
    3112301006035504030c09612e6578616d706c65311a301806092a864886f70d010901160b7840612e6578616d706c65301e170d\
    3236313132313231313731365a170d3237313132313231313731365a3078310b3009060355040613024445311530130603550408\
    0c0c48657373656e2c204e6f726431153013060355040a0c0c4772c3b6c39f652022414722310b3009060355040b0c0223313112\
    301006035504030c09612e6578616d706c65311a301806092a864886f70d010901160b7840612e6578616d706c65305930130607\
    2a8648ce3d020106082a8648ce3d030107034200047802a59301b7e2ddd22cb0a6b6a255750dddf06848b2320c171f8a05dc1c10\
    0dee9419208d4127a4d773aa33b9d08f5adb5d9cab993b109622cb0e717403be9ca3819230818f305a0603551d11045330518209\
    612e6578616d706c65820b2a2e622e6578616d706c658704c0000201871020010db8000000000000000000000001810b7840612e\
    6578616d706c65861268747470733a2f2f612e6578616d706c652f30120603551d130101ff040830060101ff020103301d060355\
    1d0e04160414eff812418e0a179801eb217c5c303bfbef222f69300a06082a8648ce3d0403020349003046022100ceb80d72b1ea\
    950957d61d00abae1ed7d47299432a858355ff20a85db0fdc456022100be8f7985cc0ec110680fbb40cbd5066512db2822e06a5e\
    d56a8799e0fcdc668b";

/// A self-signed certificate with an RSA key of 512 bits, whose subject is one set of two attributes.
const RSA: &str = "\
    3082019730820141a0030201020214275cc314343c7cf7b466ed2be1d2ee0aa37127db300d06092a864886f70d01010505003020\
    311e300c06035504030c055345525652300e06035504070c075455524e424b4c301e170d3236313132313231313731375a170d32\
    36313230313231313731375a3020311e300c06035504030c055345525652300e06035504070c075455524e424b4c305c300d0609\
    2a864886f70d0101010500034b003048024100d02a6f5025604743fe3dbb112cc0cbc8307bd641a4a5017b119fbe8e81a1c14fa9\
    f63b651e5b0f32be8ccf3107b049961e9aef53ff450a497c8d6eb84a9a79430203010001a3533051301d0603551d0e04160414dc\
    ead8c4fedff513f7de9d2b152a824cdd28f253301f0603551d23041830168014dcead8c4fedff513f7de9d2b152a824cdd28f253\
    300f0603551d130101ff040530030101ff300d06092a864886f70d0101050500034100b214fb87322b65cb3c1d790881f33613fe\
    825aa62435eadccbaa0b54ffbd99f4e9036bf558588853618b0823b816e7b43da59c434e34b5a619b6910380e40210";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The certificate in the only message of a server, as its record.
fn seen(der: &[u8]) -> (serde_json::Value, TestFlow) {
    let three = |length: usize| (length as u32).to_be_bytes()[1..].to_vec();
    let list = [three(der.len()), der.to_vec()].concat();
    let body = [three(list.len()), list].concat();
    let message = [vec![11], three(body.len()), body].concat();
    let record = [&[22, 3, 3], &(message.len() as u16).to_be_bytes()[..], &message].concat();
    let mut flow = TestFlow::tcp(443).speaking(&crate::tls::PROTOCOL);
    flow.resp(&record).close();
    (flow.of_kind("x509").remove(0), flow)
}

/// Values as `openssl x509 -nameopt RFC2253` prints them.
#[test]
fn an_elliptic_certificate() {
    let (x509, flow) = seen(&bytes(ELLIPTIC));
    assert_eq!(x509["fingerprint"], "c5749996cbf84a2b24464678daa1d214856248a66d8e63f2c91fb2f8a2225f4b");
    assert_eq!(x509["certificate.version"], 3);
    assert_eq!(x509["certificate.serial"], "FF01");
    let name = "emailAddress=x@a.example,CN=a.example,OU=\\#1,O=Gr\\C3\\B6\\C3\\9Fe \\\"AG\\\",ST=Hessen\\, Nord,C=DE";
    assert_eq!(x509["certificate.subject"], name);
    assert_eq!(x509["certificate.issuer"], name);
    assert_eq!(x509["certificate.not_valid_before"], 1_795_295_836.0);
    assert_eq!(x509["certificate.key_alg"], "id-ecPublicKey");
    assert_eq!(x509["certificate.sig_alg"], "ecdsa-with-SHA256");
    assert_eq!(x509["certificate.key_type"], "ecdsa");
    assert_eq!(x509["certificate.key_length"], 256);
    assert_eq!(x509["certificate.curve"], "prime256v1");
    assert_eq!(x509["san.dns"], serde_json::json!(["a.example", "*.b.example"]));
    assert_eq!(x509["san.ip"], serde_json::json!(["192.0.2.1", "2001:db8::1"]));
    assert_eq!(x509["san.email"], serde_json::json!(["x@a.example"]));
    assert_eq!(x509["san.uri"], serde_json::json!(["https://a.example/"]));
    assert_eq!(x509["basic_constraints.ca"], true);
    assert_eq!(x509["basic_constraints.path_len"], 3);
    assert_eq!((&x509["host_cert"], &x509["client_cert"]), (&true.into(), &false.into()));
    assert_eq!(x509["self_signed"], true);
    assert_eq!(x509["valid_at_seen"], false, "the flow is of 1970");
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!(ssl["cert_chain_fps"][0], x509["fingerprint"]);
    assert_eq!(ssl["subject"], name);
    assert!(flow.of_kind("weird").is_empty());
}

#[test]
fn an_rsa_certificate_with_a_name_of_one_set() {
    let (x509, _) = seen(&bytes(RSA));
    assert_eq!(x509["certificate.subject"], "L=TURNBKL+CN=SERVR");
    assert_eq!(x509["certificate.serial"], "275CC314343C7CF7B466ED2BE1D2EE0AA37127DB");
    assert_eq!(x509["certificate.key_alg"], "rsaEncryption");
    assert_eq!(x509["certificate.sig_alg"], "sha1WithRSAEncryption");
    assert_eq!(x509["certificate.key_type"], "rsa");
    assert_eq!(x509["certificate.key_length"], 512);
    assert_eq!(x509["certificate.exponent"], "65537");
    assert!(x509.get("san.dns").is_none());
    assert!(x509.get("basic_constraints.path_len").is_none());
}

/// What was read before the cut stays, and the cut is told.
#[test]
fn truncation_at_every_length() {
    let whole = bytes(ELLIPTIC);
    for length in 0..whole.len() {
        let (x509, flow) = seen(&whole[..length]);
        assert_eq!(flow.of_kind("weird")[0]["name"], "x509_malformed_certificate", "{length} bytes");
        assert_eq!(x509.get("certificate.serial").is_some(), length >= 18, "{length} bytes");
    }
}

/// Every byte changed in turn: nothing panics, and there is always a record.
#[test]
fn damage_at_every_byte() {
    let whole = bytes(ELLIPTIC);
    for index in 0..whole.len() {
        for value in [0, 0x7f, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[index] = value;
            seen(&damaged);
        }
    }
}

/// The body of a client hello that asks for this host.
fn hello_for(host: &str) -> Vec<u8> {
    let sixteen = |length: usize| (length as u16).to_be_bytes().to_vec();
    let name = [vec![0], sixteen(host.len()), host.as_bytes().to_vec()].concat();
    let names = [sixteen(name.len()), name].concat();
    let extension = [vec![0, 0], sixteen(names.len()), names].concat();
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.extend([0, 0, 2, 0xc0, 0x2f, 1, 0]);
    body.extend([sixteen(extension.len()), extension].concat());
    body
}

fn matches(host: &str, der: &[u8]) -> serde_json::Value {
    let three = |length: usize| (length as u32).to_be_bytes()[1..].to_vec();
    let record = |kind: u8, body: Vec<u8>| {
        let message = [vec![kind], three(body.len()), body].concat();
        [&[22, 3, 3], &(message.len() as u16).to_be_bytes()[..], &message].concat()
    };
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(1, hello_for(host)));
    let list = [three(der.len()), der.to_vec()].concat();
    flow.resp(&record(11, [three(list.len()), list].concat())).close();
    flow.of_kind("ssl")[0]["sni_matches_cert"].clone()
}

#[test]
fn a_host_is_covered_by_alternative_names_before_the_common_name() {
    let (elliptic, rsa) = (bytes(ELLIPTIC), bytes(RSA));
    assert_eq!(matches("A.example", &elliptic), true);
    assert_eq!(matches("www.b.example", &elliptic), true);
    assert_eq!(matches("b.example", &elliptic), false);
    assert_eq!(matches("servr", &rsa), true);
}

//! The models that come with the program: their tests, and what they raise on captures of real attacks.
//!
//! The captures are not part of the project. Where the shared corpus does not stand beside the checkout, what needs it is
//! left out, and the tests say so; continuous integration has it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "acceptance/analysis.rs"]
#[allow(dead_code, reason = "shared with the tests of records")]
mod analysis;

use analysis::{Analysis, lateral};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn thymus(arguments: &[&str]) -> (bool, String) {
    let run =
        Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).output().expect("the program starts");
    let text = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    (run.status.success(), text)
}

#[test]
fn every_model_passes_its_tests() {
    let (models, testdata) = (format!("{ROOT}/models"), format!("{ROOT}/testdata"));
    let corpus = format!("{ROOT}/../shared/corpus/network");
    let (passed, text) = thymus(&["models", "test", &models, "--captures", &testdata, "--captures", &corpus]);
    assert!(passed, "{text}");
    let is_skipped = text.contains("skipped: ");
    assert_eq!(is_skipped, !Path::new(&corpus).is_dir(), "a capture that a test names is missing: {text}");
    println!("{text}");
}

#[test]
fn a_failing_test_is_told_with_its_reason() {
    let directory = std::env::temp_dir().join(format!("thymus-models-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.join(name), text).unwrap();
    write(
        "telnet.yaml",
        "name: Own / Telnet\nid: own-telnet\ndescription: A login without encryption.\npriority: 2\nper: pair\ncomponents:\n  telnet:\n    query: kind:conn AND service:telnet\n  dead:\n    query: kind:conn AND service:rlogin\nwhen: {any: [telnet, dead]}\n",
    );
    write(
        "telnet.test.yaml",
        "breaches_on:\n  - name: a login by SSH\n    records:\n      - {kind: conn, id.orig_h: 10.0.0.5, id.resp_h: 10.0.0.9, service: ssh}\n  - name: a login by Telnet\n    records:\n      - {kind: conn, id.orig_h: 10.0.0.5, id.resp_h: 10.0.0.9, service: telnet}\n  - name: a capture that is not there\n    capture: nothing.pcap\n",
    );
    write(
        "alone.yaml",
        "name: Own / Alone\nid: alone\ndescription: It has no test.\npriority: 1\ncomponents: {a: {query: 'kind:dns'}}\n",
    );
    let (passed, text) = thymus(&["models", "test", directory.to_str().unwrap()]);
    std::fs::remove_dir_all(&directory).unwrap();
    assert!(!passed);
    for expected in [
        "`a login by SSH`: it does not breach",
        "the benign twin is missing",
        "no record that is written in the tests passes component `dead`",
        "alone.yaml: there is no test beside it",
        "skipped: 1 cases",
        "1 models: 1 cases passed, 1 failed, 1 skipped",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
    assert!(!text.contains("component `telnet`"), "{text}");
}

/// The breach of a model in an analysis.
fn breach<'a>(found: &'a Analysis, model: &str) -> &'a Value {
    found.find("breach", |breach| breach["model_uuid"] == model)
}

/// The names of the components that led to a breach.
fn components(breach: &Value) -> Vec<&str> {
    let triggered = breach["triggered"].as_array().expect("what led to it");
    triggered.iter().map(|line| line.as_str().unwrap().split(':').next().unwrap()).collect()
}

const TASKS: &str = "at-service-scheduled-task";

#[test]
fn row_0_the_words_and_the_act_raise_the_model_of_scheduled_tasks() {
    let Some(found) = lateral("suri__dcerpc_dcerpc-smb-ctxid.pcap") else { return };
    let breach = breach(&found, TASKS);
    assert_eq!(components(breach), ["literal", "semantic"]);
    // Names of accounts are the same in letters of either case.
    assert!(breach["account"].as_str().unwrap().eq_ignore_ascii_case(r"PURP\Administrator"));
    assert!(breach["summary"].as_str().unwrap().contains("refused"));
}

#[test]
fn row_1_so_they_do_from_the_middle_of_a_connection() {
    let Some(found) = lateral("suri__smb2-04_20171220_smb_at_schedule.pcap") else { return };
    let breach = breach(&found, TASKS);
    assert_eq!(components(breach), ["literal", "semantic"]);
    assert_eq!(
        (breach["id.orig_h"].as_str(), breach["id.resp_h"].as_str()),
        (Some("192.168.10.31"), Some("192.168.10.30"))
    );
    assert!(breach["summary"].as_str().unwrap().contains(r"c:\mimikatz.exe"));
}

#[test]
fn row_8_the_act_raises_it_where_no_words_can() {
    let Some(found) = lateral("otrf__schtask_create_2020-12-1907003032.pcapng") else { return };
    assert_eq!(components(breach(&found, TASKS)), ["semantic"]);
}

#[test]
fn the_list_of_models_in_the_documentation_is_current() {
    let (_, text) = thymus(&["models", "list", "--markdown"]);
    let written =
        std::fs::read_to_string(format!("{ROOT}/docs/model-library.md")).expect("the list is written");
    assert!(text == written, "write it anew: thymus models list --markdown > docs/model-library.md");
}

const TASK_MODEL: &str = "device/at-service-scheduled-task.yaml";

/// The sum line of a back-test of this text over what was recorded of the sample capture.
fn backtest(data: &Path, model: &str) -> String {
    let file = data.join("model.yaml");
    std::fs::write(&file, model).unwrap();
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    let (passed, text) = thymus(&["models", "backtest", file, "--data", data]);
    assert!(passed, "{text}");
    text
}

#[test]
fn a_changed_model_is_compared_with_what_was_raised() {
    let data = std::env::temp_dir().join(format!("thymus-backtest-{}", std::process::id()));
    let capture = format!("{ROOT}/testdata/lab-remote-execution.pcap");
    let (passed, text) = thymus(&["analyze", &capture, "--data", data.to_str().unwrap()]);
    assert!(passed, "{text}");
    let model = std::fs::read_to_string(format!("{ROOT}/models/{TASK_MODEL}")).unwrap();

    let same = backtest(&data, &model);
    let raised: u32 = same.split_once(": ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    assert!(raised > 0, "the sample has such a job: {same}");
    assert!(
        same.starts_with(&format!("at-service-scheduled-task: {raised} same, 0 added, 0 removed\n")),
        "{same}"
    );
    assert!(same.contains("day           same   added removed\n20"), "{same}");

    let narrower = model.replace("kind:remote_exec AND", "kind:remote_exec AND command:nothing AND");
    let narrower = narrower.replace("query: atsvc AND", "query: nothing AND");
    let fewer = backtest(&data, &narrower);
    assert!(
        fewer.starts_with(&format!("at-service-scheduled-task: 0 same, 0 added, {raised} removed\n")),
        "{fewer}"
    );
    assert!(fewer.contains("removed: 20"), "{fewer}");

    let other = backtest(&data, &model.replace("id: at-service-scheduled-task", "id: another-name"));
    assert!(other.starts_with(&format!("another-name: 0 same, {raised} added, 0 removed\n")), "{other}");

    let (file, data_text) = (data.join("model.yaml"), data.to_str().unwrap());
    let before =
        ["models", "backtest", file.to_str().unwrap(), "--data", data_text, "--to", "1999-01-01T00:00:00Z"];
    let (_, none) = thymus(&before);
    assert!(none.starts_with("another-name: 0 same, 0 added, 0 removed\n"), "{none}");
    std::fs::remove_dir_all(&data).unwrap();
}

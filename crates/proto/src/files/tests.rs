//! Files from first byte to record: pieces, holes, limits, digests, what is kept, jobs.

use super::*;
use crate::testing::TestFlow;
use std::sync::{Arc, Mutex};

fn start(name: Option<&str>) -> FileStart {
    FileStart {
        source: "SMB",
        from: Side::Responder,
        depth: 0,
        filename: name.map(str::to_owned),
        total_bytes: None,
    }
}

/// Opens a file, does something with it, closes it; returns its record.
fn record(act: impl FnOnce(&mut Context<'_>, &FileToken)) -> serde_json::Value {
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        let file = cx.file_open(start(Some("a.txt")));
        act(cx, &file);
        cx.file_close(file);
    });
    flow.of_kind("files").remove(0)
}

#[test]
fn a_file_in_order_becomes_a_record_with_its_kind_and_digests() {
    let mut flow = TestFlow::tcp(80);
    let mut file = None;
    flow.act(|cx| file = Some(cx.file_open(start(Some("a.txt")))));
    flow.act(|cx| cx.file_data(file.as_ref().unwrap(), b"message "));
    flow.act(|cx| {
        let file = file.take().unwrap();
        cx.file_data(&file, b"digest");
        cx.file_analyzer(&file, "X509");
        let facts = cx.file_close(file);
        assert_eq!(facts.mime_type, Some("text/plain"));
    });
    let record = &flow.of_kind("files")[0];
    assert_eq!(record["md5"], "f96b697d7cb7938d525a2f31aaf161d0");
    assert_eq!(record["mime_type"], "text/plain");
    assert_eq!((&record["seen_bytes"], &record["missing_bytes"]), (&14.into(), &0.into()));
    assert_eq!(record["duration"].as_f64(), Some(0.002));
    assert_eq!(record["analyzers"], serde_json::json!(["X509", "MD5", "SHA1", "SHA256"]));
    assert_eq!((&record["is_orig"], &record["local_orig"]), (&false.into(), &true.into()));
    assert_eq!(record["timedout"], false);
}

#[test]
fn the_order_of_pieces_does_not_matter() {
    let whole: Vec<u8> = (0..20_000u32).map(|number| number as u8).collect();
    let in_order = record(|cx, file| cx.file_data(file, &whole));
    let shuffled = record(|cx, file| {
        for (number, piece) in whole.chunks(1500).enumerate().rev() {
            cx.file_data_at(file, number as u64 * 1500, piece);
            cx.file_data_at(file, number as u64 * 1500, piece);
        }
    });
    for field in ["sha256", "md5", "seen_bytes", "missing_bytes"] {
        assert_eq!(shuffled[field], in_order[field]);
    }
}

#[test]
fn a_file_with_a_hole_has_no_digests_but_its_kind() {
    let record = record(|cx, file| {
        cx.file_data(file, b"%PDF-1.7\n");
        cx.file_gap(file, 100);
        cx.file_data(file, b"the rest");
    });
    assert_eq!((&record["seen_bytes"], &record["missing_bytes"]), (&17.into(), &100.into()));
    assert_eq!(record["mime_type"], "application/pdf");
    assert!(record.get("md5").is_none());
}

#[test]
fn a_file_whose_beginning_is_missing_has_no_kind() {
    let record = record(|cx, file| cx.file_data_at(file, 10, b"%PDF-1.7 and more text"));
    assert_eq!((&record["seen_bytes"], &record["missing_bytes"]), (&22.into(), &10.into()));
    assert!(record.get("mime_type").is_none() && record.get("sha256").is_none());
}

#[test]
fn what_the_flow_leaves_open_is_closed_with_it() {
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        for name in ["a", "b"] {
            let file = cx.file_open(start(Some(name)));
            cx.file_data_at(&file, 5, b"late");
        }
    });
    flow.close();
    let records = flow.of_kind("files");
    let names: Vec<_> = records.iter().map(|record| record["filename"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(records.iter().all(|record| record["timedout"] == true && record["missing_bytes"] == 5));
}

#[test]
fn a_hint_of_the_protocol_stands_against_the_content() {
    let record = record(|cx, file| {
        cx.file_mime_hint(file, "application/x-x509-user-cert");
        cx.file_parent(file, Id::file(9));
        cx.file_total(file, 12);
        cx.file_data(file, b"plain text, it seems");
    });
    assert_eq!(record["mime_type"], "application/x-x509-user-cert");
    assert_eq!(record["parent_fuid"], Id::file(9).to_string());
    assert_eq!(record["total_bytes"], 12);
}

#[test]
fn too_much_out_of_order_is_an_anomaly_and_goes_on() {
    let piece = vec![1; assembly::WAITING_BYTES_PER_FILE_MAX / 2];
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        let file = cx.file_open(start(None));
        for number in 0..4u64 {
            cx.file_data_at(&file, 7 + number * piece.len() as u64, &piece);
        }
        cx.file_close(file);
    });
    let record = &flow.of_kind("files")[0];
    assert_eq!((&record["overflow_bytes"], &record["missing_bytes"]), (&7.into(), &7.into()));
    assert_eq!(record["seen_bytes"], 4 * piece.len());
    assert_eq!(flow.of_kind("weird")[0]["name"], "file_reassembly_overflow");
}

#[derive(Default)]
struct Kept {
    content: Vec<u8>,
    finished: Vec<(u64, bool)>,
}

struct TestStore(Arc<Mutex<Kept>>);

impl FileStore for TestStore {
    fn content(&mut self, _: Id, bytes: &[u8]) {
        self.0.lock().unwrap().content.extend_from_slice(bytes);
    }

    fn finish(&mut self, file: &File, complete: bool) {
        self.0.lock().unwrap().finished.push((file.seen_bytes, complete));
    }
}

fn kept(bytes_max: u64, act: impl FnOnce(&mut Context<'_>, &FileToken)) -> (Vec<u8>, Vec<(u64, bool)>) {
    let kept = Arc::new(Mutex::new(Kept::default()));
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        cx.hub.settings.keep_file_bytes_max = bytes_max;
        cx.hub.keep_files(Box::new(TestStore(Arc::clone(&kept))));
        let file = cx.file_open(start(None));
        act(cx, &file);
        cx.file_close(file);
    });
    let mut kept = kept.lock().unwrap();
    (std::mem::take(&mut kept.content), std::mem::take(&mut kept.finished))
}

#[test]
fn content_goes_to_the_store_up_to_its_limit_and_to_the_first_hole() {
    assert_eq!(kept(99, |cx, file| cx.file_data(file, b"abc")), (b"abc".to_vec(), vec![(3, true)]));
    let limited = kept(4, |cx, file| {
        cx.file_data(file, b"abc");
        cx.file_data(file, b"def");
        cx.file_data(file, b"ghi");
    });
    assert_eq!(limited, (b"abcd".to_vec(), vec![(9, false)]));
    let with_hole = kept(99, |cx, file| {
        cx.file_data(file, b"abc");
        cx.file_gap(file, 1);
        cx.file_data(file, b"def");
    });
    assert_eq!(with_hole, (b"abc".to_vec(), vec![(6, false)]));
    assert_eq!(kept(99, |_, _| {}), (vec![], vec![]), "a file without content is none to keep");
}

const TASK: &str = "<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\
<Actions><Exec><Command>calc.exe</Command></Exec></Actions><Triggers><BootTrigger/></Triggers></Task>";

#[test]
fn a_file_that_defines_a_task_becomes_a_job_record_too() {
    let padded = format!("{}<!--{}-->", TASK, "x".repeat(10_000));
    for size in [16, 1500, 4096, 20_000] {
        let mut flow = TestFlow::tcp(445);
        flow.act(|cx| {
            let file = cx.file_open(start(Some(r"Windows\System32\Tasks\x")));
            padded.as_bytes().chunks(size).for_each(|piece| cx.file_data(&file, piece));
            cx.file_close(file);
        });
        let job = &flow.of_kind("scheduled_job")[0];
        assert_eq!((&job["program"], &job["format"]), (&"calc.exe".into(), &"XML".into()));
        assert_eq!(job["triggers"], serde_json::json!(["at system start"]));
        assert_eq!((&job["complete"], &job["source"]), (&true.into(), &"SMB".into()));
        assert_eq!(job["fuid"], flow.of_kind("files")[0]["fuid"]);
        assert_eq!(job["path"], r"Windows\System32\Tasks\x");
    }
}

#[test]
fn a_job_file_is_known_by_its_content_whatever_its_name() {
    let bytes = crate::scheduled_job::tests::daily_job();
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        let file = cx.file_open(start(Some("AV.txt")));
        for (number, piece) in bytes.chunks(50).enumerate().rev() {
            cx.file_data_at(&file, number as u64 * 50, piece);
        }
        cx.file_close(file);
    });
    assert_eq!(flow.of_kind("files")[0]["mime_type"], "application/x-ms-job");
    let job = &flow.of_kind("scheduled_job")[0];
    assert_eq!(job["program"], r"C:\Program Files\Scanner\Background.exe");
    assert_eq!(
        (&job["format"], &job["complete"], &job["enabled"]),
        (&"JOB".into(), &true.into(), &false.into())
    );
}

#[test]
fn a_task_with_a_hole_is_read_up_to_it() {
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        let file = cx.file_open(start(None));
        let (begin, _) = TASK.as_bytes().split_at(TASK.find("</Exec>").unwrap());
        cx.file_data(&file, begin);
        cx.file_gap(&file, 10);
        cx.file_data(&file, b"<Exec><Command>not this</Command></Exec>");
        cx.file_close(file);
    });
    let job = &flow.of_kind("scheduled_job")[0];
    assert_eq!((&job["program"], &job["complete"]), (&"calc.exe".into(), &false.into()));
    assert_eq!(job["actions"], serde_json::json!(["calc.exe"]));
}

#[test]
fn more_open_files_than_the_limit_are_an_anomaly() {
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| {
        let files: Vec<_> = (0..16_386).map(|_| cx.file_open(start(None))).collect();
        for file in files {
            cx.file_data(&file, b"x");
            cx.file_close(file);
        }
    });
    assert_eq!(flow.of_kind("files").len(), 16_384);
    assert_eq!(flow.of_kind("weird")[0]["name"], "open_file_limit_reached");
}

//! Damage of every kind: nothing may panic, and what is whole is still read.

use super::*;
use crate::Side;

fn scripts() -> [Script; 3] {
    [smb2::copy(), smb2::pipe(), smb1::session()]
}

#[test]
fn streams_may_end_anywhere() {
    for script in scripts() {
        for (index, (sent, frame)) in script.iter().enumerate() {
            for length in (0..frame.len()).step_by(1 + frame.len() / 80) {
                let mut flow = TestFlow::tcp(445);
                play(&mut flow, &script[..index].to_vec(), usize::MAX);
                play(&mut flow, &vec![(*sent, frame[..length].to_vec())], usize::MAX);
                flow.close();
            }
        }
    }
}

#[test]
fn messages_may_be_cut_short_by_their_own_frame() {
    for script in scripts() {
        for (index, (_, whole)) in script.iter().enumerate() {
            for length in (4..whole.len()).step_by(1 + whole.len() / 80) {
                let mut short = script.clone();
                short[index].1 = frame(&whole[4..length]);
                let mut flow = TestFlow::tcp(445);
                play(&mut flow, &short, usize::MAX);
                flow.close();
            }
        }
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for round in 0..1200 {
        let mut script = scripts()[round % 3].clone();
        for _ in 0..1 + random(6) {
            let index = random(script.len());
            let frame = &mut script[index].1;
            let place = random(frame.len().min(140));
            frame[place] = [0, 1, 0x7f, 0x80, 0xff, random(256) as u8][random(6)];
        }
        let mut flow = TestFlow::tcp(445);
        play(&mut flow, &script, 1 + random(3000));
        if random(2) == 0 {
            flow.gap(Side::Originator, random(5000) as u64 + 1);
            play(&mut flow, &scripts()[random(3)], usize::MAX);
        }
        flow.close();
    }
}

#[test]
fn unknown_bytes_on_the_port_are_not_smb() {
    for bytes in [&b"GET / HTTP/1.1\r\n"[..], &[0x16, 3, 1, 2, 0, 1, 0, 1], &[0, 0, 0, 9, 1, 2, 3, 4, 5]] {
        let mut flow = TestFlow::tcp(445);
        flow.orig(bytes).close();
        assert!(!flow.services().contains("smb"), "{bytes:?}");
    }
}

#[test]
fn a_keep_alive_on_the_port_is_not_smb() {
    let mut flow = TestFlow::tcp(445).midstream();
    flow.orig(&[0]).close();
    assert_eq!(flow.services(), "");
}

#[test]
fn smb_is_found_on_any_port_and_in_any_place() {
    let (_, request) = &smb2::copy()[0];
    let mut flow = TestFlow::tcp(31_337);
    for byte in request {
        flow.orig(&[*byte]);
    }
    assert_eq!(flow.services(), "smb");
    let mut flow = TestFlow::tcp(31_337).midstream();
    flow.orig(&[&[b'x'; 777], &request[..]].concat()).close();
    assert_eq!(flow.services(), "smb");
    assert_eq!(flow.of_kind("smb_mapping").len(), 1);
}

#[test]
fn waiting_requests_are_limited() {
    let mut flow = TestFlow::tcp(445);
    let (_, mut request) = smb2::copy()[2].clone();
    for id in 0..1030u64 {
        request[4 + 24..4 + 32].copy_from_slice(&(1000 + id).to_le_bytes());
        flow.orig(&request);
    }
    assert_eq!(weirds(&flow).len(), 6);
    assert!(weirds(&flow).iter().all(|name| name == "smb_pending_limit_reached"));
}

#[test]
fn a_frame_over_the_limit_is_read_as_far_as_the_limit() {
    let (_, connect) = &smb2::copy()[0];
    let mut long = connect.clone();
    long.resize(1_000_000, 0);
    let length = u32::try_from(long.len() - 4).unwrap().to_be_bytes();
    long[..4].copy_from_slice(&length);
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, &vec![(Sent::Up, long), (Sent::Up, smb2::copy()[2].1.clone())], 1460);
    flow.close();
    assert_eq!(flow.of_kind("smb_mapping").len(), 1);
    assert_eq!(rows(&flow, "smb_files", &["action"]), [["SMB::FILE_OPEN"]]);
    assert!(weirds(&flow).is_empty());
}

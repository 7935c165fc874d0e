//! Arbitrary `.JOB` files and task definitions.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let _ = thymus_proto::scheduled_job::parse_job(input);
    let _ = thymus_proto::scheduled_job::parse_task_xml(input);
});

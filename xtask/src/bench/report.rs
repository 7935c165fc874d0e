//! The table of what was measured, beside what another program needs.

use super::measure::Cost;
use super::options::Options;
use thymus_sim::bench::Scenario;

/// What Suricata 8.0.6 needed for captures of the same shape, in CPU seconds: which capture, without and with hashes of
/// files. Its captures had other bytes, and its machine was a two-core Xeon: good for an order of magnitude, not for
/// per cents.
const SURICATA: &[(Scenario, Option<f64>, Option<f64>)] = &[
    (Scenario::Mixed, Some(8.4), Some(14.2)),
    (Scenario::Small, Some(10.1), None),
    (Scenario::Bulk, Some(1.26), Some(5.5)),
];

/// One line of the table.
pub(super) struct Row {
    pub(super) scenario: Scenario,
    pub(super) way: &'static str,
    pub(super) packets: u64,
    pub(super) bytes: u64,
    pub(super) cost: Cost,
}

/// Says that a line is there.
pub(super) fn progress(row: Option<&Row>) {
    if let Some(row) = row {
        eprintln!("bench: {}, {}: {:.2} CPU-s", row.scenario.name(), row.way, row.cost.cpu());
    }
}

pub(super) fn print(rows: &[Row], options: &Options) {
    println!("\nMedian of {} runs, scale {}.\n", options.runs, options.scale);
    println!(
        "| capture | way | CPU s | user s | system s | wall s | MB per CPU s | packets per CPU s | peak MiB | Suricata 8.0.6 CPU s |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for row in rows {
        let cpu = row.cost.cpu().max(1e-6);
        println!(
            "| {} | {} | {cpu:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} | {} | {} |",
            row.scenario.name(),
            row.way,
            row.cost.user,
            row.cost.system,
            row.cost.wall,
            row.bytes as f64 / 1e6 / cpu,
            row.packets as f64 / cpu,
            row.cost.peak_kib >> 10,
            suricata(row, options),
        );
    }
    println!("\nSuricata was measured on a two-core Xeon over other captures of the same shape.");
}

fn suricata(row: &Row, options: &Options) -> String {
    let figures = SURICATA.iter().find(|(scenario, ..)| *scenario == row.scenario);
    let figure = figures.and_then(|(_, plain, hashes)| match row.way {
        "plain" => *plain,
        "hashes" => *hashes,
        _ => None,
    });
    match figure {
        Some(seconds) if options.scale >= 1.0 => {
            format!("{seconds} (x{:.2})", seconds / row.cost.cpu().max(1e-6))
        }
        _ => String::new(),
    }
}

//! `thymus demo`: sixty days of a made-up company, and an analyst's four questions answered, command by command.

mod fill;

use crate::Outcome;
use crate::cli::{self, Arguments};
use crate::data;
use crate::search::time;
use anyhow::{Context as _, Result, bail};
use clap::Parser as _;
use std::path::Path;
use thymus_record::{Interval, Timestamp, Value};
use thymus_sim::{Company, Scenario, story, story::Story};
use thymus_store::{Order, Search, TimeRange};

/// The model whose breach is opened.
const MODEL: &str = "at-service-scheduled-task";

/// The company lives by these clocks.
const ZONE: &str = "Europe/Berlin";

/// Half of what is taken out of the packets.
const HALF_A_WINDOW: Interval = Interval::from_seconds(150);

pub(crate) fn run(arguments: &cli::Demo) -> Result<Outcome> {
    let company = Scenario::Demo.company(arguments.seed, Scenario::START, arguments.days)?;
    let story =
        company.story().context("there is no workday in these days, and so no story; give more --days")?;
    if data::store(&arguments.data).exists() {
        bail!("{} has records already; remove it or give another --data", arguments.data.display());
    }
    println!(
        "{} days of a company of {} devices, from {} on, go through the engine as packets.",
        arguments.days,
        company.devices().len(),
        time(company.span().start)
    );
    fill::fill(&company, story, &arguments.data)?;
    let breach = breach(story, &arguments.data)?;
    tell(&Telling { company: &company, story, data: &arguments.data, breach: &breach })
}

/// The breach that the story is about, and when it was.
struct Breach {
    id: String,
    ts: Timestamp,
}

fn breach(story: &Story, data: &Path) -> Result<Breach> {
    let filter = data::filter(&format!("kind:breach AND model_uuid:={MODEL} AND NOT _exists_:suppressed"))?;
    let store = data::open(data)?;
    let range = TimeRange { from: story.window.start, to: story.window.end };
    let search = Search { range, order: Order::OldestFirst, limit: 1, ..Search::new(&filter) };
    let found = store.search(&search)?.rows;
    let row = found.first().context("the story's breach was not raised")?;
    match row.get("breach_id") {
        Value::Id(id) => Ok(Breach { id: id.to_string(), ts: row.ts() }),
        _ => bail!("a breach has no id"),
    }
}

struct Telling<'a> {
    company: &'a Company,
    story: &'a Story,
    data: &'a Path,
    breach: &'a Breach,
}

fn tell(telling: &Telling<'_>) -> Result<Outcome> {
    let Telling { company, story, data, breach } = *telling;
    let address = |device| {
        let address = company.address(device, breach.ts).context("a device of the story has no address")?;
        anyhow::Ok(std::net::Ipv4Addr::from(address).to_string())
    };
    let (server, client) = (address(story.server)?, address(story.client)?);
    let (from, to) = (time(story.window.start), time(story.window.end));
    let around = time(breach.ts);
    let window = format!("{}s", HALF_A_WINDOW.0 / 500_000_000);
    let inside = |name: &str| data.join(name).display().to_string();
    let say = Say { data: &data.display().to_string() };

    say.then(
        "Six in the morning, an alert. What was raised in this quarter of an hour?",
        &["breaches", "--from", &from, "--to", &to],
    )?;
    say.then(
        "One of them, opened: the four answers, each with its proof.",
        &["breach", "show", &breach.id, "--zone", ZONE],
    )?;
    say.then(
        "The same by hand. Which .JOB files moved?",
        &["search", "*.JOB AND SMB", "--from", &from, "--to", &to, "--top", "name"],
    )?;
    let job = format!("{} AND SMB", story::JOB);
    say.then("Is it usual? The same job on every day:", &["search", &job, "--histogram", "1d"])?;
    say.then("What do the jobs run?", &["search", "kind:scheduled_job", "--from", &from, "--to", &to])?;
    say.then("Their content is kept.", &["files", "list", "--name", "*.job", "--host", &client])?;
    let packets = inside("window.pcapng");
    let pcap = [
        "pcap", "--host", &server, "--peer", &client, "--around", &around, "--window", &window, "-o",
        &packets,
    ];
    say.then("The packets of the five minutes around it, for Wireshark:", &pcap)?;
    let bundle = inside("evidence.zip");
    say.then(
        "All that proves it in one file, which `thymus analyze` reads again:",
        &["breach", "bundle", &breach.id, "--zone", ZONE, "-o", &bundle],
    )?;
    say.then("Who is the computer?", &["devices", &client])?;
    Ok(Outcome::Done)
}

/// Runs commands as if they were typed, and shows them.
struct Say<'a> {
    data: &'a str,
}

impl Say<'_> {
    fn then(&self, why: &str, command: &[&str]) -> Result<()> {
        let mut words = vec!["thymus"];
        words.extend(command);
        words.extend(["--data", self.data]);
        let typed: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        println!("\n# {why}\n$ {}", typed.join(" "));
        crate::run(Arguments::try_parse_from(&words)?)?;
        Ok(())
    }
}

/// A word as a shell needs it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

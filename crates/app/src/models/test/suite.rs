//! Models with their tests, and running them.

use super::capture;
use super::report::{Report, Verdict};
use crate::models::Library;
use crate::models::library::{FileRole, Finding, files_below, is_error, read};
use crate::registry::registry;
use anyhow::{Result, anyhow, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_detect::{Options, backtest, run_case};
use thymus_model::{Case, Input, Model, TestFile};
use thymus_record::Row;

/// Models with their tests.
pub(super) struct Suite {
    subjects: Vec<Subject>,
    /// What is wrong before anything is run.
    broken: Vec<String>,
}

/// One model with its tests.
struct Subject {
    path: PathBuf,
    model: Arc<Model>,
    /// The models that run: this one, and those that its tests name.
    models: Vec<Arc<Model>>,
    test: TestFile,
}

/// A case that is to be run.
#[derive(Clone, Copy)]
struct Job<'s> {
    subject: &'s Subject,
    case: &'s Case,
    must_breach: bool,
}

impl Suite {
    /// Reads the models below these paths and the tests beside them; a test file stands for its model.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self> {
        let tests = test_files(paths)?;
        let mut library = Library::shipped(registry());
        for test in &tests {
            library.add_directory(&model_beside(test), registry())?;
        }
        let mut suite = Self { subjects: Vec::new(), broken: Vec::new() };
        suite.broken.extend(library.findings.iter().filter(has_error).map(Finding::render));
        for test in tests {
            match Subject::read(&test, &library) {
                Ok(subject) => suite.subjects.push(subject),
                Err(why) => suite.broken.push(why.to_string()),
            }
        }
        Ok(suite)
    }

    /// Runs every case. Captures are looked for in these directories; each is analysed once, however many cases name it.
    pub(super) fn run(&self, directories: &[PathBuf]) -> Result<Report> {
        let mut report = Report::new(self.broken.clone());
        let mut of_capture: BTreeMap<PathBuf, Vec<Job<'_>>> = BTreeMap::new();
        for job in self.subjects.iter().flat_map(Subject::jobs) {
            match &job.case.input {
                Input::Records(rows) => job.run(rows, &mut report),
                Input::Capture(name) | Input::Corpus(name) => match capture::find(name, directories) {
                    Some(path) => of_capture.entry(path).or_default().push(job),
                    None => report.case(&job.subject.path, &job.case.name, Verdict::Skipped(name.clone())),
                },
            }
        }
        let groups: Vec<_> = of_capture.into_iter().collect();
        run_captures(&groups, &mut report)?;
        for subject in &self.subjects {
            subject.check_shape(&mut report);
        }
        Ok(report)
    }
}

impl Subject {
    fn read(path: &Path, library: &Library) -> Result<Self> {
        let model_path = model_beside(path);
        ensure!(path.is_file(), "{}: there is no test beside it", model_path.display());
        let text = read(path)?;
        let checked = TestFile::read(&text, registry());
        let findings: String =
            checked.diagnostics.iter().map(|one| one.render(&path.display().to_string(), &text)).collect();
        ensure!(!checked.diagnostics.iter().any(is_error), "{findings}");
        let test = checked.value.ok_or_else(|| anyhow!("{}: it holds no tests", path.display()))?;
        let beside = || library.models.iter().find(|held| Path::new(&held.path) == model_path);
        let held = match &test.model {
            Some(id) => library.find(id),
            None => beside(),
        };
        let held =
            held.ok_or_else(|| anyhow!("{}: its model is not there, or is refused", path.display()))?;
        let mut models = vec![Arc::clone(&held.model)];
        for id in &test.with {
            let other = library.find(id);
            let other = other.ok_or_else(|| anyhow!("{}: there is no model `{id}`", path.display()))?;
            models.push(Arc::clone(&other.model));
        }
        // A model that is switched off is tested all the same.
        for model in &mut models {
            Arc::make_mut(model).enabled = true;
        }
        Ok(Self { path: path.to_owned(), model: Arc::clone(&held.model), models, test })
    }

    fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        let job = move |must_breach| move |case| Job { subject: self, case, must_breach };
        let breaches = self.test.breaches_on.iter().map(job(true));
        breaches.chain(self.test.quiet_on.iter().map(job(false)))
    }

    /// That there is a case of either sort, and that no component is dead: a record written in the tests passes it.
    fn check_shape(&self, report: &mut Report) {
        let mut fault = |why: String| report.fault(&self.path, why);
        if self.test.breaches_on.is_empty() {
            fault("no case must breach".to_owned());
        }
        if self.test.quiet_on.is_empty() {
            fault("no case must be quiet: the benign twin is missing".to_owned());
        }
        let rows: Vec<Row> = self.written_rows();
        for component in &self.model.components {
            if !rows.iter().any(|row| component.filter.matches(row)) {
                fault(format!(
                    "no record that is written in the tests passes component `{}`",
                    component.name
                ));
            }
        }
    }

    /// The records written in the tests, and the breaches of the other models over them.
    fn written_rows(&self) -> Vec<Row> {
        let cases = self.test.breaches_on.iter().chain(&self.test.quiet_on);
        let mut all = Vec::new();
        for case in cases {
            let Input::Records(rows) = &case.input else { continue };
            let others = self.models.iter().skip(1);
            all.extend(others.flat_map(|model| {
                let breaches = backtest(model, &[], rows, registry(), Options::default());
                breaches.into_iter().map(|breach| breach.row())
            }));
            all.extend_from_slice(rows);
        }
        all
    }
}

impl Job<'_> {
    fn run(&self, rows: &[Row], report: &mut Report) {
        let Self { subject, case, must_breach } = *self;
        let result = run_case(&subject.models, &subject.model.id, case, must_breach, rows, registry());
        let verdict = if result.has_passed() { Verdict::Passed } else { Verdict::Failed(result.failures) };
        report.case(&subject.path, &case.name, verdict);
    }
}

/// Analyses captures, several at a time, and runs the cases of each over its records.
fn run_captures(groups: &[(PathBuf, Vec<Job<'_>>)], report: &mut Report) -> Result<()> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Result<Report>)>> = Mutex::new(Vec::new());
    let work = || {
        while let Some((number, (path, jobs))) = take(&next, groups) {
            let result = capture::rows(path).map(|rows| {
                let mut part = Report::new(Vec::new());
                jobs.iter().for_each(|job| job.run(&rows, &mut part));
                part
            });
            results.lock().unwrap_or_else(PoisonError::into_inner).push((number, result));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().try_for_each(|(_, part)| part.map(|part| report.append(part)))
}

fn take<'g, T>(next: &AtomicUsize, groups: &'g [T]) -> Option<(usize, &'g T)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    groups.get(number).map(|group| (number, group))
}

/// The test files of the models and tests below these paths, whether or not they are there.
fn test_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut tests = BTreeSet::new();
    for path in paths {
        ensure!(path.exists(), "there is no {}", path.display());
        for file in files_below(path)? {
            match FileRole::of(&file) {
                Some(FileRole::Test) => tests.insert(file),
                Some(FileRole::Model) => tests.insert(file.with_extension("test.yaml")),
                Some(FileRole::Exceptions) | None => continue,
            };
        }
    }
    ensure!(!tests.is_empty(), "there are no models and no tests");
    Ok(tests.into_iter().collect())
}

/// The model that a test lies beside.
fn model_beside(test: &Path) -> PathBuf {
    let name = test.file_name().unwrap_or_default().to_string_lossy();
    test.with_file_name(name.replace(".test.", "."))
}

fn has_error(finding: &&Finding) -> bool {
    finding.diagnostics.iter().any(is_error)
}

//! Rules about single files.

use super::tree::{SourceFile, Tree};

/// Logic is read whole; tables and tests may be longer.
const LINES_MAX: usize = 450;
const TABLE_LINES_MAX: usize = 1000;
const FUNCTION_LINES_MAX: usize = 70;

pub(crate) fn every_module_says_what_it_is(tree: &Tree, findings: &mut Vec<String>) {
    for file in tree.rust().filter(|file| !file.text.starts_with("//!") && !file.text.starts_with("#!")) {
        findings.push(format!("{}: begin with a `//!` that says what the module is", file.path));
    }
}

pub(crate) fn files_are_short(tree: &Tree, findings: &mut Vec<String>) {
    for file in tree.rust() {
        let limit = if is_table(file) || file.is_test() { TABLE_LINES_MAX } else { LINES_MAX };
        let lines = file.text.lines().count();
        if lines > limit {
            findings.push(format!("{}: {lines} lines, at most {limit}", file.path));
        }
    }
}

fn is_table(file: &SourceFile) -> bool {
    ["names", "tables", "table", "status", "ciphers"].iter().any(|word| {
        file.path.split('/').any(|part| part.trim_end_matches(".rs").split('_').any(|piece| piece == *word))
    })
}

/// Counts from a line that opens a function to the line with its closing brace at the same indent.
pub(crate) fn functions_are_short(tree: &Tree, findings: &mut Vec<String>) {
    for file in tree.rust().filter(|file| !is_table(file)) {
        let mut open: Option<(usize, usize)> = None;
        for (number, line) in file.text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            match open {
                None if opens_function(line) => open = Some((number, indent)),
                Some((start, at)) if indent == at && line.trim_start().starts_with('}') => {
                    let length = number - start + 1;
                    if length > FUNCTION_LINES_MAX {
                        findings.push(format!("{}:{}: a function of {length} lines", file.path, start + 1));
                    }
                    open = None;
                }
                _ => {}
            }
        }
    }
}

fn opens_function(line: &str) -> bool {
    let words = line.trim_start();
    let is_fn = words.starts_with("fn ")
        || [
            "pub fn ",
            "pub(crate) fn ",
            "pub(super) fn ",
            "const fn ",
            concat!("unsa", "fe fn "),
            "pub const fn ",
        ]
        .iter()
        .any(|start| words.starts_with(start));
    is_fn && !words.ends_with(';') && !words.ends_with('}')
}

pub(crate) fn nothing_is_left_undone(tree: &Tree, findings: &mut Vec<String>) {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
    ];
    for file in tree.rust() {
        for (number, line) in file.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                findings.push(format!("{}:{}: something is left undone", file.path, number + 1));
            }
        }
    }
}

pub(crate) fn no_test_is_switched_off(tree: &Tree, findings: &mut Vec<String>) {
    let words = [concat!("#[ig", "nore"), concat!("#[should_", "panic")];
    for file in tree.rust() {
        for (number, line) in file.text.lines().enumerate() {
            if words.iter().any(|word| line.trim_start().starts_with(word)) {
                findings.push(format!(
                    "{}:{}: a test that does not run, or that wants a panic",
                    file.path,
                    number + 1
                ));
            }
        }
    }
}

pub(crate) fn unsafe_stays_in_capture(tree: &Tree, findings: &mut Vec<String>) {
    for file in tree.rust().filter(|file| !file.path.starts_with("crates/capture/")) {
        for (number, line) in file.product_lines() {
            if line.contains(concat!("unsa", "fe {")) || line.contains(concat!("unsa", "fe fn")) {
                findings.push(format!("{}:{number}: only capture may hold unsafe code", file.path));
            }
        }
    }
}

/// Event time is an argument everywhere but at the edges: live capture and the program's own clock.
pub(crate) fn only_the_edges_read_clocks(tree: &Tree, findings: &mut Vec<String>) {
    let edges = ["crates/capture/src/live/", "crates/app/src/", "xtask/"];
    for file in
        tree.rust().filter(|file| !edges.iter().any(|edge| file.path.starts_with(edge)) && !file.is_test())
    {
        for (number, line) in file.product_lines() {
            if line.contains("Instant::now") || line.contains("SystemTime::now") {
                findings.push(format!("{}:{number}: time is an argument here", file.path));
            }
        }
    }
}

pub(crate) fn no_path_of_a_machine(tree: &Tree, findings: &mut Vec<String>) {
    let starts = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    for file in tree.files().filter(|file| !file.path.ends_with(".lock")) {
        for (number, line) in file.text.lines().enumerate() {
            if starts.iter().any(|start| line.contains(start)) {
                findings.push(format!("{}:{}: a path of somebody's machine", file.path, number + 1));
            }
        }
    }
}

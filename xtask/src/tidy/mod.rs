//! The rules of the house that the compiler does not keep. Each is one function from the tree to findings.

mod dependencies;
mod layout;
mod source;
mod tree;

use anyhow::Result;
use std::path::Path;
use tree::Tree;

/// Runs every rule over the tracked files below `root`. Each finding says where and what.
pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let tree = Tree::read(root)?;
    let mut findings = Vec::new();
    for rule in RULES {
        rule(&tree, &mut findings);
    }
    dependencies::check(root, &mut findings)?;
    Ok(findings)
}

type Rule = fn(&Tree, &mut Vec<String>);

const RULES: &[Rule] = &[
    source::every_module_says_what_it_is,
    source::files_are_short,
    source::functions_are_short,
    source::nothing_is_left_undone,
    source::no_test_is_switched_off,
    source::unsafe_stays_in_capture,
    source::only_the_edges_read_clocks,
    source::no_path_of_a_machine,
    layout::every_protocol_folder_is_registered,
    layout::every_protocol_folder_has_tests,
    layout::the_invariants_are_written_down,
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_tidy() {
        let findings = super::check(&crate::root()).expect("the tree can be read");
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }
}

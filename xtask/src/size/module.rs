//! What weighs in a module: its functions with their crates, and its data.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use walrus::ModuleConfig;

/// A function, and how many bytes its code takes.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) bytes: usize,
}

/// A module, taken to pieces.
pub(crate) struct Pieces {
    /// The heaviest one first.
    pub(crate) functions: Vec<Function>,
    /// Bytes of texts and tables.
    pub(crate) data: usize,
    /// Bytes of everything else: types, imports, exports, the table of functions.
    pub(crate) other: usize,
}

/// Takes a module to pieces.
///
/// # Errors
/// When it is none.
pub(crate) fn pieces(file: &Path) -> Result<Pieces> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false);
    let mut module = config.parse_file(file)?;
    let mut functions: Vec<_> = module
        .funcs
        .iter_local()
        .map(|(id, function)| {
            let name = module.funcs.get(id).name.as_deref().unwrap_or("without a name");
            let bytes = function.original_range.as_ref().map_or(0, ExactSizeIterator::len);
            Function { name: without_digests(name), bytes }
        })
        .collect();
    functions.sort_by_key(|function| Reverse(function.bytes));
    let data = module.data.iter().map(|segment| segment.value.len()).sum();
    let code: usize = functions.iter().map(|function| function.bytes).sum();
    let other = module.emit_wasm().len().saturating_sub(code + data);
    Ok(Pieces { functions, data, other })
}

impl Pieces {
    /// Functions and bytes of each crate, the heaviest first.
    pub(crate) fn crates(&self) -> Vec<(String, usize, usize)> {
        let mut sums = BTreeMap::<_, (usize, usize)>::new();
        for function in &self.functions {
            let (count, bytes) = sums.entry(crate_of(&function.name)).or_default();
            *count += 1;
            *bytes += function.bytes;
        }
        let mut all: Vec<_> = sums
            .into_iter()
            .map(|(name, (count, bytes))| (name.to_owned(), count, bytes))
            .collect();
        all.sort_by_key(|&(_, _, bytes)| Reverse(bytes));
        all
    }
}

/// The crate that makes a function necessary: of the standard library's generic code, the one whose types it is for.
fn crate_of(name: &str) -> &str {
    // A path begins where no other one goes on.
    let crates = name.match_indices("::").filter_map(|(end, _)| {
        let before = &name[..end];
        let begin =
            before.rfind(|it: char| !it.is_alphanumeric() && it != '_').map_or(0, |at| at + 1);
        let (before, root) = before.split_at(begin);
        (!before.ends_with("::") && root.starts_with(char::is_lowercase)).then_some(root)
    });
    let mut standard = None;
    for root in crates {
        if !["core", "alloc", "std"].contains(&root) {
            return root;
        }
        standard = standard.or(Some(root));
    }
    standard.unwrap_or("what belongs to no crate")
}

/// A name without the digests of crates, which say nothing to a reader.
fn without_digests(name: &str) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        match after.split_once(']') {
            Some((digest, after))
                if digest.len() > 8 && digest.bytes().all(|it| it.is_ascii_hexdigit()) =>
            {
                rest = after;
            }
            _ => {
                text.push('[');
                rest = after;
            }
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_counts_for_the_crate_that_needs_it() {
        assert_eq!(crate_of("core::fmt::Formatter::pad"), "core");
        assert_eq!(crate_of("<widget::panel::Panel>::seen"), "widget");
        assert_eq!(
            crate_of("core::ptr::drop_in_place::<alloc::sync::Arc<reactive_graph::owner::Owner>>"),
            "reactive_graph"
        );
        assert_eq!(crate_of("<alloc::vec::Vec<u8> as core::clone::Clone>::clone"), "alloc");
        assert_eq!(crate_of("mount externref shim"), "what belongs to no crate");
    }

    #[test]
    fn digests_are_no_part_of_a_name() {
        assert_eq!(
            without_digests("<core[8e2b1f00aa11]::fmt::X as [u8]>::a"),
            "<core::fmt::X as [u8]>::a"
        );
    }
}

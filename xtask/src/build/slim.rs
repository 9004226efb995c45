//! Takes from a bound module, and from the glue around it, what nobody needs.
//!
//! - `server_fn`, which leptos always brings, exports three classes of wasm-streams. Nothing here uses them, but what
//!   is exported stays, and what stands in the table of functions stays even then. They are 1.5 KB (brotli) of
//!   the widget's module.
//! - wasm-bindgen ends each name of an import with 16 random digits, in the module and in the glue. They
//!   tell several modules apart before these are linked, and no compressor makes them smaller.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use walrus::{FunctionKind, Module, ModuleConfig, passes};

use crate::build::Names;

/// What the names of the exports that nothing uses have in common.
const UNUSED: &str = "intounderlying";

/// What the names of the asynchronous functions have in common of which those exports are made. Functions that are no
/// more than a few instructions are left alone: the compiler makes one of all that are alike, whoever calls them.
const UNUSED_TASKS: [&str; 2] = ["into_underlying", "try_poll"];

/// Where the glue begins to list the imports.
const LIST: &str = "        __proto__: null,\n";

/// Rewrites module and glue in their places.
///
/// # Errors
/// When the glue is not written as it was by the version of wasm-bindgen that this was made for.
pub(crate) fn slim(wasm: &Path, glue: &Path, kept: Names) -> Result<()> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(kept == Names::Kept).generate_producers_section(false);
    let mut module = config.parse_file(wasm)?;
    let unused = module.exports.iter().filter(|export| export.name.contains(UNUSED));
    for id in unused.map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    empty(&mut module);
    passes::gc::run(&mut module);

    let mut names = HashMap::new();
    for (number, import) in module.imports.iter_mut().enumerate() {
        let short = short(number);
        names.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    let text = fs::read_to_string(glue)?;
    fs::write(glue, renamed(&text, &names).with_context(|| glue.display().to_string())?)?;
    module.emit_wasm_file(wasm)
}

/// Takes the content of the functions that nobody calls, and with it what they alone call.
fn empty(module: &mut Module) {
    for function in module.funcs.iter_mut() {
        let name = function.name.as_deref().unwrap_or_default();
        let FunctionKind::Local(local) = &mut function.kind else { continue };
        if UNUSED_TASKS.iter().all(|part| name.contains(part)) {
            let entry = local.entry_block();
            local.block_mut(entry).instrs.clear();
            local.builder_mut().func_body().unreachable();
        }
    }
}

/// The glue with these names, and without the imports that have none.
fn renamed(glue: &str, names: &HashMap<String, String>) -> Result<String> {
    let (before, list) = glue.split_once(LIST).context("the glue has no list of imports")?;
    let (list, after) = list.split_once("\n    };\n").context("the list of imports has no end")?;
    let mut kept = 0;
    let mut text = [before, LIST].concat();
    // An entry begins with its name; what belongs to it stands further in, but for its last brace.
    let mut is_kept = false;
    for line in list.lines() {
        let name = line.strip_prefix("        ").and_then(|line| line.split_once(": "));
        match name.filter(|(name, _)| !name.contains([' ', '}'])) {
            Some((name, function)) => {
                is_kept = names.contains_key(name);
                if let Some(short) = names.get(name) {
                    kept += 1;
                    text.extend(["        ", short.as_str(), ": ", function, "\n"]);
                }
            }
            None if is_kept => text.extend([line, "\n"]),
            None => {}
        }
    }
    ensure!(kept == names.len(), "the glue lists {kept} of {} imports", names.len());
    Ok([&text, "    };\n", after].concat())
}

/// `a` to `z`, then `a1` and so on.
fn short(number: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
const import0 = {
        __proto__: null,
        __wbg_keep_1: function(arg0) {
            const ret = { a: 1 };
            return ret;
        },
        __wbg_drop_2: function() { return handleError(function (arg0) {
            arg0.close();
        }, arguments); },
        __wbg_last_3: function() {},
    };
    return import0;
";

    #[test]
    fn imports_get_short_names_or_go() {
        let names = |names: &[(&str, &str)]| {
            names.iter().map(|(long, short)| ((*long).to_owned(), (*short).to_owned())).collect()
        };
        let slim = renamed(GLUE, &names(&[("__wbg_keep_1", "a"), ("__wbg_last_3", "b")])).unwrap();
        assert_eq!(
            slim,
            "\
const import0 = {
        __proto__: null,
        a: function(arg0) {
            const ret = { a: 1 };
            return ret;
        },
        b: function() {},
    };
    return import0;
"
        );
        assert!(renamed(GLUE, &names(&[("__wbg_gone_4", "a")])).is_err());
        assert!(renamed("no list", &HashMap::new()).is_err());
    }

    #[test]
    fn no_two_names_are_alike() {
        let names: std::collections::BTreeSet<_> = (0..500).map(short).collect();
        assert_eq!(names.len(), 500);
        assert_eq!((short(0), short(27)), ("a".to_owned(), "b1".to_owned()));
    }
}

//! Holds the scripts' enums of words to the order of `words::launcher::Word` and `words::panel::Word`.

use std::fmt::Write as _;

use words::{launcher, panel};

#[test]
fn the_loader_knows_the_order_of_its_words() {
    let mut wanted = "\
// The places of the launcher's words in `payload.words`: the order of `words::launcher::Word`.
// A test of this crate holds the two together.

export const enum Word {
"
    .to_owned();
    for word in launcher::Word::ALL {
        _ = writeln!(wanted, "  {word:?},");
    }
    wanted += "}\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/loader/words.ts");
    let found = std::fs::read_to_string(file).unwrap();
    assert_eq!(found, wanted, "write this into {file}:\n{wanted}");
}

#[test]
fn the_week_knows_the_places_of_its_words() {
    let script = include_str!("../hours.ts");
    let (_, after) = script.split_once("const enum PanelWord {\n").unwrap();
    let (names, _) = after.split_once("\n}").unwrap();
    let known: Vec<_> = names.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    let first = panel::Word::ALL.iter().take(known.len()).map(|word| format!("{word:?}"));
    assert_eq!(
        known,
        first.collect::<Vec<_>>(),
        "hours.ts and panel.toml begin with the same words"
    );
}

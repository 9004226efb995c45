//! Holds the loader's `Word` in `loader/words.ts` to the order of `words::launcher::Word`.

use std::fmt::Write as _;

use words::launcher::Word;

#[test]
fn the_loader_knows_the_order_of_its_words() {
    let mut wanted = "\
// The places of the launcher's words in `payload.words`: the order of `words::launcher::Word`.
// A test of this crate holds the two together.

export const enum Word {
"
    .to_owned();
    for word in Word::ALL {
        _ = writeln!(wanted, "  {word:?},");
    }
    wanted += "}\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/loader/words.ts");
    let found = std::fs::read_to_string(file).unwrap();
    assert_eq!(found, wanted, "write this into {file}:\n{wanted}");
}

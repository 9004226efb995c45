//! Every visible word, checked for completeness when building.
//!
//! The texts stand in `locales/<language>/<section>.toml`, one file per place where they are shown.
//! The build script makes an enum `Word` per section and refuses to build when a key is missing,
//! extra or empty in a language, or when its `{placeholders}` or plural forms differ. What visitors read
//! stands there in every language, what the team reads (`channels`, `inbox`) at least in English.
//!
//! A word that counts has a form for each of CLDR's categories that the language has, as a table:
//! `days = { one = "{days} day", other = "{days} days" }`. It is compiled into `one=…|other=…`, from
//! which [`counted`] picks, and scripts by `Intl.PluralRules`.
//!
//! A folder such as `de-informal` is a variant of a language: it holds only the words that differ.
//!
//! Products on the edge turn on the feature `tables` and look a text up by
//! `panel::table("de")?[panel::Word::Send as usize]`. The WebAssembly of the widget and the inbox
//! carries the enums alone, and gets the texts of one language as a JSON array in the same order.
//!
//! To add a word: write its key into the file of every language. To add a language: copy the
//! folder `en`, translate it, add its rules to `src/plural.rs`, and build.

mod fill;
mod plural;
mod script;
#[cfg(feature = "tables")]
mod section;
#[cfg(feature = "tables")]
mod text;

pub use fill::{counted, fill};
pub use plural::{category, forms};
pub use script::{comma, direction};
#[cfg(feature = "tables")]
pub use section::{Section, variant};
#[cfg(feature = "tables")]
pub use text::Text;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The launcher on every page and the status, which the loader draws.
pub mod launcher {
    include!(concat!(env!("OUT_DIR"), "/launcher.rs"));
}

/// The widget's panel: form, confirmation, conversation.
pub mod panel {
    include!(concat!(env!("OUT_DIR"), "/panel.rs"));
}

/// The page that works without JavaScript.
pub mod hosted {
    include!(concat!(env!("OUT_DIR"), "/hosted.rs"));
}

/// The team's inbox.
pub mod inbox {
    include!(concat!(env!("OUT_DIR"), "/inbox.rs"));
}

/// What channels show the team in its own tools.
pub mod channels {
    include!(concat!(env!("OUT_DIR"), "/channels.rs"));
}

/// E-mail to visitors, and what answers say besides.
pub mod mail {
    include!(concat!(env!("OUT_DIR"), "/mail.rs"));
}

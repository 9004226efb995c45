//! What an event may say of people, and how a refusal is told to its sender.

use channels::event::display_name;
use channels::{EventError, MAX_EVENT, MAX_MAIL};
use conversation::text::TextError;
use proptest::prelude::*;

/// Every one, so that a new one is thought of here.
const ERRORS: [(EventError, u16); 8] = [
    (EventError::TooLarge(MAX_EVENT), 413),
    (EventError::TooLarge(MAX_MAIL), 413),
    (EventError::Header("webhook-id"), 400),
    (EventError::Key, 401),
    (EventError::Timestamp, 401),
    (EventError::Signature, 401),
    (EventError::Body("it needs a text `type`"), 400),
    (EventError::Text(TextError::Empty), 422),
];

#[test]
fn a_name_is_a_name_and_no_address() {
    for (name, expected) in [
        ("Grace", Some("Grace")),
        ("  Grace Hopper ", Some("Grace Hopper")),
        ("Ren\u{e9}e", Some("Ren\u{e9}e")),
        ("<b>Grace</b>", Some("<b>Grace</b>")),
        ("grace@nordwind.example", None),
        ("Grace <grace@nordwind.example>", None),
        ("@grace:nordwind.example", None),
        ("", None),
        (" \n", None),
    ] {
        assert_eq!(display_name(name).as_deref(), expected, "{name:?}");
    }
}

#[test]
fn a_refusal_has_a_status_and_says_what_to_mend() {
    for (error, status) in ERRORS {
        assert_eq!(error.status(), status, "{error:?}");
        let text = error.to_string();
        assert!(text.len() > 20 && !text.contains('\n'), "{text}");
    }
    for limit in [MAX_EVENT, MAX_MAIL] {
        let text = EventError::TooLarge(limit).to_string();
        assert!(text.contains(&limit.to_string()), "the sender is told how much it may be: {text}");
    }
}

proptest! {
    #[test]
    fn no_address_passes_as_a_name(name: String) {
        if let Some(name) = display_name(&name) {
            prop_assert!(!name.contains(['@', '\n', '\r', '\0']) && !name.trim().is_empty());
        }
    }
}

//! Which key does what. Single letters act only while nobody types, and can be
//! switched off for people whose speech input writes letters (WCAG 2.2, 2.1.4).

use crate::state::filter::Filter;
use crate::state::list::Step;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Move the focus through the list.
    Move(Step),
    /// Begin a reply.
    Reply,
    /// Begin a note.
    Note,
    /// Close the open conversation.
    Close,
    /// Assign the open conversation to oneself.
    AssignToMe,
    /// Go to the search field.
    Search,
    /// Show a list.
    Show(Filter),
    /// One step back: out of the field, out of the conversation.
    Back,
    /// Send what is being written.
    Send,
    /// Show the help.
    Help,
}

/// Where a key was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// In the list of conversations.
    List,
    /// In a field that takes text.
    Typing,
    /// In the field in which a reply or note is written.
    Writing,
    /// On a control that uses arrows and letters itself, such as a select.
    Control,
    /// Anywhere else.
    Elsewhere,
}

/// A pressed key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Press<'a> {
    /// The key, as in `KeyboardEvent.key`.
    pub(crate) key: &'a str,
    /// Ctrl or Cmd.
    pub(crate) control: bool,
    /// Alt.
    pub(crate) alt: bool,
    /// Whether an input method is composing: its Enter and Escape are its own.
    pub(crate) composing: bool,
}

/// What a pressed key asks for, if anything.
pub(crate) fn command(press: Press<'_>, focus: Focus, single_keys: bool) -> Option<Command> {
    if press.composing || press.alt {
        return None;
    }
    if press.control {
        let sends = press.key == "Enter" && focus == Focus::Writing;
        return sends.then_some(Command::Send);
    }
    match (press.key, focus) {
        ("Escape", _) => Some(Command::Back),
        ("ArrowDown", Focus::List) => Some(Command::Move(Step::Next)),
        ("ArrowUp", Focus::List) => Some(Command::Move(Step::Previous)),
        (_, Focus::Typing | Focus::Writing | Focus::Control) => None,
        (key, _) if single_keys => letter(key),
        _ => None,
    }
}

fn letter(key: &str) -> Option<Command> {
    Some(match key {
        "j" => Command::Move(Step::Next),
        "k" => Command::Move(Step::Previous),
        "r" => Command::Reply,
        "n" => Command::Note,
        "e" => Command::Close,
        "a" => Command::AssignToMe,
        "/" => Command::Search,
        "?" => Command::Help,
        "1" => Command::Show(Filter::Waiting),
        "2" => Command::Show(Filter::Answered),
        "3" => Command::Show(Filter::Closed),
        "4" => Command::Show(Filter::Spam),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press { key, control: false, alt: false, composing: false }
    }

    fn with_control(key: &str) -> Press<'_> {
        Press { control: true, ..press(key) }
    }

    #[test]
    fn letters_act_only_while_nobody_types() {
        for focus in [Focus::List, Focus::Elsewhere] {
            assert_eq!(command(press("r"), focus, true), Some(Command::Reply));
            assert_eq!(command(press("?"), focus, true), Some(Command::Help));
            assert_eq!(command(press("r"), focus, false), None, "switched off");
        }
        for focus in [Focus::Typing, Focus::Writing, Focus::Control] {
            assert_eq!(command(press("e"), focus, true), None);
        }
        assert_eq!(command(press("x"), Focus::List, true), None);
    }

    #[test]
    fn arrows_move_in_the_list_and_scroll_elsewhere() {
        let down = Some(Command::Move(Step::Next));
        assert_eq!(command(press("ArrowDown"), Focus::List, false), down);
        assert_eq!(command(press("ArrowDown"), Focus::Elsewhere, true), None);
        assert_eq!(command(press("ArrowUp"), Focus::Control, true), None);
        assert_eq!(command(press("j"), Focus::Elsewhere, true), down);
    }

    #[test]
    fn control_and_enter_sends_what_is_being_written() {
        assert_eq!(command(with_control("Enter"), Focus::Writing, false), Some(Command::Send));
        assert_eq!(command(with_control("Enter"), Focus::Typing, true), None);
        assert_eq!(
            command(with_control("r"), Focus::Elsewhere, true),
            None,
            "the browser's reload"
        );
        assert_eq!(command(press("Enter"), Focus::Writing, true), None);
    }

    #[test]
    fn escape_goes_back_from_everywhere_but_an_input_method() {
        assert_eq!(command(press("Escape"), Focus::Writing, false), Some(Command::Back));
        let composing = Press { composing: true, ..press("Escape") };
        assert_eq!(command(composing, Focus::Writing, true), None);
        let alt = Press { alt: true, ..press("a") };
        assert_eq!(command(alt, Focus::List, true), None);
    }
}

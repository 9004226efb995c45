//! Names of agents and visitors as the page shows them.

use protocol::inbox::Agent;

/// The initials of a name, at most two: first and last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// The name of an agent. Whoever has left the team is still known by the id.
pub(crate) fn name_of<'a>(team: &'a [Agent], id: &'a str) -> &'a str {
    team.iter().find(|agent| agent.id == id).map_or(id, |agent| &agent.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::admin::Role;

    #[test]
    fn initials_are_first_and_last() {
        for (name, expected) in [
            ("Anna Berg", "AB"),
            ("anna maria von berg", "AB"),
            ("Ögün", "Ö"),
            ("  ", ""),
            ("李 雷", "李雷"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn who_left_is_known_by_the_id() {
        let team =
            [Agent { id: "anna".to_owned(), name: "Anna Berg".to_owned(), role: Role::Agent }];
        assert_eq!((name_of(&team, "anna"), name_of(&team, "ben")), ("Anna Berg", "ben"));
    }
}

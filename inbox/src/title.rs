//! The count where it is seen while another tab is in front: in the document's
//! title and in the icon.

use words::inbox::Word;

use crate::words::Words;

/// The document's title: `(3) Inbox – Nordwind`.
pub(crate) fn title(words: &Words, waiting: u32, company: Option<&str>) -> String {
    let title = match waiting {
        0 => words.get(Word::Title).to_owned(),
        count => words.fill(Word::TitleCount, &[("count", &count.to_string())]),
    };
    match company {
        Some(company) => format!("{title} – {company}"),
        None => title,
    }
}

/// The icon as an SVG: a speech bubble, and on it the count while someone waits.
pub(crate) fn icon(waiting: u32) -> String {
    let badge = if waiting == 0 {
        String::new()
    } else {
        // More digits would not be legible at 16 pixels.
        let label = if waiting > 99 { "99".to_owned() } else { waiting.to_string() };
        format!(
            "<circle cx='21' cy='11' r='11' fill='#b3261e'/>\
             <text x='21' y='16.5' font-size='16' font-weight='700' font-family='sans-serif' \
             text-anchor='middle' fill='#fff'>{label}</text>"
        )
    };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>\
         <path d='M6 5h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H15l-8 6v-6H6a4 4 0 0 1-4-4V9a4 4 0 0 1 4-4z' \
         fill='#1f5f8b'/>{badge}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::english;

    #[test]
    fn the_title_counts_who_waits() {
        assert_eq!(title(&english(), 3, Some("Nordwind")), "(3) Inbox – Nordwind");
        assert_eq!(title(&english(), 0, Some("Nordwind")), "Inbox – Nordwind");
        assert_eq!(title(&english(), 0, None), "Inbox");
    }

    #[test]
    fn the_icon_has_a_badge_only_while_someone_waits() {
        assert!(!icon(0).contains("circle"));
        assert!(icon(7).contains(">7<"));
        assert!(icon(1234).contains(">99<"));
    }
}

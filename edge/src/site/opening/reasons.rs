//! Why a day is not as usual. A reason travels through a timeline as a key, for which there are words in each language:
//! the note of an exception, the name of a holiday, or a comment that stands in the hours themselves.

use protocol::admin::{Exception, SiteConfiguration};
use protocol::timeline::Localised;

/// Begins the key of an exception. A comment of the hours, which is a reason too, cannot hold the quotation mark.
const EXCEPTION: &str = "exception\"";

/// The key of an exception by its place in the list of a schedule, or of the site itself.
pub(super) fn key(schedule: &str, place: usize) -> String {
    format!("{EXCEPTION}{schedule}\"{place}")
}

/// The words for a key, in each language of the site: one that lacks them has those of the site's own, or any.
pub(crate) fn note(configuration: &SiteConfiguration, key: &str) -> Option<Localised> {
    let known = known(configuration, key)?;
    let languages = configuration.languages.iter();
    let in_language = |tag: &String| {
        let words = known.get(tag).or_else(|| known.get(&configuration.language));
        Some((tag.clone(), words.or_else(|| known.values().next())?.clone()))
    };
    Some(languages.filter_map(in_language).collect())
}

/// The words for a key. What is none is a comment of the hours, `PH off "On the lake"`: words already, in the site's
/// language.
fn known(configuration: &SiteConfiguration, key: &str) -> Option<Localised> {
    if let Some(names) = hours::holidays::names(key) {
        let languages = configuration.languages.iter();
        let name = |tag: &String| (tag.clone(), names.in_language(tag).to_owned());
        return Some(languages.map(name).collect());
    }
    let Some(place) = key.strip_prefix(EXCEPTION) else {
        return Some([(configuration.language.clone(), key.to_owned())].into());
    };
    let (schedule, place) = place.split_once('"')?;
    let place: usize = place.parse().ok()?;
    exceptions(configuration, schedule)?.get(place).map(|exception| exception.note.clone())
}

fn exceptions<'a>(configuration: &'a SiteConfiguration, schedule: &str) -> Option<&'a [Exception]> {
    if schedule.is_empty() {
        return Some(&configuration.exceptions);
    }
    let named = configuration.schedules.iter().find(|named| named.id == schedule)?;
    Some(&named.exceptions)
}

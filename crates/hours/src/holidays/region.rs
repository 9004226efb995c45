//! What to write instead of a region that is not in the table.

use super::table;
use crate::error::{Field, HoursError, Problem, shortened};

/// The most regions that a message names.
const NAMED: usize = 8;

/// Tells that a region is unknown, and which ones come near.
pub(crate) fn unknown(region: &str) -> HoursError {
    let problem = Problem::UnknownRegion { text: shortened(region), mend: mend(region) };
    HoursError::new(Field::Region, problem)
}

fn mend(region: &str) -> String {
    let code = region.trim().to_ascii_uppercase().replace(['_', '.', '/', ' '], "-");
    if is_known(&code) {
        return format!("write {code}");
    }
    // What everybody writes, and ISO 3166 does not.
    if code == "UK" || code.starts_with("UK-") {
        return "write GB for the United Kingdom, or a part of it such as GB-SCT".to_owned();
    }
    match code.rsplit_once('-') {
        Some((whole, part)) if is_known(whole) => within(whole, part),
        Some((whole, _)) if whole.split('-').next().is_some_and(is_known) => mend(whole),
        _ => "write the code of a country in ISO 3166 such as DE, or of a part of it such as DE-BY"
            .to_owned(),
    }
}

/// A region that is known, and its parts: first those that begin as the wanted one does.
fn within(whole: &str, part: &str) -> String {
    let below = |region: &str| {
        let rest = region.strip_prefix(whole)?.strip_prefix('-')?.to_owned();
        (!rest.contains('-')).then_some(rest)
    };
    let mut parts: Vec<_> = table::regions().filter_map(below).collect();
    parts.sort_by_key(|known| known.chars().next() != part.chars().next());
    let named: Vec<_> = parts.iter().take(NAMED).map(|part| format!("{whole}-{part}")).collect();
    if named.is_empty() {
        return format!("write {whole}, whose parts have no holidays of their own here");
    }
    let (named, more) = (named.join(", "), if parts.len() > NAMED { ", …" } else { "" });
    format!("write {whole} for what holds in all of it, or a part with its own: {named}{more}")
}

fn is_known(code: &str) -> bool {
    table::regions().any(|region| region == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_comes_near() {
        let check = |region, expect: &str| assert_eq!(mend(region), expect, "{region}");
        check("de_by", "write DE-BY");
        check("UK", "write GB for the United Kingdom, or a part of it such as GB-SCT");
        check(
            "US-NYC",
            "write US for what holds in all of it, or a part with its own: \
             US-NE, US-NV, US-NH, US-NJ, US-NM, US-NY, US-NC, US-ND, …",
        );
        check(
            "DE-SN-XX",
            "write DE-SN for what holds in all of it, or a part with its own: DE-SN-BZ",
        );
        check("PL-MZ", "write PL, whose parts have no holidays of their own here");
        let anywhere =
            "write the code of a country in ISO 3166 such as DE, or of a part of it such as DE-BY";
        check("Bayern", anywhere);
        check("", anywhere);
        check("ü-ß", anywhere);
    }
}

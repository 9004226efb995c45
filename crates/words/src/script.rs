//! How a language is written: which way, and with which comma. Scripts in the browser know the same by themselves.

/// The direction of a language, as HTML's attribute `dir` names it (HTML, section 3.2.6.4).
///
/// ```
/// assert_eq!(words::direction("he"), "rtl");
/// ```
#[must_use]
pub fn direction(language: &str) -> &'static str {
    if matches!(primary(language), "ar" | "he") { "rtl" } else { "ltr" }
}

/// What stands between the parts of a list, such as two stretches of hours.
///
/// ```
/// assert_eq!(words::comma("en"), ", ");
/// ```
#[must_use]
pub fn comma(language: &str) -> &'static str {
    if primary(language) == "ar" { "، " } else { ", " }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

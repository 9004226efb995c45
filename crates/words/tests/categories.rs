//! Holds the plural rules to what `Intl.PluralRules` says. The loader's tests hold the browser's to the same file.

use serde_json::Value;

#[test]
fn counts_take_the_forms_that_the_browser_gives_them() {
    let cases: Value = serde_json::from_str(include_str!("../fixtures/categories.json")).unwrap();
    let counts = cases["counts"].as_array().unwrap();
    let languages = cases["forms"].as_object().unwrap();
    assert!(words::LANGUAGES.iter().all(|language| languages.contains_key(*language)));
    for (language, forms) in languages {
        let forms: Vec<_> = forms.as_str().unwrap().split(' ').collect();
        assert_eq!(forms.len(), counts.len());
        for (count, form) in counts.iter().zip(forms) {
            let count = count.as_u64().unwrap();
            assert_eq!(words::category(language, count), form, "{count} in {language}");
        }
    }
}

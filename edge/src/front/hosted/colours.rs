//! The company's colour on the hosted page, made readable in light and dark.

use crate::front::ready::Ready;
use crate::front::respond::NOSNIFF;
use crate::problem::ApiResult;

/// The least contrast of text with what is behind it (WCAG 2.2, criterion 1.4.3).
const TEXT: f64 = 4.5;
/// The least contrast of a control with what is beside it (WCAG 2.2, criterion 1.4.11).
const CONTROL: f64 = 3.0;

/// Of the surfaces in `hosted.css` the one that is nearest to the text: the page in
/// light mode, the card in dark mode.
const LIGHT: Colour = Colour([0xf2, 0xf4, 0xf7]);
const DARK: Colour = Colour([0x1c, 0x20, 0x26]);

const WHITE: Colour = Colour([255, 255, 255]);
/// Pure black: with anything lighter some colours could carry neither text.
const BLACK: Colour = Colour([0, 0, 0]);

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour([u8; 3]);

/// `/{site}.css`: the colours as variables.
///
/// # Errors
/// Where the runtime refuses a header.
pub(crate) fn sheet(accent: &str) -> ApiResult<Ready> {
    let accent = Colour::parse(accent).unwrap_or(Colour([0x1f, 0x5f, 0x8b]));
    let css = format!(
        ":root{{--band:{};--on-band:{};{}}}\n@media (prefers-color-scheme:dark){{:root{{{}}}}}\n",
        accent.css(),
        accent.text_on_it().css(),
        variables(accent, LIGHT),
        variables(accent.against(DARK, CONTROL), DARK)
    );
    Ready::new(
        &css,
        &[
            ("content-type", "text/css; charset=utf-8"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("cross-origin-resource-policy", "same-origin"),
            NOSNIFF,
        ],
    )
}

fn variables(accent: Colour, surface: Colour) -> String {
    let text = accent.against(surface, TEXT);
    format!(
        "--accent:{};--on-accent:{};--accent-text:{}",
        accent.css(),
        accent.text_on_it().css(),
        text.css()
    )
}

impl Colour {
    /// Reads `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio (WCAG 2.2, "contrast ratio").
    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The colour of text on this one: white or black, whichever can be read better.
    fn text_on_it(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(BLACK) { WHITE } else { BLACK }
    }

    /// This colour, moved no further than needed until it stands out from a surface.
    fn against(self, surface: Self, contrast: f64) -> Self {
        let away = surface.text_on_it();
        (0..=20)
            .map(|step| self.mixed(away, step))
            .find(|mixed| mixed.contrast(surface) >= contrast)
            .unwrap_or(away)
    }

    /// This colour with so many twentieths of another.
    fn mixed(self, other: Self, twentieths: u16) -> Self {
        let mix = |place: usize| {
            let (own, other) = (u16::from(self.0[place]), u16::from(other.0[place]));
            let mixed = (own * (20 - twentieths) + other * twentieths) / 20;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self([mix(0), mix(1), mix(2)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every 17th step of each part: the corners of the space and all between.
    fn many() -> impl Iterator<Item = Colour> {
        let parts = || (0..=255u8).step_by(17);
        parts().flat_map(move |red| {
            parts().flat_map(move |green| parts().map(move |blue| Colour([red, green, blue])))
        })
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((WHITE.contrast(Colour([0, 0, 0])) - 21.0).abs() < 0.01);
        assert!((WHITE.contrast(Colour([0x77, 0x77, 0x77])) - 4.48).abs() < 0.01);
    }

    #[test]
    fn text_can_be_read_on_and_beside_any_colour() {
        for colour in many() {
            assert!(colour.text_on_it().contrast(colour) >= TEXT, "{colour:?}");
            for surface in [LIGHT, DARK] {
                assert!(colour.against(surface, TEXT).contrast(surface) >= TEXT, "{colour:?}");
            }
        }
    }

    #[test]
    fn a_colour_that_stands_out_stays_as_it_is() {
        let blue = Colour::parse("#1f5f8b").unwrap();
        assert_eq!(blue.against(LIGHT, TEXT), blue);
        assert_eq!(blue.css(), "#1f5f8b");
        assert_eq!(blue.text_on_it(), WHITE);
        assert_eq!(Colour::parse("#ffdd00").unwrap().text_on_it(), BLACK);
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for bad in ["", "#fff", "1f5f8b", "#1f5f8g", "red;}", "#ü1f5f"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }
}

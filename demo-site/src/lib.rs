//! The website of a fictional railway that embeds the widget.

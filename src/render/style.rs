//! What a piece of output is, and how that looks where there is colour.

use anstyle::{AnsiColor, Style};

/// What a piece of text is. The looks follow from it, in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// Words.
    #[default]
    Plain,
    /// Words that made a passage match.
    Match,
    /// A reference to a call, a turn or an exchange.
    Reference,
    /// A speaker's name.
    Speaker,
    /// What stands by: ranks, dates, roles.
    Aside,
    /// A heading.
    Heading,
    /// What is wrong.
    Error,
    /// What to do about it.
    Hint,
}

impl Label {
    /// How it looks in colour.
    fn style(self) -> Style {
        let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
        match self {
            Label::Plain => Style::new(),
            Label::Match => color(AnsiColor::Red).bold(),
            Label::Reference => color(AnsiColor::Cyan),
            Label::Speaker | Label::Heading => Style::new().bold(),
            Label::Aside => Style::new().dimmed(),
            Label::Error => color(AnsiColor::Red).bold(),
            Label::Hint => color(AnsiColor::Green),
        }
    }
}

/// What output for people is laid out on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns.
    pub width: usize,
    /// Whether there is colour.
    pub color: bool,
    /// Whether a person sees it as it comes: tables are cut to the width then, and whole otherwise.
    pub is_terminal: bool,
}

impl Page {
    /// Adds text that is something to a line.
    pub fn put(&self, line: &mut String, label: Label, text: &str) {
        let style = label.style();
        if self.color && style != Style::new() {
            line.push_str(&format!("{style}{text}{style:#}"));
        } else {
            line.push_str(text);
        }
    }
}

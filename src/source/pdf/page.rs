//! Characters with their places on a page to lines of text: indents, gaps between columns and the
//! space between paragraphs are kept, as blanks and empty lines.

/// A character on a page, its origin in points from the upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) x: f64,
    pub(super) y: f64,
    /// The font's size in points.
    pub(super) size: f64,
    pub(super) c: char,
}

impl Glyph {
    /// The letters of a ligature, side by side.
    pub(super) fn spread(x: f64, y: f64, size: f64, letters: &str) -> impl Iterator<Item = Glyph> {
        letters.chars().enumerate().map(move |(at, c)| Glyph { x: x + at as f64 * size / 4.0, y, size, c })
    }

    /// Where the next character would stand. Widths are those of a common typeface: near enough to tell a
    /// gap between words from none.
    fn end(&self) -> f64 {
        let ems = match self.c {
            'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '‘' | '|' | '!' | ' ' | '('
            | ')' | '[' | ']' | '/' | 'r' | '-' => 0.3,
            'm' | 'w' | 'M' | 'W' | '—' | '…' | '@' | '%' => 0.88,
            'A'..='Z' | '&' => 0.69,
            '\u{2E80}'.. => 1.0,
            _ => 0.54,
        };
        self.x + ems * self.size
    }
}

/// The lines of a page, from the top.
#[derive(Debug, Default)]
pub(super) struct Page {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    x: f64,
    y: f64,
    size: f64,
    text: String,
}

impl Page {
    /// Puts the characters of a page in order: rows from the top, each from the left.
    pub(super) fn new(mut glyphs: Vec<Glyph>) -> Page {
        glyphs.retain_mut(|glyph| {
            // Bullets of symbol fonts; other characters of private use are ornaments.
            if matches!(glyph.c, '\u{F0B7}' | '\u{F0A7}') {
                glyph.c = '•';
            }
            let blank = glyph.c.is_whitespace();
            if blank {
                glyph.c = ' ';
            }
            blank || !(glyph.c.is_control() || matches!(glyph.c, '\u{AD}' | '\u{E000}'..='\u{F8FF}'))
        });
        glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
        let blanks = glyphs.iter().filter(|glyph| glyph.c == ' ').count();
        // A page that draws its blanks needs no others but between columns.
        let blank_ems = if blanks * 12 > glyphs.len() { 0.7 } else { 0.2 };
        let mut lines = Vec::new();
        let mut rest = &mut glyphs[..];
        while let Some(first) = rest.first() {
            // Raised and lowered characters are of the row they stand in.
            let reach = first.y + rest.iter().take(8).map(|glyph| glyph.size).fold(0.0, f64::max) * 0.45;
            let n = rest.iter().take_while(|glyph| glyph.y <= reach).count();
            let (row, below) = rest.split_at_mut(n);
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            lines.extend(Line::new(row, blank_ems));
            rest = below;
        }
        Page { lines }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Line {
    /// Joins a row's characters; `None` if there are only blanks.
    fn new(row: &[Glyph], blank_ems: f64) -> Option<Line> {
        /// Beyond this, columns are apart.
        const COLUMN_EMS: f64 = 1.5;
        let mut text = String::with_capacity(row.len());
        let mut before: Option<&Glyph> = None;
        let mut blank = false;
        for glyph in row {
            if glyph.c == ' ' {
                // How wide it is, the next character's place says.
                blank = true;
                continue;
            }
            if let Some(before) = before {
                if glyph.c == before.c && (glyph.x - before.x).abs() < 0.12 * glyph.size {
                    // Bold by printing twice.
                    continue;
                }
                let gap = glyph.x - before.end();
                if gap > COLUMN_EMS * glyph.size {
                    text.extend(std::iter::repeat_n(' ', columns(gap, glyph.size).max(2)));
                } else if blank || gap > blank_ems * glyph.size {
                    text.push(' ');
                }
            }
            push(&mut text, glyph.c);
            before = Some(glyph);
            blank = false;
        }
        let first = row.iter().find(|glyph| glyph.c != ' ')?;
        let size = row.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
        Some(Line { x: first.x, y: first.y, size, text })
    }
}

/// How many blanks are as wide as a gap.
fn columns(gap: f64, size: f64) -> usize {
    const WIDEST: f64 = 120.0;
    (gap / (size * 0.5)).round().clamp(0.0, WIDEST) as usize
}

/// Ligatures are two letters to everybody who searches.
fn push(text: &mut String, c: char) {
    match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        _ => text.push(c),
    }
}

/// The pages as text, a form feed after each.
pub(super) fn text(pages: &[Page]) -> String {
    let margin = pages.iter().flat_map(|page| &page.lines).map(|line| line.x).fold(f64::INFINITY, f64::min).max(0.0);
    let mut text = String::new();
    for page in pages {
        let pitch = pitch(&page.lines);
        let mut above: Option<&Line> = None;
        for line in &page.lines {
            if above.is_some_and(|above| line.y - above.y > pitch * 1.3) {
                text.push('\n');
            }
            text.extend(std::iter::repeat_n(' ', columns(line.x - margin, line.size)));
            text.push_str(&line.text);
            text.push('\n');
            above = Some(line);
        }
        text.push('\u{c}');
    }
    text
}

/// The usual distance of a page's lines: the one that most of them keep at most, but for the paragraphs' ends.
fn pitch(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).filter(|step| *step > 1.0).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() * 2 / 5).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of 10 points, each half its size wide but for the narrow ones, at `(x, y)`.
    fn drawn(pieces: &[(f64, f64, &str)]) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for &(mut x, y, piece) in pieces {
            for c in piece.chars() {
                let glyph = Glyph { x, y, size: 10.0, c };
                x = glyph.end();
                glyphs.push(glyph);
            }
        }
        glyphs
    }

    fn check(pieces: &[(f64, f64, &str)], want: &str) {
        assert_eq!(text(&[Page::new(drawn(pieces))]), format!("{want}\u{c}"));
    }

    #[test]
    fn rows_are_read_from_the_top_and_from_the_left() {
        check(&[(50.0, 112.0, "second line"), (50.0, 100.0, "first line")], "first line\nsecond line\n");
        check(&[(150.0, 100.0, "Thank you."), (50.0, 100.0, "Ada Berg")], "Ada Berg            Thank you.\n");
    }

    #[test]
    fn gaps_are_blanks_and_paragraphs_have_empty_lines() {
        check(&[(50.0, 100.0, "We"), (69.0, 100.0, "sold"), (93.0, 100.0, "boats")], "We sold boats\n");
        check(
            &[(50.0, 100.0, "one"), (50.0, 112.0, "two"), (50.0, 124.0, "three"), (70.0, 142.0, "four")],
            "one\ntwo\nthree\n\n    four\n",
        );
    }

    #[test]
    fn raised_signs_ligatures_and_double_printing() {
        check(&[(50.0, 100.0, "Q2"), (63.0, 97.0, "1")], "Q21\n");
        check(&[(50.0, 100.0, "ﬁrst oﬃce")], "first office\n");
        check(&[(50.0, 100.0, "bold"), (50.3, 100.0, "bold")], "bold\n");
    }
}

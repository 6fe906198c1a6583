//! What the names of tags and classes mean for a reader of articles.

/// Elements whose text nobody reads as part of an article.
const SKIPPED: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "iframe",
    "object",
    "video",
    "audio",
    "canvas",
    "title",
    "head",
    "figcaption",
    "textarea",
    "dialog",
];
/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "path", "use",
];
/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "tt", "u", "wbr", "var",
];
/// Words of classes and ids that mark what is not the article.
const FOREIGN: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "promo",
    "promotion",
    "newsletter",
    "related",
    "recommended",
    "share",
    "sharing",
    "social",
    "comments",
    "comment",
    "sidebar",
    "cookie",
    "cookies",
    "subscribe",
    "paywall",
    "breadcrumb",
    "breadcrumbs",
    "menu",
    "nav",
    "navigation",
    "footer",
    "trending",
    "popup",
    "modal",
    "signup",
    "sponsor",
    "sponsored",
    "disclosure",
    "pitch",
    "tags",
    "readmore",
    "caption",
];

pub(super) fn is_skipped(name: &str) -> bool {
    SKIPPED.contains(&name)
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Whether a class or an id says that an element is no part of the article.
pub(super) fn is_foreign(class: &str) -> bool {
    const LONGEST: usize = 400;
    class.len() <= LONGEST && {
        let lower = class.to_ascii_lowercase();
        let words = || lower.split(|c: char| !c.is_ascii_alphanumeric());
        // What stands behind a paywall is the article.
        let paid = words().any(|word| word == "content");
        words().any(|word| FOREIGN.contains(&word) && !(paid && word == "paywall"))
    }
}

/// Which open elements a start tag closes without saying so.
pub(super) fn closes(name: &str, open: &str) -> bool {
    match name {
        "li" => open == "li",
        "td" | "th" => matches!(open, "td" | "th"),
        "tr" => matches!(open, "td" | "th" | "tr"),
        _ => open == "p" && !is_inline(name) && !is_void(name),
    }
}

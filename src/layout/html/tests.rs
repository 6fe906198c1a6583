//! What of a page is read, and what is not.

use super::*;

fn text(html: &str) -> String {
    let source = Source::from_bytes("-", html.as_bytes());
    assert!(matches(&source), "not recognised: {html}");
    let page = page::read(&source.text);
    for (at, character) in page.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let span = page.text.source_span(at..at + character.len_utf8());
        let printed = &html[span.start as usize..span.end as usize];
        assert!(printed.starts_with('&') || printed == character.to_string(), "{character} came from {printed}");
    }
    page.text.into_string()
}

#[test]
fn the_article_and_nothing_else() {
    let long = "I think that this is going well. ".repeat(20);
    let html = format!(
        "<!DOCTYPE html><html><head><title>T</title><style>p {{}}</style></head><body><nav><a href=x>Home</a></nav>\
         <header><h1>Q1 &amp; more</h1></header><div class='main no-sidebar'><div class=\"body\"><p><strong>Ann  Lee</strong> -- <em>CFO</em></p>\
         <p>R&D &ndash; it&#8217;s\r\n up.<br/>Liné two.</p><div class=\"ad-slot\"><p>Buy!</p></div><p>{long}<p>Unclosed</div>\
         <ul><li><a href=y>Ten stocks we like better</a></li></ul><script>var a = \"<p>no</p>\";</script></div><footer>Terms</footer></body></html>"
    );
    let expected = format!("Q1 & more\n\nAnn Lee -- CFO\n\nR&D – it’s up.\nLiné two.\n\n{}\n\nUnclosed", long.trim());
    assert_eq!(text(&html), expected);
}

#[test]
fn translations_beside_the_text_are_left_out() {
    let row = |a: &str, b: &str| format!("<tr><td>{a}</td><td>{b}</td></tr>");
    let korean = "안녕하세요 여러분 오늘 함께해 주셔서 감사합니다. ".repeat(8);
    let html = format!(
        "<html><body><h2>Presentation</h2><table>{}{}</table><h2>Q&A</h2><table>{}</table></body></html>",
        row("One a.<br>Two", &korean),
        row("three.", &korean),
        row("Four", &korean)
    );
    assert_eq!(text(&html), "Presentation\n\nOne a.\nTwo three.\n\nQ&A\n\nFour");
}

#[test]
fn other_pages_are_refused() {
    for html in [
        "<html><body><p>Hello</p></body></html>",
        "<html>",
        "<!doctype html>",
        "<p>\0<",
        "<div class=ad",
        "<p>&#xffffffff; &; &amp",
    ] {
        let source = Source::from_bytes("-", html.as_bytes());
        assert_eq!(read(&source)[0].diagnostics[0].code, "not-a-transcript", "{html}");
    }
    let deep = "<div>".repeat(100_000);
    assert!(read(&Source::from_bytes("-", deep.as_bytes()))[0].turns.is_empty());
}

#[test]
fn what_stands_behind_a_paywall_is_read() {
    for (class, foreign) in
        [("paywall-full-content", false), ("paywall", true), ("ad-content", true), ("content", false)]
    {
        assert_eq!(tag::is_foreign(class), foreign, "{class}");
    }
}

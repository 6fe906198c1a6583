//! Calls of which the day is not known: what is asked by days finds them by their period, or says that it does not.

use crate::harness::Desk;

/// The desk of the story, on which pellmoor-grid-systems-2023Q4 has a period and no day, and a call of which neither is known.
fn desk() -> Desk {
    let desk = Desk::story();
    let call = "Pellmoor Grid Systems Earnings Call\n\nOperator: Welcome to the call.\n\n\
                Hannah Brandvold: Thank you. Tariffs cost us three million.\n\n\
                Operator: Our first question comes from Daniel Okonjo with Lathrop. Please go ahead.\n\n\
                Daniel Okonjo: What will tariffs cost you in the year?\n\n\
                Hannah Brandvold: Tariffs will cost us ten million in all.\n";
    desk.write("other/plmg.txt", call);
    assert_eq!(desk.run(&["index", "other"]).status, Some(0));
    desk
}

const ASKED: [&[&str]; 5] = [
    &["calls", "--company", "pellmoor"],
    &["search", "tariffs", "--company", "pellmoor"],
    &["speakers", "--company", "pellmoor"],
    &["analyst", "okonjo", "--company", "pellmoor"],
    &["export", "--company", "pellmoor", "--format", "json"],
];

#[test]
fn since_and_until_take_the_end_of_the_period_where_no_day_is_known() {
    let desk = desk();
    for asked in ASKED {
        let has = |days: &[&str]| {
            let output = desk.run(&[asked, days].concat());
            output.stdout.contains("pellmoor-grid-systems-2023Q4")
                || (asked[0] == "speakers" && !output.stdout.is_empty())
        };
        assert!(has(&["--since", "2023-12-31", "--until", "2023-12-31"]), "{asked:?}");
        assert!(!has(&["--since", "2024-01-01", "--until", "2024-03-01"]), "{asked:?}");
        assert!(!has(&["--since", "2023-11-20", "--until", "2023-12-30"]), "{asked:?}");
    }
    // A day, and days from one to another, are asked of days.
    let output = desk.run(&["search", "tariffs date:2023-12-31"]);
    assert!(!output.stdout.contains("pellmoor-grid-systems-2023Q4"), "{output}");
}

#[test]
fn what_has_neither_day_nor_period_is_said_to_be_left_out() {
    let desk = desk();
    for asked in [
        &["calls", "--company", "pellmoor"][..],
        &["search", "tariffs", "--company", "pellmoor"],
        &["speakers", "--company", "pellmoor"],
        &["analyst", "okonjo", "--company", "pellmoor"],
        &["export", "--company", "pellmoor"],
        &["trend", "tariffs", "--company", "pellmoor"],
    ] {
        for days in [&["--until", "2099"][..], &["--since", "2001", "--until", "2099"]] {
            let output = desk.run(&[asked, days].concat());
            assert!(output.stderr.contains("left out: "), "{output}");
        }
        assert!(!desk.run(asked).stderr.contains("no date"), "{asked:?}");
    }
}

#[test]
fn a_trend_agrees_with_itself_with_and_without_a_last_day() {
    let desk = Desk::story();
    let trend = |days: &[&str]| desk.run(&[&["trend", "tariffs", "--format", "csv"], days].concat()).stdout;
    assert_eq!(trend(&["--since", "2023-07"]), trend(&["--since", "2023-07", "--until", "2099"]));
    assert!(trend(&["--until", "2023-12-31"]).contains("2023Q4,1,6,334"), "{}", trend(&["--until", "2023-12-31"]));
    assert!(!trend(&["--until", "2023-12-30"]).contains("2023Q4,1"));
}

//! Pairing, on drafts made up for it.

use crate::source::Source;

/// Reads turns written as bare lines; gives for each its kind and exchange, and the exchanges.
fn check(turns: &[(&str, &str, &str)]) {
    const OPENING: &str = "Operator: Welcome to the Nordlys second quarter 2023 earnings conference call. I will now hand over to \
        Ida Rahm, Head of Investor Relations.\n\nIda Rahm: Thank you. With me today are Ada Lundqvist, our Chief Executive Officer, \
        and Ola Berg, our Chief Financial Officer. Ada, please go ahead.\n\nAda Lundqvist: Thank you, Ida. We built more boats in \
        the quarter than ever before, and sold all of them.\n\nOla Berg: Thank you, Ada. Revenue was 20 million. We are now \
        open for questions.\n\nOperator: We will now begin the question-and-answer session. Our first question comes from the \
        line of Kai Moe with Fjord Capital. Please go ahead.\n\n";
    let body: Vec<String> = turns.iter().map(|(name, text, _)| format!("{name}: {text}")).collect();
    let source = Source::from_bytes("call.txt", format!("{OPENING}{}", body.join("\n\n")).as_bytes());
    let transcript = crate::read(&source).remove(0);
    assert_eq!(transcript.turns.len(), turns.len() + 5);
    for (turn, (name, text, want)) in transcript.turns[5..].iter().zip(turns) {
        let exchange = turn.exchange.map(|number| format!(" {number}")).unwrap_or_default();
        assert_eq!(format!("{}{exchange}", turn.kind), *want, "{name}: {text}");
    }
    for exchange in &transcript.exchanges {
        for &answer in &exchange.answer {
            assert!(exchange.responders.contains(&transcript.turns[answer as usize].participant));
        }
    }
}

#[test]
fn a_follow_up_opens_and_thanks_close() {
    check(&[
        ("Kai Moe", "Hi, good morning.", "aside 1"),
        ("Ada Lundqvist", "Good morning, Kai.", "aside 1"),
        ("Kai Moe", "How many boats are on order, and for which harbors?", "question 1"),
        ("Ada Lundqvist", "Some 40 boats are on order, most of them for harbors in the west.", "answer 1"),
        ("Kai Moe", "Right.", "aside 1"),
        ("Ada Lundqvist", "And ten more were signed in July, which are not in the book.", "answer 1"),
        ("Kai Moe", "And is that for the full year?", "question 2"),
        ("Ada Lundqvist", "Yes.", "answer 2"),
        ("Kai Moe", "Great. Thank you very much.", "aside 2"),
        ("Operator", "There are no further questions. Ida Rahm, please go ahead with closing remarks.", "moderation"),
        ("Ida Rahm", "Thank you all for joining us today. We will see you in autumn at the boat show.", "moderation"),
    ]);
}

#[test]
fn who_takes_leave_answers_nothing() {
    check(&[
        ("Kai Moe", "How many boats are on order, and for which harbors?", "question 1"),
        ("Ola Berg", "Some 40 boats are on order, most of them for harbors in the west.", "answer 1"),
        ("Ida Rahm", "Operator, we have time for two more questions.", "moderation"),
        (
            "Ada Lundqvist",
            "And ten more were signed in July. We thank everyone for joining us at the yard then.",
            "answer 1",
        ),
        ("Kai Moe", "Thank you.", "aside 1"),
        (
            "Ida Rahm",
            "Thank you. A replay of today's call will be on our site for two weeks; the number is printed there.",
            "moderation",
        ),
        (
            "Ada Lundqvist",
            "Thanks for your continued interest in our boats. We report our third quarter in November.",
            "remarks",
        ),
        ("Operator", "You may disconnect.", "moderation"),
    ]);
    // Who is asked at the end answers, however it begins.
    check(&[
        ("Kai Moe", "When do we see you at the boat show?", "question 1"),
        ("Ada Lundqvist", "We look forward to seeing everybody in hall two in autumn.", "answer 1"),
    ]);
}

#[test]
fn several_may_answer_and_the_operator_may_interrupt() {
    check(&[
        ("Kai Moe", "[Technical Difficulty]", "aside"),
        (
            "Operator",
            "Kai Moe, your line is not too clear. Could you please try asking your question again?",
            "moderation",
        ),
        ("Kai Moe", "Sorry. What will the new yard cost you next year?", "question 1"),
        ("Ada Lundqvist", "I will pass this question to Ola.", "answer 1"),
        ("Operator", "Pardon me, we have lost connection to the speaker. One moment, please hold.", "moderation"),
        ("Ola Berg", "We expect the yard to cost five million, half of it in the first quarter.", "answer 1"),
        ("Kai Moe", "Thanks, Ola.", "aside 1"),
        (
            "Operator",
            "Our next question comes from the line of Liv Dahl with Skerry Partners. Please go ahead.",
            "moderation",
        ),
        ("Liv Dahl", "Thanks for taking my question. What did steel do to your margins?", "question 2"),
        ("Ola Berg", "Sorry, which year do you mean?", "answer 2"),
        ("Liv Dahl", "The year 2022 against the one before it.", "question 2"),
        ("Ola Berg", "Steel took two points off the gross margin.", "answer 2"),
    ]);
}

#[test]
fn courtesies_go_with_what_they_open_or_close() {
    check(&[
        ("Kai Moe", "[Foreign Language]", "aside 1"),
        ("Operator", "Kai Moe, your line is breaking up. Could you ask your question again?", "moderation"),
        ("Kai Moe", "How many boats are on order, and for which harbors?", "question 1"),
        ("Ada Lundqvist", "Some 40 boats are on order, most of them for harbors in the west.", "answer 1"),
        ("Kai Moe", "Thanks.", "aside 1"),
        ("Ada Lundqvist", "Thank you, Kai.", "aside 1"),
        ("Operator", "Our next question comes from the line of Liv Dahl with Skerry Partners.", "moderation"),
        ("Liv Dahl", "Hi, can you hear me?", "aside 2"),
        ("Ida Rahm", "We can hear you.", "aside 2"),
        ("Liv Dahl", "Good. Will you raise prices again?", "question 2"),
        ("Ola Berg", "We will, in two steps, as we said in May.", "answer 2"),
        ("Operator", "That concludes the question-and-answer session.", "moderation"),
        ("Ada Lundqvist", "We are proud of the yard and of everybody who works in it.", "remarks"),
    ]);
}

#[test]
fn who_asks_back_is_told_what_was_meant() {
    check(&[
        ("Kai Moe", "Is it roughly 3% of the growth?", "question 1"),
        ("Ola Berg", "Are you talking about ferries?", "answer 1"),
        ("Kai Moe", "Yes.", "aside 1"),
        ("Ola Berg", "5%.", "answer 1"),
        ("Kai Moe", "Thank you all.", "aside 1"),
    ]);
    check(&[
        ("Kai Moe", "How do ferries sell, and what does it do to margins?", "question 1"),
        ("Ola Berg", "Could you elaborate a bit on the last part of your question?", "answer 1"),
        ("Kai Moe", "Ferries need more steel. Are there any negative effects on margins?", "question 1"),
        ("Ola Berg", "No, since we sell them at a better price than any other boat.", "answer 1"),
        ("Kai Moe", "And does that hold for the year?", "question 2"),
        ("Ola Berg", "It does, as far as we can see today.", "answer 2"),
    ]);
    check(&[
        ("Kai Moe", "Perhaps you could elaborate on the north, and what drove it?", "question 1"),
        ("Ola Berg", "I'm not sure I understand the question.", "answer 1"),
        ("Kai Moe", "Could you go harbor by harbor, how is it looking?", "question 1"),
        ("Ada Lundqvist", "Our northern harbors are all doing well, above all the two new ones.", "answer 1"),
    ]);
    // A full answer, and then a question to make sure, is an answer: what follows is new.
    check(&[
        ("Kai Moe", "How do ferries sell in the north?", "question 1"),
        ("Ola Berg", "They sell better than ever in all harbors of the north, and in the south, too.", "answer 1"),
        ("Ada Lundqvist", "Does that answer your question?", "answer 1"),
        ("Kai Moe", "It does. And what of steel?", "question 2"),
        ("Ola Berg", "Steel is dear.", "answer 2"),
    ]);
}

#[test]
fn a_question_that_breaks_off_is_one_if_it_is_taken_up() {
    const LONG: &str = "I think that we will look at it once the yard is built, and then decide whether it is the best way to \
                        pay for the rest of it.";
    check(&[
        ("Kai Moe", "How do you pay for the yard?", "question 1"),
        ("Ola Berg", "With what we earn, and with a loan.", "answer 1"),
        ("Kai Moe", "Got you. And you are interested in using bonds for the second yard in terms of…", "question 2"),
        ("Ola Berg", LONG, "answer 2"),
        ("Kai Moe", "Okay, that's what we thought of bonds. And then...", "aside 2"),
        ("Ola Berg", LONG, "answer 2"),
    ]);
}

#[test]
fn a_greeting_takes_nothing_from_what_is_asked() {
    check(&[
        ("Kai Moe", "Hi, how are you? How are you pricing ferries?", "question 1"),
        ("Ola Berg", "By their weight, as all boats are priced.", "answer 1"),
        ("Kai Moe", "How are you thinking of steel?", "question 2"),
        ("Ola Berg", "It will be dear for some years to come.", "answer 2"),
    ]);
}

#[test]
fn a_host_at_any_length_answers_nothing() {
    check(&[
        ("Kai Moe", "What drove the growth in orders?", "question 1"),
        ("Ada Lundqvist", "The new ferry design, above all.", "answer 1"),
        (
            "Ida Rahm",
            "Yes. So we have time for 1 last question. If you were unable to get through on this call and still have \
             questions, please feel free to contact our Investor Relations department with your question. Now operator, may \
             we have the last caller, please?",
            "moderation",
        ),
        ("Operator", "The next question comes from Liv Dahl with Skerry Partners.", "moderation"),
        ("Liv Dahl", "Will you raise prices again?", "question 2"),
        ("Ola Berg", "We will, in two steps, as we said in May.", "answer 2"),
        (
            "Ida Rahm",
            "And on your other question, Liv, the ferries for the north are priced in their own way, and the steel for them is \
             bought a year ahead, so that it does not move their margins much. That is true of all boats above a length of \
             ten meters. Thank you all for joining us today.",
            "answer 2",
        ),
        ("Liv Dahl", "Thank you.", "aside 2"),
        (
            "Ida Rahm",
            "Before we sign off, let me remind you that our day for investors will be held at the yard on September 29, weather \
             permitting. We hope that you will be able to come. On behalf of Nordlys, thank you all for joining us. Operator, \
             if you could formally conclude the call, I'd appreciate it.",
            "moderation",
        ),
        ("Ada Lundqvist", "Thank you.", "aside"),
        ("Operator", "You may disconnect.", "moderation"),
    ]);
    check(&[
        ("Kai Moe", "What drove the growth in orders?", "question 1"),
        ("Ada Lundqvist", "The new ferry design, above all.", "answer 1"),
        (
            "Ida Rahm",
            "Thanks, Ada. Nordlys' next quarterly call will be on Wednesday, August 12, in the morning. Again, it is our policy \
             not to comment on guidance within the quarter, but in public.",
            "moderation",
        ),
        ("Operator", "You may disconnect.", "moderation"),
    ]);
}

#[test]
fn a_host_runs_the_questions() {
    check(&[
        ("Kai Moe", "What drove the growth in orders?", "question 1"),
        ("Ada Lundqvist", "The new ferry design, above all.", "answer 1"),
        ("Ida Rahm", "Thank you, Kai. Operator, next question please.", "moderation"),
        ("Operator", "The next question comes from Liv Dahl with Skerry Partners.", "moderation"),
        ("Liv Dahl", "Will you raise prices again?", "question 2"),
        ("Ola Berg", "We will, in two steps, as we said in May.", "answer 2"),
    ]);
}

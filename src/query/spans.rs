//! Where a pattern occurs, worked out from where its words stand: written once, for the engine and the
//! highlighter.
//!
//! The caller tells where the leaves (single words) stand in a passage; [`Spans`] knows the rest. What
//! is computed is exact by the words of [`Pattern`]: all occurrences, not only the shortest, because
//! `(a NEAR/9 b) NEAR/2 c` may need a longer one of its inner part. Whether there is one at all, and
//! which words take part, is near-linear in the number of occurrences of the operands; only a NEAR
//! *inside* another is enumerated, by distinct beginnings and ends.

use std::collections::HashMap;

use super::Pattern;

/// Word positions `[start, end)`.
pub type Occurrence = (u32, u32);

/// Tells where a leaf stands: is given its number in [`Spans::leaves`], and adds its occurrences, in any order.
pub type Leaves<'a> = dyn FnMut(usize, &mut Vec<Occurrence>) + 'a;

/// A pattern, made ready to be looked for in many passages.
#[derive(Clone, Debug)]
pub struct Spans {
    root: Node,
    leaves: Vec<Pattern>,
    spare: Spare,
}

#[derive(Clone, Debug)]
enum Node {
    Leaf(usize),
    Any(Vec<Node>),
    /// `solid`: every word between beginning and end takes part.
    Sequence {
        parts: Vec<Node>,
        solid: bool,
    },
    Near {
        within: u32,
        ordered: bool,
        left: Box<Node>,
        right: Box<Node>,
    },
}

/// How many of these occurrences there are, if none may share a word with another: as many as possible.
/// Puts them in the order of their ends.
///
/// ```
/// use whosaid::query::spans::count_apart;
/// assert_eq!(count_apart(&mut vec![(0, 4), (2, 4), (4, 5)]), 2);
/// ```
pub fn count_apart(occurrences: &mut [Occurrence]) -> u64 {
    occurrences.sort_unstable_by_key(|(start, end)| (*end, *start));
    let (mut n, mut free_from) = (0, 0);
    for (start, end) in occurrences {
        if *start >= free_from {
            n += 1;
            free_from = *end;
        }
    }
    n
}

impl Spans {
    /// Numbers the leaves of the pattern, equal ones alike.
    pub fn new(pattern: &Pattern) -> Self {
        let mut numbers = HashMap::new();
        let root = Node::new(pattern, &mut numbers);
        let mut leaves: Vec<(&Pattern, usize)> = numbers.into_iter().collect();
        leaves.sort_unstable_by_key(|(_, number)| *number);
        let leaves = leaves.into_iter().map(|(leaf, _)| leaf.clone()).collect();
        Self { root, leaves, spare: Spare::default() }
    }

    /// The single words: [`Pattern::Forms`], [`Pattern::Exact`] and [`Pattern::Prefix`] only.
    pub fn leaves(&self) -> &[Pattern] {
        &self.leaves
    }

    /// Whether the pattern occurs.
    pub fn occurs(&mut self, leaves: &mut Leaves<'_>) -> bool {
        self.root.occurs(leaves, &mut self.spare)
    }

    /// Every occurrence, sorted.
    pub fn occurrences(&mut self, leaves: &mut Leaves<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        self.root.occurrences(leaves, &mut self.spare, &mut found);
        found
    }

    /// The words that take part in an occurrence, sorted: single words, and phrases as one.
    pub fn marks(&mut self, leaves: &mut Leaves<'_>) -> Vec<Occurrence> {
        let mut marks = Vec::new();
        self.root.mark(None, leaves, &mut self.spare, &mut marks);
        tidy(&mut marks);
        marks
    }
}

impl Node {
    fn new<'p>(pattern: &'p Pattern, leaves: &mut HashMap<&'p Pattern, usize>) -> Self {
        match pattern {
            Pattern::Forms(_) | Pattern::Exact(_) | Pattern::Prefix(_) => {
                let next = leaves.len();
                Node::Leaf(*leaves.entry(pattern).or_insert(next))
            }
            Pattern::Any(choices) => Node::Any(choices.iter().map(|choice| Node::new(choice, leaves)).collect()),
            Pattern::Sequence(parts) => {
                let parts: Vec<Node> = parts.iter().map(|part| Node::new(part, leaves)).collect();
                let solid = parts.iter().all(Node::is_solid);
                Node::Sequence { parts, solid }
            }
            Pattern::Near { within, ordered, left, right } => Node::Near {
                within: *within,
                ordered: *ordered,
                left: Box::new(Node::new(left, leaves)),
                right: Box::new(Node::new(right, leaves)),
            },
        }
    }

    fn is_solid(&self) -> bool {
        match self {
            Node::Leaf(_) => true,
            Node::Any(choices) => choices.iter().all(Node::is_solid),
            Node::Sequence { solid, .. } => *solid,
            Node::Near { .. } => false,
        }
    }

    fn occurs(&self, leaves: &mut Leaves<'_>, spare: &mut Spare) -> bool {
        match self {
            Node::Any(choices) => choices.iter().any(|choice| choice.occurs(leaves, spare)),
            Node::Near { within, ordered, left, right } => {
                let (first, second) = both(left, right, leaves, spare);
                let occurs = reaches(&first, &second, *within) || (!ordered && reaches(&second, &first, *within));
                spare.put(first);
                spare.put(second);
                occurs
            }
            Node::Leaf(_) | Node::Sequence { .. } => {
                let mut found = spare.take();
                self.occurrences(leaves, spare, &mut found);
                let occurs = !found.is_empty();
                spare.put(found);
                occurs
            }
        }
    }

    /// Puts all occurrences, sorted, into `out`, which is empty.
    fn occurrences(&self, leaves: &mut Leaves<'_>, spare: &mut Spare, out: &mut Vec<Occurrence>) {
        match self {
            Node::Leaf(number) => leaves(*number, out),
            Node::Any(choices) => {
                let mut found = spare.take();
                for choice in choices {
                    choice.occurrences(leaves, spare, &mut found);
                    out.append(&mut found);
                }
                spare.put(found);
            }
            Node::Sequence { parts, .. } => {
                let Some((first, rest)) = parts.split_first() else { return };
                first.occurrences(leaves, spare, out);
                let (mut next, mut joined) = (spare.take(), spare.take());
                for part in rest {
                    if out.is_empty() {
                        break;
                    }
                    next.clear();
                    part.occurrences(leaves, spare, &mut next);
                    follow(out, &next, &mut joined);
                    std::mem::swap(out, &mut joined);
                }
                spare.put(next);
                spare.put(joined);
            }
            Node::Near { within, ordered, left, right } => {
                let (first, second) = both(left, right, leaves, spare);
                join(&first, &second, *within, out);
                if !ordered {
                    join(&second, &first, *within, out);
                }
                spare.put(first);
                spare.put(second);
            }
        }
        tidy(out);
    }

    /// Adds the words that take part in the `wanted` occurrences (or in any).
    fn mark(
        &self,
        wanted: Option<&[Occurrence]>,
        leaves: &mut Leaves<'_>,
        spare: &mut Spare,
        out: &mut Vec<Occurrence>,
    ) {
        match self {
            Node::Leaf(_) | Node::Sequence { solid: true, .. } => {
                if let Some(wanted) = wanted {
                    out.extend_from_slice(wanted);
                } else {
                    let mut found = spare.take();
                    self.occurrences(leaves, spare, &mut found);
                    out.append(&mut found);
                    spare.put(found);
                }
            }
            Node::Any(choices) => {
                for choice in choices {
                    let mut found = spare.take();
                    choice.occurrences(leaves, spare, &mut found);
                    found.retain(|o| wanted.is_none_or(|wanted| wanted.binary_search(o).is_ok()));
                    choice.mark(Some(&found), leaves, spare, out);
                    spare.put(found);
                }
            }
            Node::Sequence { parts, .. } => {
                let mut all = spare.take();
                self.occurrences(leaves, spare, &mut all);
                all.retain(|o| wanted.is_none_or(|wanted| wanted.binary_search(o).is_ok()));
                mark_sequence(parts, &all, leaves, spare, out);
                spare.put(all);
            }
            Node::Near { within, ordered, left, right } => {
                let (mut first, mut second) = both(left, right, leaves, spare);
                let mut part = Part { first: vec![false; first.len()], second: vec![false; second.len()] };
                part.take(&first, &second, *within, wanted);
                if !ordered {
                    part.swap();
                    part.take(&second, &first, *within, wanted);
                    part.swap();
                }
                keep(&mut first, &part.first);
                keep(&mut second, &part.second);
                left.mark(Some(&first), leaves, spare, out);
                right.mark(Some(&second), leaves, spare, out);
                spare.put(first);
                spare.put(second);
            }
        }
    }
}

/// The occurrences of both operands of a NEAR; of the second none, if there are none of the first.
fn both(left: &Node, right: &Node, leaves: &mut Leaves<'_>, spare: &mut Spare) -> (Vec<Occurrence>, Vec<Occurrence>) {
    let (mut first, mut second) = (spare.take(), spare.take());
    left.occurrences(leaves, spare, &mut first);
    if !first.is_empty() {
        right.occurrences(leaves, spare, &mut second);
    }
    (first, second)
}

/// Those of `second` that begin at `end` or later, with fewer than `within` words between.
fn in_reach(end: u32, second: &[Occurrence], within: u32) -> std::ops::Range<usize> {
    let from = second.partition_point(|s| s.0 < end);
    let to = from + second[from..].partition_point(|s| s.0 - end < within);
    from..to
}

/// Whether one of `first` stands before one of `second`, with fewer than `within` words between.
fn reaches(first: &[Occurrence], second: &[Occurrence], within: u32) -> bool {
    first.iter().any(|f| !in_reach(f.1, second, within).is_empty())
}

/// Adds what reaches from one of `first` to one of `second` after it, with fewer than `within` words between.
fn join(first: &[Occurrence], second: &[Occurrence], within: u32, out: &mut Vec<Occurrence>) {
    for same_start in first.chunk_by(|a, b| a.0 == b.0) {
        // Ends ascend, so windows do: each of `second` is taken once for each beginning.
        let mut done = 0;
        for &(start, end) in same_start {
            let window = in_reach(end, second, within);
            out.extend(second[window.start.max(done)..window.end.max(done)].iter().map(|s| (start, s.1)));
            done = done.max(window.end);
        }
    }
}

/// Puts into `joined` what begins with one of `first` and goes on with one of `next` at its end.
fn follow(first: &[Occurrence], next: &[Occurrence], joined: &mut Vec<Occurrence>) {
    joined.clear();
    for &(start, end) in first {
        let from = next.partition_point(|n| n.0 < end);
        joined.extend(next[from..].iter().take_while(|n| n.0 == end).map(|n| (start, n.1)));
    }
    tidy(joined);
}

/// Marks the parts of a sequence with gaps in it (a NEAR among its parts), for each occurrence wanted.
fn mark_sequence(
    parts: &[Node],
    wanted: &[Occurrence],
    leaves: &mut Leaves<'_>,
    spare: &mut Spare,
    out: &mut Vec<Occurrence>,
) {
    let lists: Vec<Vec<Occurrence>> = parts
        .iter()
        .map(|part| {
            let mut list = Vec::new();
            part.occurrences(leaves, spare, &mut list);
            list
        })
        .collect();
    let mut taken: Vec<Vec<Occurrence>> = vec![Vec::new(); parts.len()];
    for &(start, end) in wanted {
        // Part i begins where a chain from `start` can be, and ends where a chain to `end` can begin.
        let mut begins = vec![vec![start]];
        for list in &lists {
            let from = &begins[begins.len() - 1];
            let mut ends: Vec<u32> = list.iter().filter(|o| from.binary_search(&o.0).is_ok()).map(|o| o.1).collect();
            ends.sort_unstable();
            ends.dedup();
            begins.push(ends);
        }
        let mut ends = vec![end];
        for (i, list) in lists.iter().enumerate().rev() {
            let on_chain =
                list.iter().filter(|o| begins[i].binary_search(&o.0).is_ok() && ends.binary_search(&o.1).is_ok());
            let chosen: Vec<Occurrence> = on_chain.copied().collect();
            ends = chosen.iter().map(|o| o.0).collect();
            ends.sort_unstable();
            taken[i].extend(chosen);
        }
    }
    for (part, mut chosen) in parts.iter().zip(taken) {
        tidy(&mut chosen);
        part.mark(Some(&chosen), leaves, spare, out);
    }
}

/// Which occurrences of the two operands of a NEAR take part.
struct Part {
    first: Vec<bool>,
    second: Vec<bool>,
}

impl Part {
    fn swap(&mut self) {
        std::mem::swap(&mut self.first, &mut self.second);
    }

    /// Notes who meets whom, first before second.
    fn take(&mut self, first: &[Occurrence], second: &[Occurrence], within: u32, wanted: Option<&[Occurrence]>) {
        let mut done = 0;
        // By end, windows ascend, so that none of `second` is noted twice.
        let mut by_end: Vec<usize> = (0..first.len()).collect();
        by_end.sort_unstable_by_key(|i| first[*i].1);
        for i in by_end {
            let (start, end) = first[i];
            let window = in_reach(end, second, within);
            if let Some(wanted) = wanted {
                for j in window {
                    if wanted.binary_search(&(start, second[j].1)).is_ok() {
                        self.first[i] = true;
                        self.second[j] = true;
                    }
                }
            } else if !window.is_empty() {
                self.first[i] = true;
                self.second[window.start.max(done)..window.end.max(done)].fill(true);
                done = done.max(window.end);
            }
        }
    }
}

fn keep(list: &mut Vec<Occurrence>, taken: &[bool]) {
    let mut taken = taken.iter();
    list.retain(|_| taken.next().copied().unwrap_or(false));
}

/// Sorts and drops duplicates; leaves give sorted lists almost always.
fn tidy(list: &mut Vec<Occurrence>) {
    if !list.is_sorted_by(|a, b| a < b) {
        list.sort_unstable();
        list.dedup();
    }
}

/// Lists kept for use in the next passage.
#[derive(Clone, Debug, Default)]
struct Spare(Vec<Vec<Occurrence>>);

impl Spare {
    fn take(&mut self) -> Vec<Occurrence> {
        self.0.pop().unwrap_or_default()
    }

    fn put(&mut self, mut list: Vec<Occurrence>) {
        list.clear();
        self.0.push(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str) -> Pattern {
        Pattern::Exact(word.to_owned())
    }

    fn near(within: u32, left: Pattern, right: Pattern) -> Pattern {
        Pattern::Near { within, ordered: false, left: Box::new(left), right: Box::new(right) }
    }

    fn adj(within: u32, left: Pattern, right: Pattern) -> Pattern {
        Pattern::Near { within, ordered: true, left: Box::new(left), right: Box::new(right) }
    }

    fn sequence<const N: usize>(words: [&str; N]) -> Pattern {
        Pattern::Sequence(words.map(word).to_vec())
    }

    /// Occurrences and marks in a text of single letters.
    fn check(pattern: &Pattern, text: &str, occurrences: &[Occurrence], marks: &[Occurrence]) {
        let mut spans = Spans::new(pattern);
        let names = spans.leaves().to_vec();
        let mut leaves = |number: usize, out: &mut Vec<Occurrence>| {
            let Pattern::Exact(name) = &names[number] else { panic!("only exact words here") };
            for (at, _) in text.split(' ').enumerate().filter(|(_, w)| w == name) {
                out.push((at as u32, at as u32 + 1));
            }
        };
        assert_eq!(spans.occurrences(&mut leaves), occurrences, "{pattern:?} in {text}");
        assert_eq!(spans.occurs(&mut leaves), !occurrences.is_empty(), "{pattern:?} in {text}");
        assert_eq!(spans.marks(&mut leaves), marks, "{pattern:?} in {text}");
    }

    #[test]
    fn patterns_occur_where_their_words_say() {
        check(&sequence(["a", "b"]), "a b a a b", &[(0, 2), (3, 5)], &[(0, 2), (3, 5)]);
        check(&sequence(["b", "b"]), "b a b b b", &[(2, 4), (3, 5)], &[(2, 4), (3, 5)]);
        check(&Pattern::Sequence(vec![]), "a", &[], &[]);
        check(&Pattern::Any(vec![]), "a", &[], &[]);
        check(&near(1, word("a"), word("b")), "b a x b", &[(0, 2)], &[(0, 1), (1, 2)]);
        check(&near(2, word("a"), word("b")), "b a x b", &[(0, 2), (1, 4)], &[(0, 1), (1, 2), (3, 4)]);
        check(&adj(2, word("a"), word("b")), "b a x b", &[(1, 4)], &[(1, 2), (3, 4)]);
        check(&near(0, word("a"), word("b")), "a b", &[], &[]);
    }

    #[test]
    fn a_word_is_not_near_itself() {
        check(&near(3, word("b"), word("b")), "b a a a a b", &[], &[]);
        check(&near(3, word("b"), word("b")), "b a b a a a b", &[(0, 3)], &[(0, 1), (2, 3)]);
        check(&near(9, sequence(["a", "b"]), word("b")), "a b x", &[], &[]);
    }

    #[test]
    fn an_inner_near_may_reach_further_than_its_shortest() {
        let pattern = near(1, near(9, word("a"), word("b")), word("c"));
        check(&pattern, "a b x x b c", &[(0, 6)], &[(0, 1), (4, 5), (5, 6)]);
        let pattern = adj(2, word("c"), near(3, word("a"), word("b")));
        check(&pattern, "c x a x b b b", &[(0, 5), (0, 6)], &[(0, 1), (2, 3), (4, 5), (5, 6)]);
    }

    #[test]
    fn operands_that_overlap_meet_their_own_partners() {
        let left = Pattern::Any(vec![sequence(["a", "b", "c"]), word("b")]);
        let right = Pattern::Any(vec![word("c"), word("d")]);
        check(&adj(1, left, right), "a b c d", &[(0, 4), (1, 3)], &[(0, 3), (1, 2), (2, 3), (3, 4)]);
    }

    #[test]
    fn a_sequence_with_a_gap_marks_only_what_takes_part() {
        let pattern = Pattern::Sequence(vec![near(3, word("a"), word("b")), word("c")]);
        check(&pattern, "a x b c a", &[(0, 4)], &[(0, 1), (2, 3), (3, 4)]);
    }

    #[test]
    fn common_words_far_apart_cost_no_square() {
        let n = 200_000;
        let mut spans = Spans::new(&near(1000, word("a"), word("b")));
        let mut leaves = |number: usize, out: &mut Vec<Occurrence>| {
            out.extend((0..n).map(|i| (2 * i + number as u32, 2 * i + number as u32 + 1)));
        };
        assert!(spans.occurs(&mut leaves));
        assert_eq!(spans.marks(&mut leaves).len(), 2 * n as usize);
    }
}

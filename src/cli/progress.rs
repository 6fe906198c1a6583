//! Progress on a terminal, for work longer than a second.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use whosaid::{index::Progress, render::Page};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that comes out of hiding when the work takes long.
pub struct Bar {
    is_terminal: bool,
    state: Mutex<State>,
}

struct State {
    bar: ProgressBar,
    began: Instant,
    is_shown: bool,
    n_files: usize,
    n_read: usize,
}

impl Bar {
    /// A bar on standard error, if that is a terminal.
    pub fn new(stderr: &Page) -> Bar {
        let state = State { bar: ProgressBar::hidden(), began: Instant::now(), is_shown: false, n_files: 0, n_read: 0 };
        Bar { is_terminal: stderr.is_terminal, state: Mutex::new(state) }
    }

    /// Takes the bar off the screen.
    pub fn finish(&self) {
        self.lock().bar.finish_and_clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Bar {
    fn begin(&self, n_files: usize, bytes: u64) {
        let mut state = self.lock();
        state.bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden()).with_style(style());
        (state.began, state.n_files) = (Instant::now(), n_files);
    }

    fn advance(&self, bytes: u64) {
        let mut state = self.lock();
        state.n_read += 1;
        state.bar.inc(bytes);
        if self.is_terminal && !state.is_shown && state.began.elapsed() > PATIENCE {
            state.bar.set_draw_target(ProgressDrawTarget::stderr());
            state.is_shown = true;
        }
        if state.is_shown {
            state.bar.set_message(format!("{} of {} files", state.n_read, state.n_files));
        }
    }
}

fn style() -> ProgressStyle {
    // The template is ours; if it were wrong, the default would do.
    let style = ProgressStyle::with_template("{wide_bar:.dim} {msg}  {speed}  {eta} left");
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key(
        "speed",
        |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{:.1} MB/s", state.per_sec() / 1e6);
        },
    )
}

//! Ctrl-C and the wish that a process end: the first is heeded at the next call, the second at once.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use super::outcome::INTERRUPTED;

/// A flag that goes up when the run is to end.
pub fn watch() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler the system ends the process; a kill at any moment does no harm.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, SeqCst) {
            process::exit(i32::from(INTERRUPTED));
        }
    });
    stop
}

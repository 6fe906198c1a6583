//! Ctrl-C and the wish that a process end: the first is heeded at the next call, the second at once.

use std::sync::{Arc, atomic::AtomicBool};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use super::outcome::INTERRUPTED;

/// A flag that goes up when the run is to end.
pub fn watch() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: what ends the process looks at the flag before this signal raises it. Where no handler can
        // be set, the system ends the process, and a kill at any moment does no harm.
        let _ = flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(&stop));
        let _ = flag::register(signal, Arc::clone(&stop));
    }
    stop
}

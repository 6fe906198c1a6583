//! The forms of output, one file each, over one model.
//!
//! What is for people says *what* a piece of text is ([`Label`]) and is laid out for a [`Page`]; colour
//! comes last. Whatever a transcript holds is made harmless on its way ([`sanitize`]).

mod axis;
pub mod chart;
pub mod csv;
mod curves;
pub mod dossier;
pub mod fields;
pub mod flow;
pub mod hits;
pub mod json;
pub mod reading;
pub mod reasoning;
pub mod sanitize;
pub mod style;
pub mod svg;
pub mod table;
pub mod trend;

pub use flow::Piece;
pub use style::{Label, Page};

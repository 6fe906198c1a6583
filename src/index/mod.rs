//! The local engine: the only room that knows tantivy.

mod block;
mod forms;
mod lower;
mod schema;
mod span_query;
mod top;
mod unit_query;

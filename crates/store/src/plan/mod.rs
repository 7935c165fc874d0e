//! How a filter is asked of many rows: tokens prune, columns verify.
//!
//! For each part the filter's tree becomes a tree of [`node::Node`]s. Tests of texts and addresses become sets of places of a
//! dictionary: the index of words says which texts may pass, the texts themselves which do, each once however many rows have
//! it. Sets become lists of rows where the rows of each place are known and few, and are looked for in the column otherwise.
//! Then rows are looked at in chunks, cheapest test first, each test only of what passed the ones before; chunks in which no
//! listed row lies are passed over. What columns cannot answer (words that follow each other in the message line, regular
//! expressions over it) is asked of the row itself, last.

mod compile;
mod message;
mod node;
mod ports;
mod scan;
mod texts;
mod time;
mod values;

pub(crate) use node::Ground;
pub(crate) use ports::Ports;
pub(crate) use scan::{FIRST_CHUNK, Meter, Question, Scan};
pub(crate) use time::time_of;

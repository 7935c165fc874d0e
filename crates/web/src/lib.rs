//! The HTTP API: everything that can be asked of the program and changed in it, under `/api/v1`.
//!
//! [`router`] makes it over [`Services`], which the program gives: the store, the models, identities, packets, files, a clock.
//! [`serve`] serves it. The description that clients are written against is `docs/openapi.json`, made by [`document`]; tests hold
//! it and the answers to each other.
//!
//! Every request but `/healthz` needs a token. Everything has a limit ([`limits`], [`Settings`]); what is wrong is told as a [`Problem`].

mod auth;
mod extract;
mod feed;
mod headers;
mod json;
pub mod limits;
mod metrics;
mod problem;
mod records;
mod routes;
mod server;
mod services;
mod settings;
mod state;
mod stream;
mod work;

pub use auth::{TOKEN_LETTERS_MIN, Token};
pub use feed::Feed;
pub use json::Diagnosed;
pub use problem::{Problem, Span};
pub use server::{document, router, serve};
pub use services::{
    Clock, Condition, Content, FileEntry, FileQuery, Files, Finding, Health, HealthReport, HeldModel,
    Identities, Models, ModelsHealth, PacketQuery, Packets, ProtocolHealth, ServiceError, Services,
    SourceHealth,
};
pub use settings::{MetricsAccess, Settings};

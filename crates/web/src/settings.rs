//! What an operator may change about the API.

use crate::Token;
use std::time::Duration;

/// Who may read the metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MetricsAccess {
    /// Everybody who can reach the server.
    Open,
    /// Whoever has the token.
    #[default]
    Token,
    /// Nobody.
    Off,
}

/// What an operator may change about the API.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The token that every request needs.
    pub token: Token,
    /// Who may read `/metrics`.
    pub metrics: MetricsAccess,
    /// How long a search may take before it gives what it has.
    pub search_time: Duration,
    /// How many searches go on at once; more wait.
    pub searches_max: usize,
    /// How long packets, a bundle or a trial of a model may take to make.
    pub export_time: Duration,
    /// How many of them go on at once; more wait.
    pub exports_max: usize,
    /// How many clients hear of new breaches at once; more are refused.
    pub listeners_max: usize,
}

impl Settings {
    /// What holds if nothing else is said.
    #[must_use]
    pub fn new(token: Token) -> Self {
        Self {
            token,
            metrics: MetricsAccess::default(),
            search_time: Duration::from_secs(30),
            searches_max: 4,
            export_time: Duration::from_secs(300),
            exports_max: 2,
            listeners_max: 64,
        }
    }
}

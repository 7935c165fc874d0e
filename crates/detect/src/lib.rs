//! Runs models over records in event time and raises breaches.

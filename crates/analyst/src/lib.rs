//! A breach, opened: answers with proofs, recurrence, evidence bundle.

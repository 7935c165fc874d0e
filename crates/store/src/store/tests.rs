//! What a store does, from outside.

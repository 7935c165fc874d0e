//! The embedded event store: keeps every record, finds it again, forgets it in time.

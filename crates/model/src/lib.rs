//! Detection models as text: parsed, checked, explained.

//! The problems that there are, by number.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal,)*) => {
        /// Which kind of problem a [`crate::Diagnostic`] tells of. Numbers never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $name = $number,)*
        }

        impl Code {
            /// All kinds of problems with what they mean.
            pub const ALL: &'static [(Code, &'static str)] = &[$((Code::$name, concat!($($doc),+)),)*];
        }
    };
}

codes! {
    /// The file is not YAML.
    Yaml = 1,
    /// The file, a text or a list is larger than what is read.
    TooLarge = 2,
    /// A map has a key that means nothing there.
    UnknownKey = 3,
    /// A key that must be there is missing.
    MissingKey = 4,
    /// A value of another shape is wanted: a text, a list, a map, true or false.
    WrongShape = 5,
    /// A key, a name or an id is given twice.
    SaidTwice = 6,
    /// A text is empty.
    Empty = 7,
    /// A query cannot be read.
    Query = 101,
    /// A query asks for what no record can be.
    QueryMeaning = 102,
    /// There is no field of this name.
    UnknownField = 103,
    /// A field is not a number, and cannot be added up.
    NotANumber = 104,
    /// A model, exception or component id or name is malformed.
    Name = 201,
    /// The priority is not 0 to 5.
    Priority = 202,
    /// There is no such technique or tactic.
    Technique = 203,
    /// A length of time is malformed.
    Duration = 204,
    /// A length of time is too short or too long.
    DurationRange = 205,
    /// A comparison is malformed.
    Threshold = 206,
    /// A threshold is always or never passed.
    ThresholdMeaning = 207,
    /// There is no such entity.
    Entity = 208,
    /// How components combine is malformed, or missing.
    When = 301,
    /// There is no component of this name.
    UnknownComponent = 302,
    /// A component takes no part.
    UnusedComponent = 303,
    /// Nothing can set the model off.
    NeverFires = 304,
    /// A component has several measures.
    Measures = 305,
    /// Entities of the components do not fit together.
    EntitiesDiffer = 306,
    /// The delay is not shorter than the time within which all must lie.
    Delay = 307,
    /// There is no such time zone.
    Zone = 401,
    /// Days or hours are malformed.
    Hours = 402,
    /// The template of the message is malformed.
    Template = 501,
    /// An exception names a model that there is not.
    UnknownModel = 601,
    /// An exception has expired.
    Expired = 602,
    /// A date is malformed.
    Date = 603,
    /// A test case has no input, or several.
    CaseInput = 701,
    /// There is no such kind of record.
    UnknownKind = 702,
    /// A value does not fit its field.
    FieldValue = 703,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "M{:04}", *self as u16)
    }
}

//! Values of fields, as tests write them.

use crate::quantity::{ONE, duration};
use crate::yaml::{Kind, Node, Reader};
use crate::{Code, moment};
use thymus_record::{Field, Id, Interval, Mac, OwnedList, OwnedValue, Type};

/// The most values of a list.
const VALUES_MAX: usize = 1000;

/// Reads a value of this field. `{n}` in it becomes the number of the repetition.
pub(super) fn value(
    reader: &mut Reader<'_>,
    node: &Node,
    field: &Field,
    repetition: u64,
) -> Option<OwnedValue> {
    if let Type::List(inner) = field.kind {
        let items = reader.list(node, field.name, VALUES_MAX);
        let read: Vec<_> = items.iter().map(|item| plain(reader, item, field, *inner, repetition)).collect();
        let values: Vec<OwnedValue> = read.into_iter().collect::<Option<_>>()?;
        return list(&values).map(OwnedValue::List);
    }
    plain(reader, node, field, field.kind, repetition)
}

fn plain(
    reader: &mut Reader<'_>,
    node: &Node,
    field: &Field,
    kind: Type,
    repetition: u64,
) -> Option<OwnedValue> {
    let Kind::Text(text) = &node.kind else {
        let message = format!("`{}` takes one value, not {}", field.name, node.kind.called());
        reader.error(Code::WrongShape, &node.bytes, message);
        return None;
    };
    let text = text.replace("{n}", &repetition.to_string());
    let read = from_text(&text, kind);
    if read.is_none() {
        let message = format!("`{text}` cannot be a value of `{}`, which is {}", field.name, called(kind));
        reader.error(Code::FieldValue, &node.bytes, message);
    }
    read
}

fn from_text(text: &str, kind: Type) -> Option<OwnedValue> {
    Some(match kind {
        Type::Bool => OwnedValue::Bool(text.parse().ok()?),
        Type::Count => OwnedValue::Count(text.parse().ok()?),
        Type::Int => OwnedValue::Int(text.parse().ok()?),
        Type::Double => OwnedValue::Double(text.parse().ok().filter(|number: &f64| number.is_finite())?),
        Type::Time => OwnedValue::Time(moment::read(text)?),
        Type::Interval => OwnedValue::Interval(duration(text).or_else(|| seconds(text))?),
        Type::Address => OwnedValue::Address(text.parse().ok()?),
        Type::Port => OwnedValue::Port(text.parse().ok()?),
        Type::Text => OwnedValue::text(text),
        Type::Mac => OwnedValue::Mac(mac(text)?),
        Type::Id => OwnedValue::Id(Id::parse(text)?),
        Type::List(_) => return None,
    })
}

fn seconds(text: &str) -> Option<Interval> {
    let amount = crate::quantity::number(text)?;
    i64::try_from(amount / (ONE / 1_000_000_000)).ok().map(Interval)
}

fn mac(text: &str) -> Option<Mac> {
    let mut bytes = [0u8; 6];
    let mut parts = text.split(':');
    for byte in &mut bytes {
        let part = parts.next().filter(|part| part.len() == 2)?;
        *byte = u8::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(Mac(bytes))
}

/// One list of the values, all of which are of the type of the first.
fn list(values: &[OwnedValue]) -> Option<OwnedList> {
    macro_rules! all {
        ($variant:ident, $list:ident) => {
            OwnedList::$list(
                values
                    .iter()
                    .filter_map(|value| {
                        if let OwnedValue::$variant(inner) = value {
                            Some(inner.clone().into())
                        } else {
                            None
                        }
                    })
                    .collect(),
            )
        };
    }
    Some(match values.first()? {
        OwnedValue::Bool(_) => all!(Bool, Bools),
        OwnedValue::Count(_) => all!(Count, Counts),
        OwnedValue::Int(_) => all!(Int, Ints),
        OwnedValue::Double(_) => all!(Double, Doubles),
        OwnedValue::Interval(_) => all!(Interval, Intervals),
        OwnedValue::Address(_) => all!(Address, Addresses),
        OwnedValue::Text(_) => all!(Text, Texts),
        OwnedValue::Id(_) => all!(Id, Ids),
        _ => return None,
    })
}

fn called(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "true or false",
        Type::Count => "a whole number",
        Type::Int => "a whole number, perhaps negative",
        Type::Double => "a number",
        Type::Time => "a moment",
        Type::Interval => "a length of time",
        Type::Address => "an address",
        Type::Port => "a port",
        Type::Text => "a text",
        Type::Mac => "a hardware address",
        Type::Id => "an id",
        Type::List(_) => "a list",
    }
}

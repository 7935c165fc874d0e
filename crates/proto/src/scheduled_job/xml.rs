//! As much of XML as task definitions use: elements, text, CDATA, the five entities and numbers.
//!
//! A document type is passed over and its entities are not known, so nothing can expand. Elements stand in one list in
//! the order of the document, which bounds memory and needs no recursion.

/// At most this many bytes of a document are read.
const DOCUMENT_BYTES_MAX: usize = 512 * 1024;

/// At most this many elements are kept.
const ELEMENTS_MAX: usize = 4096;

/// Elements inside elements deeper than this are left out.
const DEPTH_MAX: usize = 32;

/// One element with its own text.
struct Element {
    name: String,
    text: String,
    /// The number of the element after the last one inside this one.
    end: usize,
}

/// A document.
pub(super) struct Document {
    elements: Vec<Element>,
    /// It was well formed to its end, and within the limits.
    pub(super) complete: bool,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    document: &'a Document,
    number: usize,
}

/// Bytes in UTF-8 or UTF-16 to text. The declared encoding is not asked: Windows declares UTF-16 whatever it sends.
pub(super) fn decode(bytes: &[u8]) -> (String, bool) {
    let whole = bytes.len() <= DOCUMENT_BYTES_MAX;
    let bytes = bytes.get(..DOCUMENT_BYTES_MAX).unwrap_or(bytes);
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => crate::text::utf16_le(rest),
        [0xfe, 0xff, rest @ ..] => utf16_be(rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [first, 0, ..] if *first != 0 => crate::text::utf16_le(bytes),
        [0, second, ..] if *second != 0 => utf16_be(bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    (text, whole)
}

fn utf16_be(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().map(|&unit| u16::from_be_bytes(unit)))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

impl Document {
    /// Reads a document as far as it is one.
    pub(super) fn parse(text: &str) -> Self {
        let mut builder = Builder { elements: Vec::new(), open: Vec::new(), too_deep: 0, cut: false };
        let ended = builder.read(text);
        let complete = ended && builder.open.is_empty() && !builder.cut;
        builder.close_all();
        Self { elements: builder.elements, complete }
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Option<Node<'_>> {
        (!self.elements.is_empty()).then_some(Node { document: self, number: 0 })
    }
}

impl<'a> Node<'a> {
    /// The name without its prefix.
    pub(super) fn name(self) -> &'a str {
        self.element().map_or("", |element| &element.name)
    }

    /// The element's own text without the space around it.
    pub(super) fn text(self) -> &'a str {
        self.element().map_or("", |element| element.text.trim())
    }

    /// The elements directly inside.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'a>> {
        let end = self.element().map_or(0, |element| element.end);
        let mut next = self.number + 1;
        std::iter::from_fn(move || {
            let node = Node { number: next, ..self };
            let element = node.element().filter(|_| next < end)?;
            next = element.end.max(next + 1);
            Some(node)
        })
    }

    /// The first element directly inside that has this name.
    pub(super) fn child(self, name: &str) -> Option<Node<'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// The text of the element that this path leads to; none where it is missing or empty.
    pub(super) fn text_of(self, path: &[&str]) -> Option<String> {
        let node = path.iter().try_fold(self, |node, name| node.child(name))?;
        Some(node.text().to_owned()).filter(|text| !text.is_empty())
    }

    fn element(self) -> Option<&'a Element> {
        self.document.elements.get(self.number)
    }
}

struct Builder {
    elements: Vec<Element>,
    open: Vec<usize>,
    /// How many elements are open that are not kept.
    too_deep: usize,
    /// A limit was reached.
    cut: bool,
}

impl Builder {
    /// Returns whether the text ended between two pieces of markup.
    fn read(&mut self, text: &str) -> bool {
        let mut rest = text;
        while let Some((before, markup)) = rest.split_once('<') {
            self.text(&unescape(before));
            let after = if let Some(comment) = markup.strip_prefix("!--") {
                comment.split_once("-->").map(|(_, after)| after)
            } else if let Some(section) = markup.strip_prefix("![CDATA[") {
                section.split_once("]]>").map(|(characters, after)| {
                    self.text(characters);
                    after
                })
            } else if let Some(instruction) = markup.strip_prefix('?') {
                instruction.split_once("?>").map(|(_, after)| after)
            } else if markup.starts_with('!') {
                after_declaration(markup)
            } else {
                self.tag(markup)
            };
            let Some(after) = after else { return false };
            rest = after;
        }
        true
    }

    fn text(&mut self, text: &str) {
        if self.too_deep == 0
            && let Some(element) = self.open.last().and_then(|&number| self.elements.get_mut(number))
        {
            element.text.push_str(text);
        }
    }

    fn tag<'t>(&mut self, markup: &'t str) -> Option<&'t str> {
        let end = end_of_tag(markup)?;
        let (tag, after) = (markup.get(..end)?, markup.get(end + 1..)?);
        if let Some(name) = tag.strip_prefix('/') {
            self.close(local_name(name));
        } else {
            self.open(local_name(tag));
            if tag.ends_with('/') {
                self.close(local_name(tag));
            }
        }
        Some(after)
    }

    fn open(&mut self, name: &str) {
        if self.too_deep > 0 || self.open.len() >= DEPTH_MAX || self.elements.len() >= ELEMENTS_MAX {
            self.too_deep += 1;
            self.cut = true;
            return;
        }
        self.open.push(self.elements.len());
        self.elements.push(Element { name: name.to_owned(), text: String::new(), end: 0 });
    }

    /// Closes the innermost element of that name and those left open inside it.
    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let named = |number: &usize| self.elements.get(*number).is_some_and(|element| element.name == name);
        match self.open.iter().rposition(named) {
            Some(depth) => {
                while self.open.len() > depth {
                    self.close_innermost();
                }
            }
            None => self.cut = true,
        }
    }

    fn close_innermost(&mut self) {
        let end = self.elements.len();
        if let Some(element) = self.open.pop().and_then(|number| self.elements.get_mut(number)) {
            element.end = end;
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close_innermost();
        }
    }
}

/// Where the `>` is that ends a tag; one inside an attribute's value does not.
fn end_of_tag(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// What follows `<!DOCTYPE …>`, whose part in brackets may hold more declarations.
fn after_declaration(markup: &str) -> Option<&str> {
    let bracket = markup.find('[');
    let close = markup.find('>')?;
    match bracket {
        Some(bracket) if bracket < close => {
            let after = markup.get(bracket..)?.split_once(']')?.1;
            after.split_once('>').map(|(_, after)| after)
        }
        _ => markup.get(close + 1..),
    }
}

/// A tag's name without its prefix and attributes.
fn local_name(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Text with its entities replaced; unknown ones stay as they stand.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('&') {
        plain.push_str(before);
        match reference.split_once(';').and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = reference;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

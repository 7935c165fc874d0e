//! What the attributes and docs of a record's struct say.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Attribute, DeriveInput, Expr, ExprLit, Field, Ident, Lit, LitStr, Meta, Type};

/// What the struct itself says.
pub(crate) struct StructPlan {
    pub(crate) kind: String,
    pub(crate) protocol: String,
    pub(crate) doc: String,
}

/// What one field says.
pub(crate) struct FieldPlan {
    ident: Ident,
    ty: Type,
    name: String,
    unit: Option<String>,
    doc: String,
    flatten: bool,
}

impl StructPlan {
    pub(crate) fn read(input: &DeriveInput) -> syn::Result<Self> {
        let (mut kind, mut protocol) = (None, None);
        each_setting(&input.attrs, |meta| {
            if meta.path.is_ident("kind") {
                kind = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("protocol") {
                protocol = Some(meta.value()?.parse::<LitStr>()?.value());
            } else {
                return Err(meta.error("a record's settings are `kind` and `protocol`"));
            }
            Ok(())
        })?;
        let missing =
            |what| syn::Error::new_spanned(&input.ident, format!("#[record({what} = \"…\")] is missing"));
        Ok(Self {
            kind: kind.ok_or_else(|| missing("kind"))?,
            protocol: protocol.ok_or_else(|| missing("protocol"))?,
            doc: documentation(&input.attrs, &input.ident)?,
        })
    }
}

impl FieldPlan {
    pub(crate) fn read(field: &Field) -> syn::Result<Self> {
        let ident = field.ident.clone().unwrap_or_else(|| format_ident!("unnamed"));
        let mut plan = Self {
            name: ident.to_string().trim_start_matches("r#").to_owned(),
            ident,
            ty: field.ty.clone(),
            unit: None,
            doc: String::new(),
            flatten: false,
        };
        each_setting(&field.attrs, |meta| {
            if meta.path.is_ident("name") {
                plan.name = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("unit") {
                plan.unit = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("flatten") {
                plan.flatten = true;
            } else {
                return Err(meta.error("a field's settings are `name`, `unit` and `flatten`"));
            }
            Ok(())
        })?;
        plan.doc = documentation(&field.attrs, &plan.ident)?;
        Ok(plan)
    }

    pub(crate) fn count(&self) -> Tokens {
        let ty = &self.ty;
        if self.flatten { quote!(<#ty as ::thymus_record::Fields>::COUNT) } else { quote!(1) }
    }

    pub(crate) fn describe(&self) -> Tokens {
        let Self { ty, name, doc, .. } = self;
        if self.flatten {
            return quote!(<#ty as ::thymus_record::Fields>::describe(fields););
        }
        let unit = match &self.unit {
            Some(unit) => quote!(::std::option::Option::Some(#unit)),
            None => quote!(::std::option::Option::None),
        };
        quote! {
            fields.push(::thymus_record::Field {
                name: #name,
                kind: <#ty as ::thymus_record::FieldValue>::TYPE,
                unit: #unit,
                doc: #doc,
            });
        }
    }

    pub(crate) fn value_if_reached(&self) -> Tokens {
        let Self { ident, ty, .. } = self;
        let count = self.count();
        let value = if self.flatten {
            quote!(<#ty as ::thymus_record::Fields>::field_value(&self.#ident, left))
        } else {
            quote!(<#ty as ::thymus_record::FieldValue>::value(&self.#ident))
        };
        quote! {
            if left < #count {
                return #value;
            }
            left -= #count;
        }
    }

    pub(crate) fn write_json(&self) -> Tokens {
        let Self { ident, ty, name, .. } = self;
        if self.flatten {
            return quote!(<#ty as ::thymus_record::Fields>::write_json_fields(&self.#ident, out););
        }
        let key = format!(",\"{name}\":");
        quote!(::thymus_record::support::write_field(out, #key, <#ty as ::thymus_record::FieldValue>::value(&self.#ident));)
    }
}

fn each_setting(
    attributes: &[Attribute],
    read: impl FnMut(syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    match attributes.iter().find(|attribute| attribute.path().is_ident("record")) {
        Some(attribute) => attribute.parse_nested_meta(read),
        None => Ok(()),
    }
}

fn documentation(attributes: &[Attribute], at: &Ident) -> syn::Result<String> {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    let doc = lines.join(" ").trim().to_owned();
    if doc.is_empty() {
        return Err(syn::Error::new_spanned(
            at,
            "a doc comment is missing: it is what users read of this field",
        ));
    }
    Ok(doc)
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { return None };
    pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
}

//! The derives behind `thymus_record::Record` and `thymus_record::Fields`.
//!
//! A field without a doc comment does not compile: the doc is the field's entry in the reference that users read.

mod attributes;

use attributes::{FieldPlan, StructPlan};
use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{Data, DeriveInput, Fields, parse_macro_input};

/// Declares a kind of record: `#[record(kind = "dns", protocol = "DNS")]` on the struct, `#[record(name = "…", unit = "…")]`
/// or `#[record(flatten)]` on fields.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, true).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares a group of fields that records can take in with `#[record(flatten)]`.
#[proc_macro_derive(Fields, attributes(record))]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, false).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn expand(input: &DeriveInput, whole_record: bool) -> syn::Result<Tokens> {
    let fields = field_plans(input)?;
    let group = implement_fields(input, &fields);
    if !whole_record {
        return Ok(group);
    }
    let record = implement_record(input, &StructPlan::read(input)?);
    Ok(quote! { #group #record })
}

fn field_plans(input: &DeriveInput) -> syn::Result<Vec<FieldPlan>> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(&input.ident, "a record is a struct"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(syn::Error::new_spanned(&input.ident, "a record has named fields"));
    };
    named.named.iter().map(FieldPlan::read).collect()
}

fn implement_fields(input: &DeriveInput, fields: &[FieldPlan]) -> Tokens {
    let name = &input.ident;
    let counts = fields.iter().map(FieldPlan::count);
    let descriptions = fields.iter().map(FieldPlan::describe);
    let values = fields.iter().map(FieldPlan::value_if_reached);
    let writes = fields.iter().map(FieldPlan::write_json);
    quote! {
        impl ::thymus_record::Fields for #name {
            const COUNT: usize = 0 #(+ #counts)*;

            fn describe(fields: &mut ::std::vec::Vec<::thymus_record::Field>) {
                #(#descriptions)*
            }

            #[allow(unused_assignments, unused_mut, reason = "the last field counts down to nothing")]
            fn field_value(&self, index: usize) -> ::thymus_record::Value<'_> {
                let mut left = index;
                #(#values)*
                ::thymus_record::Value::Absent
            }

            #[inline]
            fn write_json_fields(&self, out: &mut ::std::vec::Vec<u8>) {
                #(#writes)*
            }
        }
    }
}

fn implement_record(input: &DeriveInput, plan: &StructPlan) -> Tokens {
    let name = &input.ident;
    let StructPlan { kind, protocol, doc } = plan;
    quote! {
        impl ::thymus_record::Declared for #name {
            fn declaration() -> &'static ::thymus_record::Schema {
                static SCHEMA: ::thymus_record::support::LazyLock<::thymus_record::Schema> =
                    ::thymus_record::support::LazyLock::new(|| {
                        let mut fields = ::std::vec::Vec::new();
                        <#name as ::thymus_record::Fields>::describe(&mut fields);
                        ::thymus_record::Schema { kind: #kind, protocol: #protocol, doc: #doc, fields }
                    });
                &SCHEMA
            }
        }

        impl ::thymus_record::Record for #name {
            fn schema(&self) -> &'static ::thymus_record::Schema {
                <Self as ::thymus_record::Declared>::declaration()
            }

            fn value(&self, index: usize) -> ::thymus_record::Value<'_> {
                <Self as ::thymus_record::Fields>::field_value(self, index)
            }

            fn write_json(&self, out: &mut ::std::vec::Vec<u8>) {
                let start = out.len();
                <Self as ::thymus_record::Fields>::write_json_fields(self, out);
                ::thymus_record::support::close_object(out, start);
            }
        }
    }
}

//! Prints the description of the API: `cargo run -p thymus-web --example openapi > docs/openapi.json`.

fn main() {
    println!("{}", thymus_web::document().to_pretty_json().unwrap_or_default());
}

# The two commands of the README, and what developers use beside them. See CONTRIBUTING.md.

.PHONY: demo test build lint score instructions install-tools bench fuzz clean

# Builds the program; makes up sixty days of a company; answers an analyst's questions, command by command. The data stays in out/demo.
demo: build
	rm -rf out/demo
	./target/release/thymus demo --data out/demo
	@echo
	@echo "The data is in out/demo. Go on with: ./target/release/thymus search '*.JOB AND SMB' --data out/demo"

# Everything that must hold before a change lands.
test: install-tools lint score instructions
	cargo test --workspace --locked

build:
	cargo build --release --locked

# Against other analyzers, where their answers lie beside this checkout.
score:
	scripts/score

# That analysis has not become dearer: instructions per packet, which do not change with the load of the machine.
instructions: build
	@if command -v valgrind >/dev/null; then cargo xtask bench --instructions; \
	else echo "skipped: the count of instructions: valgrind is not installed"; fi

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo check --manifest-path fuzz/Cargo.toml --locked

install-tools:
	scripts/install-tools

bench: build
	cargo xtask bench
	cargo xtask bench store

# MINUTES=10 make fuzz: every fuzz target for that long.
fuzz:
	scripts/fuzz $(or $(MINUTES),1)

clean:
	cargo clean
	rm -rf out

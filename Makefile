# Two commands for a fresh machine; everything else is meson's (see README.md).
BUILD = build

# The derivatives of a real model, from its text to checked numbers.
demo: $(BUILD)/build.ninja
	@scripts/demo.sh $(BUILD)

# All tests.
check: $(BUILD)/build.ninja
	@scripts/check.sh $(BUILD)

# Also the tests that take longer: sanitizers, other C compilers, many random models. It installs what any test
# uses: GSL, SUNDIALS, Ipopt, NLopt, numpy; clang, a compiler for ARM, cppcheck, CMake, Graphviz, zsh.
check-all: $(BUILD)/build.ninja
	@scripts/check.sh $(BUILD) --slow

# The speed of generated code beside hand-written code and other tools, which it installs.
bench: $(BUILD)/build.ninja
	@scripts/setup.sh --bench
	@ninja -C $(BUILD) driver/adc
	@bench/run.py

$(BUILD)/build.ninja:
	@scripts/setup.sh
	@meson setup $(BUILD) >$(BUILD)-setup.log 2>&1 || { cat $(BUILD)-setup.log; exit 1; }
	@rm -f $(BUILD)-setup.log

clean:
	rm -rf $(BUILD)

.PHONY: demo check check-all bench clean

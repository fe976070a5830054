import assert from "node:assert/strict";
import { optionsFromEnvironment } from "../../../../src/core/config/reading/optionsFromEnvironment";
import { defaultOptions, Settings } from "../../../../src/core/config/schema/settings";

describe("options from the environment", () => {
  it("reads all of them, in the units of the settings", () =>
    assert.deepEqual(
      optionsFromEnvironment({
        MCP_CONNECT_TIMEOUT_MS: "5000",
        MCP_REQUEST_TIMEOUT_MS: "1500",
        MCP_HEALTH_CHECK_INTERVAL_MS: " 0 ",
        MCP_MAX_RETRIES: "4",
        MCP_INITIAL_RETRY_DELAY_MS: "50",
        MCP_MAX_RETRY_DELAY_MS: "2000",
        MCP_LOG_LEVEL: "WARN",
        PATH: "/bin",
      }),
      {
        options: {
          connectTimeoutSeconds: 5,
          callTimeoutSeconds: 2,
          healthCheckSeconds: 0,
          retries: 4,
          retryDelayMs: 50,
          connectRetryDelayMs: 50,
          retryMaxDelayMs: 2000,
          connectRetryMaxDelayMs: 2000,
        },
        logLevel: "warning",
        problems: [],
      },
    ));

  it("what is not set, or empty, says nothing", () =>
    assert.deepEqual(optionsFromEnvironment({ MCP_MAX_RETRIES: "", MCP_LOG_LEVEL: undefined }), {
      options: {},
      problems: [],
    }));

  for (const value of ["-1", "1.5", "1e3", "0x10", "ten", "99999999999", "NaN", "5s"])
    it(`"${value}" is no number of retries`, () => {
      const { options, problems } = optionsFromEnvironment({ MCP_MAX_RETRIES: value });
      assert.deepEqual(options, {});
      assert.deepEqual(problems, [`MCP_MAX_RETRIES must be a whole number from 0 to 10, but it is "${value}".`]);
    });

  const ranges: [name: string, min: number, max: number][] = [
    ["MCP_CONNECT_TIMEOUT_MS", 1, 600_000],
    ["MCP_REQUEST_TIMEOUT_MS", 1, 3_600_000],
    ["MCP_HEALTH_CHECK_INTERVAL_MS", 0, 3_600_000],
    ["MCP_MAX_RETRIES", 0, 10],
    ["MCP_INITIAL_RETRY_DELAY_MS", 10, 60_000],
    ["MCP_MAX_RETRY_DELAY_MS", 10, 600_000],
  ];
  for (const [name, min, max] of ranges)
    it(`${name} is from ${min} to ${max}`, () => {
      const isTaken = (value: number) => optionsFromEnvironment({ [name]: String(value) }).problems.length === 0;
      assert.deepEqual([min - 1, min, max, max + 1].map(isTaken), [false, true, true, false]);
    });

  const levels = { trace: "debug", Debug: "debug", info: "info", notice: "info", warn: "warning", warning: "warning" };
  for (const [written, level] of Object.entries({ ...levels, error: "error" }))
    it(`${written} is the log level ${level}`, () =>
      assert.equal(optionsFromEnvironment({ MCP_LOG_LEVEL: written }).logLevel, level));

  it("repeats no more than 40 characters of a value", () => {
    for (const name of ["MCP_MAX_RETRIES", "MCP_LOG_LEVEL"]) {
      const [problem = ""] = optionsFromEnvironment({ [name]: "x".repeat(41) }).problems;
      assert.match(problem, /"x{40}"/);
    }
  });

  it("names the log levels that there are", () => {
    for (const value of ["loud", "constructor"])
      assert.match(
        optionsFromEnvironment({ MCP_LOG_LEVEL: value }).problems[0] ?? "",
        /must be debug, info, warning or error, but it is/,
      );
  });

  it("gives nothing that the settings would refuse, at either end of a range", () => {
    for (const value of ["0", "1", "10", "60000", "600000", "3600000"]) {
      const names = ["CONNECT_TIMEOUT_MS", "REQUEST_TIMEOUT_MS", "HEALTH_CHECK_INTERVAL_MS", "MAX_RETRIES"];
      const all = [...names, "INITIAL_RETRY_DELAY_MS", "MAX_RETRY_DELAY_MS"].map((name) => [`MCP_${name}`, value]);
      const { options } = optionsFromEnvironment(Object.fromEntries(all));
      assert.ok(Settings.safeParse({ ...defaultOptions, ...options }).success, value);
    }
  });
});

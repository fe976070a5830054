// Loaded before a server (node --require): sends every request of its process to the fake vendor at FAKE_BASE, with the host that was meant
// in `x-fake-host`.
const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");

const base = new URL(process.env.FAKE_BASE ?? "");
const send = globalThis.fetch;

globalThis.fetch = (input, options = {}) => {
  const request = new Request(input, options);
  const url = new URL(request.url);
  if (url.hostname === base.hostname) return send(input, options);
  const headers = new Headers(request.headers);
  headers.set("x-fake-host", url.host);
  const { method = request.method, body, signal } = options;
  return send(`${base.origin}${url.pathname}${url.search}`, { method, body, headers, signal });
};

/** @param {any[]} given @returns {any} */
const request = (...given) => {
  const [first, second] = given;
  const isAddress = typeof first === "string" || first instanceof URL;
  const url = isAddress ? new URL(first) : undefined;
  const listener = given.find((argument) => typeof argument === "function");
  const settings = isAddress ? (typeof second === "function" ? {} : second) : first;
  const options = { ...(url && { hostname: url.hostname, path: `${url.pathname}${url.search}` }), ...settings };
  const host = options.hostname ?? options.host ?? "";
  return http.request(
    {
      ...options,
      protocol: "http:",
      host: base.hostname,
      hostname: base.hostname,
      port: base.port,
      agent: undefined,
      headers: { ...options.headers, "x-fake-host": host },
    },
    listener,
  );
};
/** @param {any[]} given @returns {any} */
const get = (...given) => {
  const sent = request(...given);
  sent.end();
  return sent;
};

Object.assign(https, { request, get });
syncBuiltinESMExports();

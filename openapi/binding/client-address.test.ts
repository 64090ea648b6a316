import { expect, test } from "bun:test";
import { clientAddress } from "./client-address.ts";

const requestFrom = (forwarded?: string) =>
  new Request("http://localhost/", {
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  });

test("without a proxy the socket's address counts, whatever the client claims", () => {
  expect(clientAddress(requestFrom("203.0.113.9"), "198.51.100.1", 0)).toBe("198.51.100.1");
});

test("an address is the same one, whichever way a socket or a proxy writes it", () => {
  expect(clientAddress(requestFrom(), "::ffff:198.51.100.1", 0)).toBe("198.51.100.1");
  expect(clientAddress(requestFrom("2001:DB8:0::1"), "::1", 1)).toBe("2001:db8::1");
  expect(clientAddress(requestFrom("unknown"), "::1", 1)).toBe("unknown");
});

test("behind proxies the entry that the first of them wrote counts", () => {
  const request = requestFrom("1.1.1.1, 203.0.113.9,10.0.0.2");
  expect(clientAddress(request, "10.0.0.1", 1)).toBe("10.0.0.2");
  expect(clientAddress(request, "10.0.0.1", 2)).toBe("203.0.113.9");
});

test("where the proxies wrote fewer entries than announced, the socket's address counts", () => {
  expect(clientAddress(requestFrom(), "10.0.0.1", 1)).toBe("10.0.0.1");
  expect(clientAddress(requestFrom("203.0.113.9"), "10.0.0.1", 2)).toBe("10.0.0.1");
  expect(clientAddress(requestFrom("203.0.113.9, "), "10.0.0.1", 1)).toBe("10.0.0.1");
});

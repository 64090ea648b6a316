import { expect, test } from "bun:test";
import { addressBytes, canonicalAddress, networkOf, urlHost } from "./ip-address.ts";

test("an address is written in one way, whichever way it comes", () => {
  expect(canonicalAddress("192.0.2.1")).toBe("192.0.2.1");
  expect(canonicalAddress("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(canonicalAddress("::FFFF:c000:0201")).toBe("192.0.2.1");
  expect(canonicalAddress("0:0:0:0:0:ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(canonicalAddress("2001:DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
  expect(canonicalAddress("::1")).toBe("::1");
  expect(canonicalAddress("::")).toBe("::");
});

test("what is no address is none", () => {
  for (const text of [
    "",
    "school.example",
    "[::1]",
    "192.0.2.1:80",
    "192.0.2",
    "fe80::1%eth0",
    "1::2::3",
    "::g",
  ])
    expect(canonicalAddress(text)).toBeUndefined();
});

test("an address has its bytes", () => {
  expect([...addressBytes("192.0.2.1")]).toEqual([192, 0, 2, 1]);
  expect([...addressBytes("::")]).toEqual(new Array(16).fill(0));
  expect(Buffer.from(addressBytes("2001:db8::ff:1")).toString("hex")).toBe(
    "20010db8000000000000000000ff0001",
  );
  expect(Buffer.from(addressBytes("1:2:3:4:5:6:7:8")).toString("hex")).toBe(
    "00010002000300040005000600070008",
  );
});

test("a household is one address of IPv4, or 64 bits of IPv6", () => {
  expect(["192.0.2.1", "unknown", ""].map(networkOf)).toEqual(["192.0.2.1", "unknown", ""]);
  expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8::ffff:0:0:9"));
  expect(networkOf("2001:db8::1")).not.toBe(networkOf("2001:db8:0:1::1"));
});

test("in a URL an IPv6 address has brackets", () => {
  expect(["::1", "127.0.0.1", "localhost"].map(urlHost)).toEqual(["[::1]", "127.0.0.1", "localhost"]);
});

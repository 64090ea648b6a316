import { expect, test } from "bun:test";
import { readEngineConfig } from "./config.ts";

const read = (settings: Record<string, string>) =>
  readEngineConfig({ SERVICE_TOKEN: "a-secret-that-engine-and-backend-share", ...settings });

test("the TCP port of pictures and sound has the number of the UDP port, unless HTTP has it", () => {
  const portsOf = (settings: Record<string, string>) => {
    const { port, mediaPort, mediaTcpPort } = read(settings);
    return [port, mediaPort, mediaTcpPort];
  };
  expect(portsOf({})).toEqual([8001, 8001, 8101]);
  expect(portsOf({ ENGINE_PORT: "65500" })).toEqual([65500, 65500, 65400]);
  expect(portsOf({ MEDIA_PORT: "8201" })).toEqual([8001, 8201, 8201]);
  expect(portsOf({ MEDIA_TCP_PORT: "443" })).toEqual([8001, 8001, 443]);
  expect(portsOf({ MEDIA_TCP_PORT: "off" })).toEqual([8001, 8001, undefined]);
  expect(portsOf({ ENGINE_PORT: "0", MEDIA_PORT: "0" })).toEqual([0, 0, 0]);
  expect(() => read({ MEDIA_TCP_PORT: "8001" })).toThrow("MEDIA_TCP_PORT");
});

test("engines that share an Ollama ask for its answers together, and each for one at least", () => {
  const partOf = (places: number, engines: number) =>
    read({ OLLAMA_NUM_PARALLEL: String(places), OLLAMA_SHARED_BY: String(engines) }).ollamaParallel;
  expect([partOf(4, 1), partOf(12, 3), partOf(8, 3), partOf(2, 3)]).toEqual([4, 4, 2, 1]);
  expect(read({ OLLAMA_NUM_PARALLEL: "4" }).ollamaParallel).toBe(4);
});

test("pictures and sound leave the machine unless they are told not to", () => {
  const { mediaHost: byDefault, host } = read({});
  expect([byDefault, host]).toEqual(["0.0.0.0", "127.0.0.1"]);
  expect(read({ HOST: "::1" }).mediaHost).toBe("::");
  expect(read({ HOST: "192.0.2.1" }).mediaHost).toBe("192.0.2.1");
  expect(read({ MEDIA_ADDRESSES: "127.0.0.1" }).mediaHost).toBe("127.0.0.1");
  expect(read({ MEDIA_ADDRESSES: "127.0.0.1,192.0.2.1" }).mediaHost).toBe("0.0.0.0");
});

test("addresses for browsers are of either family, each once and in one way of writing", () => {
  const { mediaAddresses } = read({ MEDIA_ADDRESSES: "192.0.2.1, 2001:DB8:0::1,::ffff:192.0.2.1" });
  expect(mediaAddresses).toEqual(["192.0.2.1", "2001:db8::1"]);
  for (const wrong of ["school.example", "[2001:db8::1]", "192.0.2.1:8001", "fe80::1", "0.0.0.0", "::"])
    expect(() => read({ MEDIA_ADDRESSES: wrong })).toThrow("MEDIA_ADDRESSES");
});

import { expect, test } from "bun:test";
import { createSocket } from "node:dgram";
import { classes, Message, methods, parseMessage } from "werift";
import { canonicalAddress } from "../../deploy/ip-address.ts";
import { type MediaPort, openMediaPort } from "../../engine/media/media-port.ts";
import { until } from "../_support/until.ts";
import { MediaStudent } from "./media-student.ts";

/** What a browser at `address` is told that its address is. */
async function seenFrom(port: MediaPort, address: "127.0.0.1" | "::1"): Promise<string | undefined> {
  await using student = await MediaStudent.open();
  await using peer = await port.accept(student.pc.localDescription!.sdp, { videoCodecs: ["VP8"] });
  const [ufrag, password] = ["ufrag", "pwd"].map(
    (name) => new RegExp(`a=ice-${name}:(.*)\r`).exec(peer.answer)!.at(1)!,
  ) as [string, string];
  const check = new Message(methods.BINDING, classes.REQUEST);
  check
    .setAttribute("USERNAME", `${ufrag}:x`)
    .setAttribute("PRIORITY", 1)
    .setAttribute("ICE-CONTROLLING", 1n);
  const socket = createSocket(address === "::1" ? "udp6" : "udp4");
  const answers: Buffer[] = [];
  socket.on("message", (datagram) => answers.push(datagram));
  try {
    const { bytes } = check.addMessageIntegrity(Buffer.from(password)).addFingerprint();
    await until("an answer", () => {
      if (answers.length === 0) socket.send(bytes, port.port, address);
      return answers.length > 0;
    });
    const [seen] = parseMessage(answers[0]!)!.getAttributeValue("XOR-MAPPED-ADDRESS");
    return canonicalAddress(seen);
  } finally {
    socket.close();
  }
}

test("a port that listens everywhere serves both families, and tells each its own address", async () => {
  await using port = await openMediaPort({ port: 0, tcpPort: 0, host: "::", announcedAddresses: [] });
  expect(port.announcedAddresses).toEqual(expect.arrayContaining(["127.0.0.1", "::1"]));
  for (const address of ["127.0.0.1", "::1"] as const) expect(await seenFrom(port, address)).toBe(address);
});

test("an IPv6 address to be told makes a port of IPv4 listen on it as well", async () => {
  const announcedAddresses = ["127.0.0.1", "::1"];
  await using port = await openMediaPort({ port: 0, tcpPort: 0, host: "0.0.0.0", announcedAddresses });
  for (const address of ["127.0.0.1", "::1"] as const) expect(await seenFrom(port, address)).toBe(address);
});

test("a port on one address tells that one, among others only where a relay needs it", async () => {
  const one = { port: 0, host: "::1", announcedAddresses: [] };
  await using port = await openMediaPort(one);
  expect(port.announcedAddresses).toEqual(["::1"]);
  expect(await seenFrom(port, "::1")).toBe("::1");
  await using outside = await openMediaPort({ ...one, announcedAddresses: ["192.0.2.1"] });
  expect(outside.announcedAddresses).toEqual(["192.0.2.1"]);
  await using relayed = await openMediaPort({
    ...one,
    announcedAddresses: ["192.0.2.1"],
    announceOwn: true,
  });
  expect(relayed.announcedAddresses).toEqual(["192.0.2.1", "::1"]);
});

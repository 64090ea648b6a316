import { describe, expect, test } from "bun:test";
import { classes, Message, methods, parseMessage } from "werift";
import { canonicalAddress } from "../../deploy/ip-address.ts";
import { answerBinding, isAuthentic, looksLikeStun, readBindingRequest, stunMaxBytes } from "./stun.ts";

const password = "theirs/is/VyJExoulIdXTN1";

/** A check as another implementation builds it. */
function check(user = "ours:theirs", key = password, more: (message: Message) => void = () => {}): Buffer {
  const message = new Message(methods.BINDING, classes.REQUEST);
  message
    .setAttribute("USERNAME", user)
    .setAttribute("PRIORITY", 1_853_824_767)
    .setAttribute("ICE-CONTROLLING", 7n);
  more(message);
  return message.addMessageIntegrity(Buffer.from(key)).addFingerprint().bytes;
}

describe("a check", () => {
  test("is read and is authentic with our password only", () => {
    const request = readBindingRequest(check())!;
    expect(request.localUfrag).toBe("ours");
    expect(request.useCandidate).toBe(false);
    expect(isAuthentic(request, password)).toBe(true);
    expect(isAuthentic(request, `${password}x`)).toBe(false);
  });

  test("says whether it nominates", () => {
    const request = readBindingRequest(
      check("ours:theirs", password, (m) => m.setAttribute("USE-CANDIDATE", null)),
    )!;
    expect(request.useCandidate).toBe(true);
  });

  test("is refused without integrity, without a checksum, without a priority or from a controlled agent", () => {
    const bare = (build: (message: Message) => Message) =>
      build(new Message(methods.BINDING, classes.REQUEST).setAttribute("USERNAME", "ours:theirs") as Message)
        .bytes;
    const key = Buffer.from(password);
    expect(
      readBindingRequest(bare((m) => (m.setAttribute("PRIORITY", 1) as Message).addFingerprint())),
    ).toBeUndefined();
    expect(
      readBindingRequest(bare((m) => (m.setAttribute("PRIORITY", 1) as Message).addMessageIntegrity(key))),
    ).toBeUndefined();
    expect(readBindingRequest(bare((m) => m.addMessageIntegrity(key).addFingerprint()))).toBeUndefined();
    expect(
      readBindingRequest(check("ours:theirs", password, (m) => m.setAttribute("ICE-CONTROLLED", 1n))),
    ).toBeUndefined();
    expect(readBindingRequest(check("nocolon"))).toBeUndefined();
  });

  test("with one bit changed anywhere is refused", () => {
    const bytes = check();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const request = readBindingRequest(changed);
      expect(request !== undefined && isAuthentic(request, password)).toBe(false);
    }
  });

  test("cut short, stretched or random is refused without a throw", () => {
    const bytes = check();
    for (let length = 0; length < bytes.length; length++)
      expect(readBindingRequest(bytes.subarray(0, length))).toBeUndefined();
    expect(readBindingRequest(Buffer.concat([bytes, Buffer.alloc(4)]))).toBeUndefined();
    expect(readBindingRequest(Buffer.concat([bytes, Buffer.alloc(stunMaxBytes)]))).toBeUndefined();
    for (let round = 0; round < 2000; round++) {
      const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(round % 200)));
      if (noise.length >= 8) bytes.copy(noise, 0, 0, 8);
      if (noise.length >= 20) noise.writeUInt16BE(noise.length - 20, 2);
      expect(readBindingRequest(noise)).toBeUndefined();
    }
  });

  test("ignores what follows its integrity", () => {
    const message = new Message(methods.BINDING, classes.REQUEST);
    message.setAttribute("USERNAME", "ours:theirs").setAttribute("PRIORITY", 1);
    message.addMessageIntegrity(Buffer.from(password));
    message.setAttribute("USE-CANDIDATE", null);
    const request = readBindingRequest(message.addFingerprint().bytes)!;
    expect(isAuthentic(request, password)).toBe(true);
    expect(request.useCandidate).toBe(false);
  });
});

test("the answer is one that another implementation authenticates and reads", () => {
  const request = readBindingRequest(check())!;
  const bytes = answerBinding(request, { address: "198.51.100.23", port: 51_413 }, password);
  const message = parseMessage(bytes, Buffer.from(password))!;
  expect(message.messageClass).toBe(classes.RESPONSE);
  expect(message.transactionId).toEqual(request.transactionId);
  expect(message.getAttributeValue("XOR-MAPPED-ADDRESS")).toEqual(["198.51.100.23", 51_413]);
  expect(parseMessage(bytes, Buffer.from("another password"))).toBeUndefined();
});

test("an answer to an IPv6 address is one that another implementation reads", () => {
  const request = readBindingRequest(check())!;
  const bytes = answerBinding(request, { address: "2001:db8::17", port: 51_413 }, password);
  const message = parseMessage(bytes, Buffer.from(password))!;
  const [address, port] = message.getAttributeValue("XOR-MAPPED-ADDRESS");
  expect([canonicalAddress(address), port]).toEqual(["2001:db8::17", 51_413]);
});

test("STUN is told from DTLS and RTP by its first byte", () => {
  expect(looksLikeStun(check())).toBe(true);
  for (const first of [20, 22, 63, 128, 191, 255]) expect(looksLikeStun(Buffer.from([first]))).toBe(false);
});

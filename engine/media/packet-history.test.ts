import { expect, test } from "bun:test";
import { PacketHistory } from "./packet-history.ts";
import { historyPackets } from "./repair-budget.ts";

const packet = (sequenceNumber: number) => ({
  sequenceNumber,
  timestamp: (0xfffffff0 + sequenceNumber * 3600) >>> 0,
  marker: sequenceNumber % 2 === 0,
});

test("a packet is found as it was sent", () => {
  const history = new PacketHistory();
  for (const number of [65_534, 65_535, 0]) history.keep(Buffer.from(`payload ${number}`), packet(number));
  for (const number of [65_534, 65_535, 0]) {
    const { header, payload } = history.find(number)!;
    const { sequenceNumber, timestamp, marker } = header;
    expect({ sequenceNumber, timestamp, marker }).toEqual(packet(number));
    expect(payload.toString()).toBe(`payload ${number}`);
  }
});

test("what was not sent, or is too old, is not found", () => {
  const history = new PacketHistory();
  expect(history.find(0)).toBeUndefined();
  for (let number = 0; number <= historyPackets; number++) history.keep(Buffer.alloc(1), packet(number));
  expect(history.find(0)).toBeUndefined();
  expect(history.find(1)).toBeDefined();
  expect(history.find(historyPackets)).toBeDefined();
  expect(history.find(historyPackets + 1)).toBeUndefined();
  expect(history.find(2 * historyPackets)).toBeUndefined();
});

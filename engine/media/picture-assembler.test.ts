import { beforeEach, describe, expect, test } from "bun:test";
import { H264Packetizer } from "werift";
import { PictureAssembler, repairMaxMs } from "./picture-assembler.ts";

const start = 65_530;
let pictures: { data: Buffer; key: boolean; timestamp: number }[];
let missing: number[][];
let keysWanted: number;
let assembler: PictureAssembler;

beforeEach(() => {
  pictures = [];
  missing = [];
  keysWanted = 0;
  assembler = open("VP8");
});

const open = (codec: "VP8" | "H264") =>
  new PictureAssembler(codec, {
    onPicture: (data, key, timestamp) => pictures.push({ data: Buffer.from(data), key, timestamp }),
    onMissing: (sequences) => missing.push([...sequences]),
    onKeyWanted: () => keysWanted++,
  });

/** Two packets of a VP8 picture; the sequence numbers wrap after the third picture. */
const vp8 = (number: number, key: boolean) => {
  const first = Buffer.from([0x10, key ? 0x00 : 0x01, number]);
  const last = Buffer.from([0x00, 0xaa, number]);
  const sequence = start + 2 * number;
  const timestamp = number * 3600;
  return [
    { sequence: sequence & 0xffff, timestamp, marker: false, payload: first },
    { sequence: (sequence + 1) & 0xffff, timestamp, marker: true, payload: last },
  ] as const;
};
const content = (number: number, key: boolean) => Buffer.from([key ? 0 : 1, number, 0xaa, number]);

describe("VP8", () => {
  test("pictures come out whole and in order, over the wrap of the sequence number", () => {
    for (let number = 0; number < 6; number++)
      for (const packet of vp8(number, number === 0)) assembler.receive(packet, 0);
    expect(pictures.map(({ data }) => data)).toEqual(
      [0, 1, 2, 3, 4, 5].map((number) => content(number, number === 0)),
    );
    expect(pictures.map(({ key }) => key)).toEqual([true, false, false, false, false, false]);
    expect(missing).toEqual([]);
  });

  test("the descriptor of every length is taken off", () => {
    const descriptors = [
      [0x10],
      [0x90, 0x80, 0x11],
      [0x90, 0x80, 0x81, 0x11],
      [0x90, 0xf0, 0x81, 0x11, 0x22, 0x33],
    ];
    descriptors.forEach((descriptor, i) => {
      const payload = Buffer.from([...descriptor, 0x00, 0x77]);
      assembler.receive({ sequence: i, timestamp: i * 3600, marker: true, payload }, 0);
    });
    expect(pictures.map(({ data }) => data)).toEqual(descriptors.map(() => Buffer.from([0x00, 0x77])));
  });

  test("nothing comes out before the first key picture", () => {
    for (const packet of [...vp8(0, false), ...vp8(1, false), ...vp8(2, true)]) assembler.receive(packet, 0);
    expect(pictures.map(({ timestamp }) => timestamp)).toEqual([7200]);
  });

  test("packets out of order are put in order", () => {
    const [a, b, c, d] = [...vp8(0, true), ...vp8(1, false)];
    for (const packet of [a, c, b, d]) assembler.receive(packet!, 0);
    expect(pictures.map(({ timestamp }) => timestamp)).toEqual([0, 3600]);
  });

  test("what is missing is asked for, and the picture is given out when it has come", () => {
    const [a, lost] = vp8(0, true);
    assembler.receive(a, 0);
    for (const packet of vp8(1, false)) assembler.receive(packet, 10);
    expect(missing).toEqual([[lost.sequence]]);
    expect(pictures).toEqual([]);
    assembler.receive(lost, 60);
    expect(pictures.map(({ timestamp }) => timestamp)).toEqual([0, 3600]);
    expect(assembler.losses).toBe(0);
  });

  test("what does not come is given up: the next picture is a key picture", () => {
    const [a] = vp8(0, true);
    assembler.receive(a, 0);
    for (const packet of vp8(1, false)) assembler.receive(packet, 10);
    for (const packet of vp8(2, false)) assembler.receive(packet, 20 + repairMaxMs);
    for (const packet of vp8(3, true)) assembler.receive(packet, 30 + repairMaxMs);
    expect(assembler.losses).toBeGreaterThan(0);
    expect(pictures.map(({ timestamp, key }) => ({ timestamp, key }))).toEqual([
      { timestamp: 10_800, key: true },
    ]);
  });

  test("a packet that comes twice counts once, and a jump of any size is survived", () => {
    for (const packet of [...vp8(0, true), ...vp8(0, true)]) assembler.receive(packet, 0);
    const far = vp8(0, true).map((packet) => ({
      ...packet,
      sequence: (packet.sequence + 20_000) & 0xffff,
      timestamp: 9,
    }));
    for (const packet of far) assembler.receive(packet, 10);
    expect(pictures.map(({ timestamp }) => timestamp)).toEqual([0, 9]);
  });

  test("random packets neither throw nor pile up", () => {
    let seed = 7;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff);
    for (let i = 0; i < 20_000; i++) {
      const payload = Buffer.from(Array.from({ length: random() % 6 }, () => random() & 0xff));
      const packet = {
        sequence: random() & 0xffff,
        timestamp: random(),
        marker: random() % 3 === 0,
        payload,
      };
      assembler.receive(packet, i);
    }
    expect(missing.every((sequences) => sequences.length <= 600)).toBe(true);
  });
});

test("H.264 units come out as they went in, single, aggregated and in fragments", () => {
  assembler = open("H264");
  const unit = (type: number, bytes: number) =>
    Buffer.from([0x60 | type, ...Array.from({ length: bytes }, (_, i) => (i % 250) + 1)]);
  const annexB = (...units: Buffer[]) =>
    Buffer.concat(units.flatMap((each) => [Buffer.from([0, 0, 0, 1]), each]));
  const wanted = [
    annexB(unit(7, 12), unit(8, 4), unit(5, 5_000)),
    annexB(unit(1, 300)),
    annexB(unit(1, 3_000)),
  ];
  const packetizer = new H264Packetizer({ maxPayloadSize: 1_100, inputFormat: "annexb" });
  let sequence = 100;
  wanted.forEach((picture, i) => {
    const packets = packetizer.packetize(picture, i * 3600);
    packets.forEach(({ payload }, at) => {
      const marker = at === packets.length - 1;
      assembler.receive({ sequence: sequence++, timestamp: i * 3600, marker, payload }, 0);
    });
  });
  expect(pictures.map(({ data }) => data)).toEqual(wanted);
  expect(pictures.map(({ key }) => key)).toEqual([true, false, false]);
});

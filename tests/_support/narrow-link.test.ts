import { expect, test } from "bun:test";
import { Lane, type LinkQuality, openNarrowLink } from "./narrow-link.ts";
import { until } from "./until.ts";

/** The arrivals of datagrams of 1222 bytes, which take 10 ms at 1 Mbit/s, one sent every `everyMs`. */
const arrivals = (quality: LinkQuality, { count, everyMs }: { count: number; everyMs: number }) => {
  const lane = new Lane(quality);
  return Array.from({ length: count }, (_, i) => lane.arrivalOf(1222, i * everyMs));
};

test("a perfect lane passes everything at once", () => {
  expect(arrivals({}, { count: 3, everyMs: 5 })).toEqual([0, 5, 10]);
});

test("a narrow lane passes one datagram after the other, and drops what does not fit its queue", () => {
  const times = arrivals({ bitsPerSecond: 1_000_000, delayMs: 50, queueMs: 30 }, { count: 20, everyMs: 0 });
  expect(times.slice(0, 5)).toEqual([60, 70, 80, 90, undefined]);
});

test("loss is as much as asked for, alone or in bursts, and always the same", () => {
  for (const burst of [1, 5]) {
    const quality = { lossShare: 0.1, burst };
    const times = arrivals(quality, { count: 20_000, everyMs: 1 });
    const lost = times.map((time) => time === undefined);
    const share = lost.filter(Boolean).length / lost.length;
    const runs = lost.filter((isLost, i) => isLost && !lost[i - 1]).length;
    expect(share).toBeGreaterThan(0.085);
    expect(share).toBeLessThan(0.115);
    expect(lost.filter(Boolean).length / runs).toBeCloseTo(burst === 1 ? 1.1 : 5, 0);
    expect(arrivals(quality, { count: 20_000, everyMs: 1 })).toEqual(times);
  }
});

test("datagrams go through both ways, each sender's answers to itself", async () => {
  const socket = () =>
    Bun.udpSocket({
      hostname: "127.0.0.1",
      socket: {
        data: (own, data, port, address) => {
          if (String(data).startsWith("echo")) own.send(`reply to ${data}`, port, address);
          else heard.push(String(data));
        },
      },
    });
  const heard: string[] = [];
  const [server, one, other] = [await socket(), await socket(), await socket()];
  await using link = await openNarrowLink(server.port, { down: { delayMs: 5 } });
  one.send("echo 1", link.port, "127.0.0.1");
  other.send("echo 2", link.port, "127.0.0.1");
  await until("both replies", () => heard.length === 2);
  expect(heard.toSorted()).toEqual(["reply to echo 1", "reply to echo 2"]);
  for (const opened of [server, one, other]) opened.close();
});

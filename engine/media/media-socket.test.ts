import { expect, test } from "bun:test";
import { openMediaSocket } from "./media-socket.ts";

const open = (onDatagram: Parameters<typeof openMediaSocket>[2] = () => {}) =>
  openMediaSocket("127.0.0.1", 0, onDatagram);

async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 5000;
  while (!condition() && performance.now() < deadlineMs) await Bun.sleep(5);
}

test("a datagram arrives with its sender's address", async () => {
  const got: string[] = [];
  const receiver = await open((datagram, port, address) => got.push(`${address}:${port} ${datagram}`));
  const sender = await open();
  sender.send(Buffer.from("hello"), receiver.port, "127.0.0.1");
  await until(() => got.length > 0);
  expect(got).toEqual([`127.0.0.1:${sender.port} hello`]);
  for (const socket of [receiver, sender]) socket.close();
});

test("a peer that has gone costs the others nothing", async () => {
  const got: string[] = [];
  const alive = await open((datagram) => got.push(String(datagram)));
  const gone = await open();
  const { port } = gone;
  gone.close();
  const sender = await open();
  for (let i = 0; i < 20; i++) {
    // On loopback the report that nobody is there is back before the call returns.
    sender.send(Buffer.from("?"), port, "127.0.0.1");
    sender.send(Buffer.from(String(i)), alive.port, "127.0.0.1");
  }
  await until(() => got.length === 20);
  expect(got).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
  for (const socket of [alive, sender]) socket.close();
});

test("a datagram that cannot leave is counted", async () => {
  const sender = await open();
  sender.send(Buffer.alloc(70_000), 9, "127.0.0.1");
  expect(sender.failures).toBe(1);
  sender.close();
});

test("a taken port is an error", async () => {
  const first = await open();
  expect(openMediaSocket("127.0.0.1", first.port, () => {})).rejects.toThrow();
  first.close();
});

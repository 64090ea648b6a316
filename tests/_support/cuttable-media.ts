import { createSocket, type Socket } from "node:dgram";
import type { Page } from "playwright-core";

/** A way for pictures and sound between a page and an engine that can be cut, as when a network goes away. */
export interface CuttableMedia extends AsyncDisposable {
  cut(): void;
  restore(): void;
  /** What the browser sends from where it sends now goes nowhere from now on, as when it leaves a Wi-Fi; other ports work. */
  block(): void;
  /** From now on the page's lessons take this way. */
  lead(page: Page): Promise<void>;
}

/** Chromium uses the loopback interface for lessons when it is told to. */
export const loopbackSwitch = "--allow-loopback-in-peer-connection";

export async function openCuttableMedia(mediaPort: number): Promise<CuttableMedia> {
  let isCut = false;
  const blocked = new Set<number>();
  const entrance = await bind();
  /** A socket towards the engine for each of the browser's. */
  const ways = new Map<number, Socket>();
  const wayOf = async (browserPort: number) => {
    const socket = ways.get(browserPort) ?? (await bind());
    if (ways.get(browserPort)) return socket;
    ways.set(browserPort, socket);
    socket.on("message", (datagram) => {
      if (!isCut && !blocked.has(browserPort)) entrance.send(datagram, browserPort, "127.0.0.1");
    });
    return socket;
  };
  entrance.on("message", (datagram, { port }) => {
    if (!isCut && !blocked.has(port))
      void wayOf(port).then((way) => way.send(datagram, mediaPort, "127.0.0.1"));
  });
  return {
    cut() {
      isCut = true;
    },
    restore() {
      isCut = false;
    },
    block() {
      for (const port of ways.keys()) blocked.add(port);
    },
    async lead(page) {
      await page.route(/\/webrtc\?/, async (route) => {
        const response = await route.fetch().catch(() => undefined);
        if (!response) return route.abort();
        const lines = (await response.text()).split("\r\n");
        const body = lines
          .filter((line) => !line.startsWith("a=candidate:") || / udp \d+ 127\.0\.0\.1 /.test(line))
          .map((line) => line.replace(` 127.0.0.1 ${mediaPort} `, ` 127.0.0.1 ${entrance.address().port} `))
          .join("\r\n");
        await route.fulfill({ response, body });
      });
    },
    async [Symbol.asyncDispose]() {
      isCut = true;
      for (const socket of [entrance, ...ways.values()]) {
        const closed = Promise.withResolvers<void>();
        socket.close(closed.resolve);
        await closed.promise;
      }
    },
  };
}

async function bind(): Promise<Socket> {
  const socket = createSocket("udp4");
  const bound = Promise.withResolvers<void>();
  socket.bind(0, "127.0.0.1", bound.resolve);
  await bound.promise;
  return socket;
}

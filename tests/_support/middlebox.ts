import { connect, createServer, type Socket } from "node:net";

/** Something on the way of a TCP connection that may stop taking bytes towards the client, as a link that hangs. */
export interface Middlebox extends AsyncDisposable {
  readonly port: number;
  pause(): void;
  resume(): void;
}

export async function openMiddlebox(towardsPort: number): Promise<Middlebox> {
  const sockets = new Set<Socket>();
  const inner = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
  };
  const server = createServer((outside) => {
    const inside = connect(towardsPort, "127.0.0.1");
    inner.add(inside);
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      keep(from);
      from.on("data", (bytes) => to.write(bytes));
      from.on("close", () => to.destroy());
    }
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the middlebox has no port");
  return {
    port: address.port,
    pause() {
      for (const socket of inner) socket.pause();
    },
    resume() {
      for (const socket of inner) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy on loopback whose connections can be cut, as when a server goes away. */
export interface CuttableProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that were ended at once. */
  readonly refused: number;
  /** Ends all connections; new ones are ended at once until `restore` is called. */
  cut(): void;
  restore(): void;
}

export async function openCuttableProxy(target: { host: string; port: number }): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let refused = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A reset is what this proxy is for.
    socket.on("error", () => {});
  };
  const server = createServer((client) => {
    keep(client);
    if (isCut) {
      refused++;
      return client.destroy();
    }
    const upstream = connect(target.port, target.host);
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    get refused() {
      return refused;
    },
    cut,
    restore() {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
